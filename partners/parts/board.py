"""The parts of a page side by side: as its editors see them, and as everybody reads them."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of
from partners.agencies.models import Partner
from partners.parts import rules
from partners.parts.kinds import PartKind
from partners.parts.models import PartSuggestion, PartVersion
from partners.parts.selectors import latest_parts, published_parts, suggestions_on
from partners.sharing.models import Share

NOTHING = "Says nothing yet"
TAKEN_OUT = "Says nothing any more; the site still shows what it said"
DRAFT = "Draft, not on the site yet"
CHANGED = "Changed since it went on the site"
ON_THE_SITE = "On the site"


@dataclass(frozen=True)
class Said:
    """What one partner says, as the template of its kind shows it."""

    partner: Partner
    shown: Any


@dataclass
class PartRow:
    """One partner's part as editors of the page see it."""

    share: Share
    version: PartVersion | None
    state: str
    shown: Any
    suggestions: list[PartSuggestion]
    is_own: bool = False

    @property
    def partner(self) -> Partner:
        """Whose part it is."""
        return self.share.partner

    @property
    def based_on(self) -> int | str:
        """What the form of this part says that it is based on."""
        return self.version.pk if self.version else ""


def rows_of(page: Page, kind: PartKind, user: AnyUser) -> list[PartRow]:
    """Return the parts of all partners that have a share in the page, the lead first; four queries."""
    shares = Share.objects.filter(page=page.pk).select_related("partner").order_by("-role", "pk")
    latest, published = latest_parts(page.pk), published_parts(page.pk)
    suggestions = list(suggestions_on(page.pk))
    own = partner_of(user)
    return [
        PartRow(
            share=share,
            version=(version := latest.get(share.partner_id)),
            state=state_of(version, published.get(share.partner_id)),
            shown=kind.shown(version.content) if version and not version.is_empty else None,
            suggestions=[each for each in suggestions if each.partner_id == share.partner_id],
            is_own=own is not None and own.pk == share.partner_id,
        )
        for share in shares
    ]


def state_of(latest: PartVersion | None, published: PartVersion | None) -> str:
    """Return in words how far a part is."""
    said = latest is not None and not latest.is_empty
    if published is None:
        return DRAFT if said else NOTHING
    if not said:
        return TAKEN_OUT
    same = latest is not None and latest.digest == published.digest
    return ON_THE_SITE if same else CHANGED


def public_parts(page: Any, kind: PartKind) -> dict[str, Any]:
    """Return what each partner says on the published page, the lead first; one query."""
    return said_by(page, kind, published_parts(page.pk))


def draft_parts(page: Any, kind: PartKind) -> dict[str, Any]:
    """Return what each partner says as of now, for people who may see the draft; one query."""
    return said_by(page, kind, latest_parts(page.pk) if page.pk else {})


def said_by(page: Any, kind: PartKind, versions: dict[int, PartVersion]) -> dict[str, Any]:
    """Return what the template of a page shows of its partners' parts."""
    said, silent = [], []
    for share in page.ordered_shares:
        version = versions.get(share.partner_id)
        if version is None or version.is_empty:
            silent.append(share.partner)
        else:
            said.append(Said(share.partner, kind.shown(version.content)))
    return {"kind": kind, "said": said, "silent": silent if kind.missing else []}


def text_of(page: Any, kind: PartKind, versions: dict[int, PartVersion]) -> str:
    """Return the words of these versions that searches find."""
    said = [versions[share.partner_id] for share in page.ordered_shares if share.partner_id in versions]
    return "\n".join(filter(None, (kind.words(version.content) for version in said)))


def own_row(user: AnyUser, page: Page, rows: list[PartRow]) -> PartRow | None:
    """Return the part that the person may write, if there is one; at most one query."""
    own = next((row for row in rows if row.is_own), None)
    return own if own and rules.may_write(user, page, own.share.partner_id) else None
