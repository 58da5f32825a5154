"""Any two versions of a page that were on the site, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from wagtail.models import Page

from partners.parts.content import Content
from partners.parts.kinds import PartKind, kind_of
from partners.signing.comparing.wording import FieldDifference, difference, differences
from partners.signing.models import Publication, PublicationPartner
from partners.signing.public.history import limits_of, versions_readable


@dataclass(frozen=True)
class Comparison:
    """Two versions, the older first, and what differs: the common text, then what each partner says."""

    before: Publication
    after: Publication
    differences: list[FieldDifference]


def compare(page: Page, number: int, other: int) -> Comparison | None:
    """Return what differs between two versions of a page, by their numbers; None unless both may be read.

    The number of queries does not grow with the texts.
    """
    named = Prefetch("named", PublicationPartner.objects.select_related("partner", "part"))
    readable = versions_readable(page.pk, limits_of(page.pk)).filter(number__in=[number, other])
    found = list(readable.select_related("text").prefetch_related(named))
    if len(found) != 2:
        return None
    before, after = found
    common = differences(page.specific_class, before.text.content, after.text.content)
    return Comparison(before, after, [*common, *parts_compared(kind_of(page), before, after)])


def parts_compared(kind: PartKind | None, before: Publication, after: Publication) -> list[FieldDifference]:
    """Return which partners say something else for themselves, those named now first."""
    if kind is None:
        return []
    sides = [{named.partner: named.part for named in each.named.all()} for each in (before, after)]
    old, new = ({partner: part.content if part else {} for partner, part in side.items()} for side in sides)
    found = (
        part_difference(kind, str(partner), old.get(partner, {}), new.get(partner, {}))
        for partner in {**new, **old}
    )
    return [each for each in found if each]


def part_difference(kind: PartKind, partner: str, before: Content, after: Content) -> FieldDifference | None:
    """Return what a partner says for itself now and said before; None where that is the same."""
    if before == after:
        return None
    old, new = (list(told(kind.shown(content))) if content else [] for content in (before, after))
    return difference("part", f"{partner}: {kind.title.lower()}", old, new)


def told(shown: Any) -> Sequence[str]:
    """Return what a part shows in paragraphs, whatever it is made of; a row of a table is one."""
    if isinstance(shown, tuple):
        return ["; ".join(str(each) for each in shown)]
    if isinstance(shown, Mapping):
        shown = list(shown.values())
    if isinstance(shown, list):
        return [paragraph for each in shown for paragraph in told(each)]
    return [line.strip() for line in str(shown).splitlines() if line.strip()]
