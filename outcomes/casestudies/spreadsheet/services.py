"""Taking a sheet in, importing exactly what was shown of it, and noting what was taken away."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from outcomes.casestudies.spreadsheet.columns import REFERENCE
from outcomes.casestudies.spreadsheet.dry_run import DryRun, Fate, RowPlan
from outcomes.casestudies.spreadsheet.models import SheetUpload
from outcomes.casestudies.spreadsheet.read_csv import read_csv
from outcomes.casestudies.spreadsheet.read_excel import read_excel
from outcomes.casestudies.spreadsheet.selectors import may_import
from outcomes.casestudies.spreadsheet.sheets import Sheet, SheetError, sheet_of
from outcomes.casestudies.spreadsheet.versions import key_of
from partners.agencies.acting import forget, partner_of
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.media.kinds import CSV, EXCEL
from partners.media.refusals import RefusedFileError
from partners.media.uploads import checked_document, checked_kind
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.sharing.relations import forget_relations

EDITORS_ONLY = "Only editors of a partner import case studies. Ask a partner admin to make you one."
NO_LIST = "There is no list of case studies yet. Ask an operator to make one under the home page."
OTHER_PARTNER = "You uploaded this sheet for {then}. Act for {then} again to import it."
# SQLite lets nobody else write meanwhile, and turns them away after 20 seconds.
MOST_AT_ONCE = 200
TOO_MANY = (
    f"At most {MOST_AT_ONCE} rows are imported at once, and {{number}} of this sheet bring something. Split"
    " it into several files, or ask an operator to import it."
)
NOTHING = "No row brings anything that is not here already."
READS: dict[str, Callable[[bytes], Any]] = {"csv": read_csv, "xlsx": read_excel}
NAMELESS = "case-study"


class Imported(NamedTuple):
    """A row that was imported."""

    row: int
    page: int
    is_new: bool


class NotAsShownError(Exception):
    """What would be imported is not what was shown any more. Nothing was written."""


def read_sheet(file: File[Any]) -> Sheet:
    """Return the sheet in a file that somebody sent. Raises SheetError."""
    try:
        kind = checked_kind(file, (CSV, EXCEL))
        content = checked_document(file).read()
    except RefusedFileError as refusal:
        raise SheetError(*refusal.messages) from refusal
    return sheet_of(READS[kind.endings[0]](content))


@transaction.atomic
def keep(*, sheet: Sheet, file_name: str, by: User, at: datetime) -> SheetUpload:
    """Keep a sheet for its dry run. Raises NotAllowed."""
    partner = check_can_import(by)
    purge(at=at)
    name = PurePath(file_name).name[-100:]
    return SheetUpload.objects.create(
        user=by, partner=partner, file_name=name, uploaded_at=at, content=sheet.kept()
    )


def looked_at(*, upload: SheetUpload, by: User) -> list[RowPlan]:
    """Return what an import would do with each row; nothing is written. Raises NotAllowed."""
    check_is_for(upload, by)
    return list(DryRun(Sheet.of(upload.content), by).plans())


def digest_of(plans: Iterable[RowPlan]) -> str:
    """Return what stands for all that an import would do, so that it does just what was shown."""
    shown = "".join(f"{plan.number} {plan.digest};" for plan in plans if plan.is_to_import)
    return hashlib.sha256(shown.encode()).hexdigest()


@transaction.atomic
def import_shown(*, upload: SheetUpload, shown: str, by: User, at: datetime) -> list[Imported]:
    """Import the right rows of a sheet, all of them or nothing. Sent twice, it counts once.

    `shown` is the digest of what whoever confirms has seen.

    Raises NotAllowed, also for more rows than are imported at once, and NotAsShownError where a page, a place
    or anything else changed since the dry run so that a row would do something else.
    """
    upload = SheetUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.imported_at is None:
        check_is_for(upload, by)
        rows = written(Sheet.of(upload.content), by, shown)
        noted(rows, by, upload.file_name)
        upload.imported_at, upload.result = at, rows
        # The pages have it now.
        upload.content = {}
        upload.save()
    return [Imported(*row) for row in upload.result]


@transaction.atomic
def import_sheet(*, sheet: Sheet, by: User, file_name: str, told: Callable[[int], None]) -> list[Imported]:
    """Import the right rows of a sheet without a dry run that somebody saw; for commands. Raises NotAllowed.

    Calls `told` with the number of each row that is done.
    """
    check_can_import(by)
    rows = written(sheet, by, None, told)
    noted(rows, by, file_name)
    return rows


def written(
    sheet: Sheet, by: User, shown: str | None, told: Callable[[int], None] = lambda number: None
) -> list[Imported]:
    """Write all rows that bring something. Raises NotAsShownError, NotAllowed."""
    hold(sheet)
    forget(by)
    forget_relations(by)
    # All before any: what is written must not be taken for what somebody else changed.
    plans = [plan for plan in DryRun(sheet, by).plans() if plan.is_to_import]
    if shown is not None and shown != digest_of(plans):
        raise NotAsShownError
    if not plans:
        raise NotAllowed(NOTHING)
    if shown is not None and len(plans) > MOST_AT_ONCE:
        raise NotAllowed(TOO_MANY.format(number=len(plans)))
    done = []
    for plan in plans:
        done.append(saved(plan, by))
        told(plan.number)
    return done


def hold(sheet: Sheet) -> None:
    """Hold the pages that a sheet is about until the transaction ends."""
    keys = [key for row in sheet.rows if (key := key_of(row.cells.get(REFERENCE, "")))]
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def saved(plan: RowPlan, by: User) -> Imported:
    """Save the draft that a row describes, as the editor saves drafts. Nothing goes on the site by that."""
    page = plan.page
    if page is None:
        raise ValueError("A row without a page has nothing to save.")
    is_new = plan.fate is Fate.NEW
    if is_new:
        add(page)
    elif not page.live:
        page.save()
    page.save_revision(user=by, log_action=not is_new, changed=True, clean=False)
    return Imported(plan.number, page.pk, is_new)


def add(page: CaseStudy) -> None:
    """Put a new page into the list of case studies. Raises NotAllowed where there is none."""
    parent = CaseStudyIndex.objects.first()
    if parent is None:
        raise NotAllowed(NO_LIST)
    if not slugify(page.title, allow_unicode=True):
        page.slug = f"{NAMELESS}-{uuid4().hex[:8]}"
    parent.add_child(instance=page)


def noted(rows: list[Imported], by: User, file_name: str) -> None:
    """Leave one row about the whole import; each page has its own besides."""
    new = sum(row.is_new for row in rows)
    facts: dict[str, Any] = {
        "rows": len(rows),
        "new": new,
        "format": PurePath(file_name).suffix.lstrip(".").lower(),
    }
    record(action="case_studies.imported", by=by, for_partner=partner_of(by), changed=facts)


def note_export(*, by: User, rows: int, form: str) -> None:
    """Leave a row about a download."""
    facts: dict[str, Any] = {"rows": rows, "format": form}
    record(action="case_studies.exported", by=by, for_partner=partner_of(by), changed=facts)


def check_can_import(user: User) -> Partner:
    """Return the partner for which somebody may add case studies. Raises NotAllowed where there is none."""
    partner = partner_of(user)
    if partner is None or not may_import(user):
        raise NotAllowed(EDITORS_ONLY)
    return partner


def check_is_for(upload: SheetUpload, user: User) -> None:
    """Raises NotAllowed unless a sheet is this person's, uploaded for the partner that they act for now."""
    check_can_import(user)
    if upload.user_id != user.pk or upload.partner != partner_of(user):
        raise NotAllowed(OTHER_PARTNER.format(then=upload.partner))


def purge(*, at: datetime) -> int:
    """Delete the sheets that nobody imported in time, and the results of those that were. Return how many."""
    deleted, _ = SheetUpload.objects.overdue(at).delete()
    return deleted
