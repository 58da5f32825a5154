"""A text as signatories read it: field by field, in words, without its layout."""

from dataclasses import dataclass

from wagtail.models import Page

from partners.parts.content import Content as PartContent
from partners.parts.kinds import kind_of
from partners.signing.comparing.known_names import in_words, names_of
from partners.signing.comparing.wording import Content, FieldDifference, differences, in_order, label_of
from partners.signing.models import CommonText, SignOff
from partners.signing.public.comparison import part_difference, told
from partners.signing.screens.board import Board, Side
from partners.signing.screens.readings import paragraphs_of


@dataclass(frozen=True)
class FieldText:
    """What one field says."""

    label: str
    paragraphs: list[str]


@dataclass(frozen=True)
class PartText:
    """What one partner says for itself."""

    side: Side
    paragraphs: list[str]


def common_text(model: type[Page], content: Content) -> list[FieldText]:
    """Return all that a common text says, in the order of the editor; one query a kind of thing named."""
    said = {name: paragraphs_of(model, name, content[name]) for name in in_order(model, set(content))}
    known = names_of(paragraph for paragraphs in said.values() for paragraph in paragraphs)
    texts = (FieldText(label_of(model, name), in_words(found, known)) for name, found in said.items())
    return [text for text in texts if text.paragraphs]


def part_texts(board: Board) -> list[PartText]:
    """Return what each partner says for itself now; no query."""
    kind = kind_of(board.page)
    if kind is None:
        return []
    contents = ((side, side.part.content if side.part else {}) for side in board.sides)
    return [PartText(side, [*told(kind.shown(content))] if content else []) for side, content in contents]


def changes_since(board: Board, before: SignOff) -> list[FieldDifference]:
    """Return what changed in the common text and the own part since a partner decided."""
    part = before.part.content if before.part else {}
    return changes(board, before.text.content, part)


def changes_since_seen(board: Board, common: str, part: str) -> list[FieldDifference]:
    """Return what changed since somebody read words with these digests; what is not kept counts as new."""
    text = CommonText.objects.filter(page=board.page.pk, digest=common).first()
    own = board.own
    versions = board.page.part_versions.filter(partner=board.acts_for, digest=part) if own and part else []
    content: PartContent = next((each.content for each in versions), {})
    return changes(board, text.content if text else None, content)


def changes(board: Board, text: Content | None, part: PartContent) -> list[FieldDifference]:
    """Return what differs from another common text and another own part."""
    content = board.words.content if board.words else {}
    model, kind, own = board.page.specific_class, kind_of(board.page), board.own
    found = differences(model, text, content)
    if kind is None or own is None:
        return found
    mine = part_difference(kind, str(own.partner), part, own.part.content if own.part else {})
    return [*found, mine] if mine else found


def last_decision(board: Board) -> SignOff | None:
    """Return what the reader's partner last decided about other words than those of now; one query."""
    found = SignOff.objects.filter(page=board.page.pk, partner=board.acts_for).select_related("text", "part")
    latest = found.order_by("-at", "-pk").first()
    if latest is None or board.words is None or board.own is None:
        return None
    same = (latest.text.digest, latest.part_digest)
    now = (board.words.digest, board.words.part_digest(latest.partner_id))
    return None if same == now else latest
