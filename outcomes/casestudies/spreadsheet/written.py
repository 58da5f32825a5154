"""Case studies as the rows of a sheet."""

from collections.abc import Iterator, Sequence

from django.utils.functional import cached_property

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.columns import (
    FACTS,
    KEYS,
    headings_for,
    headings_to_fill_in,
    owners,
)
from outcomes.casestudies.spreadsheet.kinds import LONGEST, Cell
from outcomes.casestudies.spreadsheet.known import Known
from outcomes.casestudies.spreadsheet.selectors import own_pages, partners_named
from outcomes.casestudies.spreadsheet.versions import reference_of, version_in_words
from partners.agencies.acting import AnyUser

BETWEEN = "; "


class WrittenSheet:
    """The case studies that somebody may edit, to be written into a file; or none, for a template."""

    def __init__(self, user: AnyUser, root: str, pages: Sequence[CaseStudy] | None = None) -> None:
        self.known, self.root = Known(user), root
        self.pages = own_pages(user) if pages is None else pages

    @cached_property
    def headings(self) -> list[str]:
        """The headings."""
        return headings_for(self.pages) if self.pages else headings_to_fill_in()

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the cells of each row."""
        for page in self.pages:
            cells = {
                **keys_of(page),
                **cells_of(page, self.headings, self.known),
                **facts_of(page, self.root),
            }
            yield [cells.get(heading) for heading in self.headings]


def cells_of(page: CaseStudy, headings: Sequence[str], known: Known) -> dict[str, Cell]:
    """Return what a page says under the headings that belong to a part of it."""
    found: dict[str, Cell] = {}
    parts = owners(headings)
    for part in dict.fromkeys(parts.values()):
        found |= part.cells(page, [heading for heading in headings if parts.get(heading) is part], known)
    return found


def keys_of(page: CaseStudy) -> dict[str, Cell]:
    """Return by what an import knows the page again."""
    return dict(zip(KEYS, (reference_of(page), version_in_words(page)), strict=True))


def facts_of(page: CaseStudy, root: str) -> dict[str, Cell]:
    """Return what is only for readers. `root` is the address of the site, without a last stroke."""
    names = [partner.name for partner in partners_named(page)]
    lead, others = names[0] if names else None, names[1:]
    status = "On the site" if page.live else "Draft"
    if page.live and page.has_unpublished_changes:
        status = "On the site, with a newer draft"
    address = page.get_url() or ""
    shown = address if address.startswith("http") else f"{root}{address}"
    named = BETWEEN.join(others)[:LONGEST]
    return dict(zip(FACTS, (status, shown if page.live else None, lead, named or None), strict=True))
