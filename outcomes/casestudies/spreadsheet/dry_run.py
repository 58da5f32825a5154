"""What an import would do, row by row, without writing anything."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.checks import check_row
from outcomes.casestudies.spreadsheet.columns import REFERENCE, VERSION, owners
from outcomes.casestudies.spreadsheet.known import Known
from outcomes.casestudies.spreadsheet.parts import Problems, UnreadableCellsError, text_of
from outcomes.casestudies.spreadsheet.selectors import latest, pages_with_keys
from outcomes.casestudies.spreadsheet.sheets import Sheet, SheetRow
from outcomes.casestudies.spreadsheet.titles import Titles
from outcomes.casestudies.spreadsheet.versions import key_of, reference_of, version_in_words
from partners.people.models import User

NO_SUCH = "There is no case study {reference} that you may change for the partner that you act for."
NO_VERSION = "The version is missing. Export your case studies again, and make your changes there."
STALE = "Somebody saved this case study after you exported it. Export it again, and make your change there."
LOCKED = "This case study is locked. Ask an approver of the partner that leads it to unlock it."
TWICE = "Row {row} is about the same case study. Leave one of them out."
VERSION_OF_NEW = "A version belongs to a reference. Empty it for a new case study."
LIVE = "It is on the site. What readers see stays as it is until the partners have signed the change."
WAITING = "It waits for signatures: partners who have signed are asked again."
ASK_PARTNERS = "Partners are not imported: ask them to join in on its page."


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class Change:
    """What a cell says now, and what it will."""

    column: str
    before: str
    after: str


@dataclass
class RowPlan:
    """What an import would do with a row. `page` is as it would be saved; nobody has saved it."""

    number: int
    title: str = ""
    reference: str = ""
    page: CaseStudy | None = None
    fate: Fate = Fate.SAME
    changes: list[Change] = field(default_factory=list)
    problems: Problems = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_to_import(self) -> bool:
        """Whether the row brings something."""
        return self.fate in (Fate.NEW, Fate.CHANGED)

    @property
    def digest(self) -> str:
        """What stands for all that was shown of the row."""
        shown = [self.fate, self.reference, [[each.column, each.before, each.after] for each in self.changes]]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:24]


class DryRun:
    """Plans the rows of one sheet for one person. A few queries for the file, and some for each row."""

    def __init__(self, sheet: Sheet, user: User) -> None:
        self.sheet, self.user, self.known = sheet, user, Known(user)
        self.owners = owners(sheet.headings)
        self.rows_of: dict[int, int] = {}
        keys = (key_of(row.cells.get(REFERENCE, "")) for row in sheet.rows)
        self.pages = pages_with_keys(user, {key for key in keys if key is not None})
        self.titles = Titles(user)

    def plans(self) -> Iterator[RowPlan]:
        """Yield the plan of each row."""
        for row in self.sheet.rows:
            yield self.plan(row)

    def plan(self, row: SheetRow) -> RowPlan:
        """Return what an import would do with a row."""
        plan = RowPlan(row.number, problems=dict(row.problems))
        plan.page = self.page_for(row, plan)
        if plan.page is not None:
            plan.title = row.cells.get("title") or plan.page.title
            self.apply(row.cells, plan, plan.page)
            self.note(row.cells, plan, plan.page)
        plan.title = plan.title or row.cells.get("title", "")
        if plan.problems:
            plan.fate = Fate.WRONG
        elif not plan.reference:
            plan.fate = Fate.NEW
        elif plan.changes:
            plan.fate = Fate.CHANGED
        return plan

    def page_for(self, row: SheetRow, plan: RowPlan) -> CaseStudy | None:
        """Return the page that a row is about, as it was saved last; None, with the reason, for none."""
        reference, version = row.cells.get(REFERENCE, ""), row.cells.get(VERSION, "")
        if not reference:
            if version:
                plan.problems[VERSION] = VERSION_OF_NEW
            return self.new_page()
        page = self.pages.get(key_of(reference) or 0)
        if page is None:
            plan.problems[REFERENCE] = NO_SUCH.format(reference=reference[:40])
            return None
        plan.reference = reference_of(page)
        problem = self.problem_with(page, version, row.number)
        if problem:
            plan.problems[problem[0]] = problem[1]
            plan.title = row.cells.get("title") or page.get_admin_display_title()
            return None
        return latest(page)

    def new_page(self) -> CaseStudy:
        """Return an empty page that this person writes."""
        return CaseStudy(live=False, owner=self.user)

    def problem_with(self, page: CaseStudy, version: str, number: int) -> tuple[str, str] | None:
        """Return in which column it shows that a row cannot change a page, and why."""
        if page.pk in self.rows_of:
            return REFERENCE, TWICE.format(row=self.rows_of[page.pk])
        self.rows_of[page.pk] = number
        if not version:
            return VERSION, NO_VERSION
        if version != version_in_words(page):
            return VERSION, STALE
        return None

    def apply(self, cells: Mapping[str, str], plan: RowPlan, page: CaseStudy) -> None:
        """Let the page say what its row says, and note what changes by that."""
        for part in dict.fromkeys(self.owners.values()):
            columns = [name for name in cells if self.owners.get(name) is part]
            before = {name: text_of(cell) for name, cell in part.cells(page, columns, self.known).items()}
            wanted = {name: cells[name] for name in columns}
            if wanted == before or plan.problems.keys() & set(columns):
                continue
            try:
                part.put(page, wanted, self.known)
            except UnreadableCellsError as unreadable:
                plan.problems |= unreadable.problems
                continue
            after = {name: text_of(cell) for name, cell in part.cells(page, columns, self.known).items()}
            if part.says_other(before, after):
                changed = (name for name in columns if before[name] != after[name])
                plan.changes += [Change(name, before[name], after[name]) for name in changed]
        if not plan.problems:
            check_row(page, plan, set(self.owners), self.known)
        self.check_title(plan, page)
        if plan.reference and plan.changes and self.is_locked(page):
            plan.problems[REFERENCE] = LOCKED

    def is_locked(self, page: CaseStudy) -> bool:
        """Whether somebody has locked a page against this person's changes."""
        lock = page.get_lock()
        return bool(lock and lock.for_user(self.user))

    def check_title(self, plan: RowPlan, page: CaseStudy) -> None:
        """Refuse a second case study of one title, in the file or beside it."""
        if "title" in plan.problems:
            return
        if not page.title:
            plan.problems["title"] = "Write a title."
        elif (not plan.reference or any(change.column == "title" for change in plan.changes)) and (
            other := self.titles.taken(page.title, page.pk, plan.number)
        ):
            plan.problems["title"] = other

    def note(self, cells: Mapping[str, str], plan: RowPlan, page: CaseStudy) -> None:
        """Say what whoever imports should know, though nothing is wrong."""
        if cells.get("other_partners") and not plan.reference:
            plan.notes.append(ASK_PARTNERS)
        if plan.reference and plan.changes:
            waits = page.pk in self.known.waiting_for_signatures
            plan.notes += [LIVE] * page.live + [WAITING] * waits
