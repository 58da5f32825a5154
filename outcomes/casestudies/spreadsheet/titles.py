"""Which titles case studies have already, so that a sheet that is imported again makes no second ones."""

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.versions import reference_of
from partners.agencies.acting import AnyUser
from partners.places.names import folded
from partners.policy.table import Action
from partners.sharing.relations import pages_open_to

IN_FILE = "Row {row} has the same title. Give each case study its own, or leave one of them out."
THERE = (
    "You have a case study with this title: {reference}. To change it, export it and change its row there."
)


class Titles:
    """The titles of all case studies that somebody may edit, and those of the rows so far."""

    def __init__(self, user: AnyUser) -> None:
        rows = CaseStudy.objects.filter(pages_open_to(user, Action.EDIT))
        self.pages: dict[str, int] = {}
        for page in rows.defer("body").order_by("-pk"):
            self.pages |= {folded(title): page.pk for title in (page.title, page.draft_title)}
        self.rows: dict[str, int] = {}

    def taken(self, title: str, page_id: int | None, row: int) -> str:
        """Return who has the title already, in words; nothing if the row may have it."""
        words = folded(title)
        if words in self.rows:
            return IN_FILE.format(row=self.rows[words])
        self.rows[words] = row
        other = self.pages.get(words)
        if other is None or other == page_id:
            return ""
        return THERE.format(reference=reference_of(CaseStudy(pk=other)))
