"""Case studies to take away as a sheet, and to bring back: first a dry run, then the import."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet import services
from outcomes.casestudies.spreadsheet.dry_run import Fate
from outcomes.casestudies.spreadsheet.forms import SheetForm
from outcomes.casestudies.spreadsheet.models import SheetUpload
from outcomes.casestudies.spreadsheet.selectors import may_import, may_take_away, pages_with_keys
from outcomes.casestudies.spreadsheet.write_files import TYPES, written_as
from outcomes.casestudies.spreadsheet.written import WrittenSheet
from partners.agencies.acting import partner_of
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.screens import furniture

ICON = "table"
TITLE = "Case studies in a sheet"
NOT_AS_SHOWN = "Something changed since you looked, so nothing was imported. Look again, and then import."
DISCARDED = "The sheet is discarded. Nothing was imported."
FATES = {
    Fate.WRONG: "Rows with mistakes",
    Fate.NEW: "New case studies",
    Fate.CHANGED: "Changes",
    Fate.SAME: "Rows that change nothing",
}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What can be taken away and brought back, and the form to bring it."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        return kept(request, form)
    context = {
        **furniture(TITLE, ICON),
        "form": form,
        "partner": partner_of(person(request)),
        "may_import": may_import(person(request)),
    }
    return render(request, "casestudy_sheets/admin/index.html", context)


def kept(request: HttpRequest, form: SheetForm) -> HttpResponse:
    """Keep a sheet, and lead to its dry run. Raises PermissionDenied."""
    try:
        upload = services.keep(
            sheet=form.cleaned_data["file"],
            file_name=form.file_name,
            by=person(request),
            at=timezone.now(),
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return redirect("case_study_sheets:look", upload.pk)


@require_safe
def look(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What an import would do, or what it did."""
    upload = own_upload(request, upload_id)
    if upload.imported_at:
        return imported(request, upload)
    try:
        plans = services.looked_at(upload=upload, by=person(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("case_study_sheets:index")
    groups = [(fate, title, [plan for plan in plans if plan.fate is fate]) for fate, title in FATES.items()]
    to_import = sum(plan.is_to_import for plan in plans)
    context = {
        **furniture("What would be imported", ICON, (TITLE, reverse("case_study_sheets:index"))),
        "upload": upload,
        "groups": [group for group in groups if group[2]],
        "total": len(plans),
        "wrong": sum(plan.fate is Fate.WRONG for plan in plans),
        "to_import": to_import,
        "too_many": services.TOO_MANY.format(number=to_import) if to_import > services.MOST_AT_ONCE else "",
        "shown": services.digest_of(plans),
    }
    return render(request, "casestudy_sheets/admin/dry_run.html", context)


def imported(request: HttpRequest, upload: SheetUpload) -> HttpResponse:
    """Say what was imported, of what the person may still edit."""
    rows = [services.Imported(*row) for row in upload.result]
    pages = pages_with_keys(person(request), [row.page for row in rows])
    context = {
        **furniture("Imported", ICON, (TITLE, reverse("case_study_sheets:index"))),
        "upload": upload,
        "rows": [(row, pages[row.page]) for row in rows if row.page in pages],
        "total": len(rows),
    }
    return render(request, "casestudy_sheets/admin/imported.html", context)


@require_POST
def import_rows(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Import what was shown."""
    upload = own_upload(request, upload_id)
    try:
        services.import_shown(
            upload=upload, shown=request.POST.get("shown", ""), by=person(request), at=timezone.now()
        )
    except services.NotAsShownError:
        messages.error(request, NOT_AS_SHOWN)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("case_study_sheets:look", upload.pk)


@require_POST
def discard(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Throw a sheet away that is not imported."""
    own_upload(request, upload_id).delete()
    messages.success(request, DISCARDED)
    return redirect("case_study_sheets:index")


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Send all case studies that this person may edit. Raises PermissionDenied."""
    if not may_take_away(person(request)):
        raise PermissionDenied
    sheet = WrittenSheet(person(request), request.build_absolute_uri("/").rstrip("/"))
    if request.method == "GET":
        services.note_export(by=person(request), rows=len(sheet.pages), form=form)
    return sent(written_as(form, sheet), f"case-studies-{timezone.localdate().isoformat()}", form)


@require_safe
def template(request: HttpRequest, form: str) -> HttpResponse:
    """Send an empty sheet to fill in."""
    empty: list[CaseStudy] = []
    return sent(written_as(form, WrittenSheet(person(request), "", empty)), "new-case-studies", form)


def sent(content: bytes, name: str, form: str) -> HttpResponse:
    """Return a file to keep. No cache does: the editors' side forbids it."""
    response = HttpResponse(content, content_type=TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = disposition or ""
    return response


def own_upload(request: HttpRequest, upload_id: int) -> SheetUpload:
    """Return a sheet that this person uploaded. Raises Http404 for any other."""
    mine = SheetUpload.objects.filter(user=request.user.pk).select_related("partner")
    found: Any = get_object_or_404(mine, pk=upload_id)
    return cast(SheetUpload, found)


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
