"""Importing: exactly what was shown, all of it or nothing, once, as drafts."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Revision

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet import services
from outcomes.casestudies.spreadsheet.dry_run import Fate
from outcomes.casestudies.spreadsheet.models import KEPT, SheetUpload
from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share, ShareRole
from partners.signing.machine import Text
from partners.signing.models import PageState
from tests.factories import MembershipFactory, PartnerFactory, as_acting_for
from tests.outcomes.casestudies.spreadsheet.conftest import changed_csv, csv_file, exported, plans_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site"), pytest.mark.both]
HEADINGS = ["title", "summary", "places", "themes", "cost_amount", "cost_year", "effect"]
GOOD = ["One sentence.", "E08000009", "Loneliness and isolation", "2900", "2025", "Better"]


def upload(file, by):
    return services.keep(sheet=services.read_sheet(file), file_name="sheet.csv", by=by, at=timezone.now())


def confirm(kept, by, shown=None):
    """Look, and import what was seen."""
    shown = shown or services.digest_of(services.looked_at(upload=kept, by=by))
    return services.import_shown(upload=kept, shown=shown, by=by, at=timezone.now())


def twelve(wrong=()):
    """Twelve new case studies; the wrong ones have two mistakes."""
    rows = [[f"Lunch {number}", *GOOD] for number in range(1, 13)]
    for number in wrong:
        rows[number - 1][-2:] = ["last year", "Great"]
    return csv_file(HEADINGS, *rows)


def counts():
    return CaseStudy.objects.count(), Revision.objects.count(), AuditRow.objects.count()


def test_twelve_rows_of_which_two_are_wrong(editor, district):
    kept = upload(twelve(wrong=(3, 8)), editor)
    plans = services.looked_at(upload=kept, by=editor)
    wrong = [(plan.number, sorted(plan.problems)) for plan in plans if plan.fate is Fate.WRONG]
    assert wrong == [(4, ["cost_year", "effect"]), (9, ["cost_year", "effect"])]
    assert len(confirm(kept, editor)) == 10
    titles = set(CaseStudy.objects.values_list("title", flat=True))
    assert titles == {f"Lunch {number}" for number in range(1, 13)} - {"Lunch 3", "Lunch 8"}


def test_what_is_imported_is_a_draft_of_the_partner_that_one_acts_for(editor, council, district):
    confirm(upload(twelve(), editor), editor)
    page = CaseStudy.objects.get(title="Lunch 1")
    assert (page.live, page.owner, page.slug) == (False, editor, "lunch-1")
    assert [(share.partner, share.role) for share in Share.objects.filter(page=page)] == [
        (council, ShareRole.LEAD)
    ]
    latest = page.get_latest_revision_as_object()
    assert latest.places == [district]
    assert (latest.cost_amount, latest.effect) == (2_900, "better")
    assert page.latest_revision.user == editor
    assert PageState.objects.get(page=page).text == Text.WRITING


def test_a_live_page_stays_as_it_is_and_gets_a_newer_draft(study, editor):
    confirm(upload(changed_csv(exported(editor, "csv"), title="Monday lunches", places=""), editor), editor)
    study.refresh_from_db()
    assert (study.live, study.title, len(study.places)) == (True, "Sunday lunches", 2)
    draft = study.get_latest_revision_as_object()
    assert (draft.title, draft.places, study.has_unpublished_changes) == ("Monday lunches", [], True)


def test_text_that_no_sheet_holds_stays(study, editor):
    study.body = [("text", "<p>A longer story</p>")]
    study.save_revision()
    confirm(upload(changed_csv(exported(editor, "csv"), title="Monday lunches"), editor), editor)
    study.refresh_from_db()
    draft = study.get_latest_revision_as_object()
    assert "A longer story" in str(draft.body)


def test_what_was_exported_after_an_import_changes_nothing(editor, district):
    confirm(upload(twelve(), editor), editor)
    for form in ("csv", "xlsx"):
        assert {plan.fate for plan in plans_of(exported(editor, form), editor)} == {Fate.SAME}


def test_sent_twice_it_counts_once(editor, district):
    kept = upload(twelve(), editor)
    shown = services.digest_of(services.looked_at(upload=kept, by=editor))
    first, after = confirm(kept, editor, shown), counts()
    assert confirm(kept, editor, shown) == first
    assert counts() == after


def test_the_same_file_again_makes_no_second_ones(editor, district):
    confirm(upload(twelve(), editor), editor)
    plans = plans_of(twelve(), editor)
    assert {plan.fate for plan in plans} == {Fate.WRONG}


def test_nothing_is_imported_when_a_page_was_saved_after_the_look(study, editor):
    row = changed_csv(exported(editor, "csv"), title="Monday lunches").read()
    kept = upload(csv_with_new(row), editor)
    shown = services.digest_of(services.looked_at(upload=kept, by=editor))
    study.title = "Saved by somebody else"
    study.save_revision()
    before = counts()
    with pytest.raises(services.NotAsShownError):
        confirm(kept, editor, shown)
    assert counts() == before
    kept.refresh_from_db()
    assert kept.imported_at is None
    again = services.looked_at(upload=kept, by=editor)
    assert [plan.fate for plan in again] == [Fate.WRONG, Fate.NEW]


def csv_with_new(content):
    """A sheet with one more row, for a new case study."""
    heading = content.decode().splitlines()[0].split(",")
    new = ",".join("Quite new" if name == "title" else "" for name in heading)
    return ContentFile(content + new.encode() + b"\r\n", name="sheet.csv")


def test_nothing_is_imported_when_a_place_got_another_name_after_the_look(editor, district):
    kept = upload(twelve(), editor)
    shown = services.digest_of(services.looked_at(upload=kept, by=editor))
    district.name = "Greater Trafford"
    district.save()
    with pytest.raises(services.NotAsShownError):
        confirm(kept, editor, shown)
    assert not CaseStudy.objects.exists()


def test_a_row_that_fails_while_it_is_saved_takes_all_with_it(editor, district, monkeypatch):
    saved, before = services.saved, counts()

    def fails_late(plan, by):
        if plan.number == 9:
            raise RuntimeError("The disk is full.")
        return saved(plan, by)

    kept = upload(twelve(), editor)
    monkeypatch.setattr(services, "saved", fails_late)
    with pytest.raises(RuntimeError):
        confirm(kept, editor)
    assert counts() == before


def test_one_row_in_the_audit_for_the_import_and_one_for_each_page(editor, district, council):
    confirm(upload(twelve(wrong=(1, 2)), editor), editor)
    row = AuditRow.objects.get(action="case_studies.imported")
    assert (row.partner_key, row.changed) == (council.pk, {"rows": 10, "new": 10, "format": "csv"})
    made = AuditRow.objects.filter(action="page.created", object_label__startswith="Lunch")
    assert made.count() == 10
    assert {row.by.user for row in made} == {editor}


def test_after_the_import_the_sheet_is_gone(editor, district):
    kept = upload(twelve(), editor)
    assert "Lunch 1" in str(kept.content)
    confirm(kept, editor)
    kept.refresh_from_db()
    assert kept.content == {}
    assert len(kept.result) == 12


def test_a_day_later_every_sheet_is_deleted(editor, district):
    kept = upload(twelve(), editor)
    assert services.purge(at=kept.uploaded_at + KEPT) == 0
    assert services.purge(at=kept.uploaded_at + KEPT * 2) == 1
    assert not SheetUpload.objects.exists()


def test_a_sheet_goes_with_the_account(editor, district):
    upload(twelve(), editor)
    editor.delete()
    assert not SheetUpload.objects.exists()


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_only_editors_import(role, council, district):
    person = MembershipFactory(partner=council, role=role or Role.MEMBER).user
    if role is None:
        person.memberships.all().delete()
    with pytest.raises(NotAllowed):
        upload(twelve(), person)


def test_a_colleague_cannot_import_somebody_elses_sheet(editor, council, district):
    kept = upload(twelve(), editor)
    colleague = as_acting_for(MembershipFactory(partner=council, role=Role.ADMIN).user, council)
    with pytest.raises(NotAllowed):
        confirm(kept, colleague, "seen")


def test_a_sheet_is_imported_for_the_partner_for_which_it_was_uploaded(editor, district):
    kept = upload(twelve(), editor)
    other = PartnerFactory()
    MembershipFactory(user=editor, partner=other, role=Role.EDITOR)
    with pytest.raises(NotAllowed):
        confirm(kept, as_acting_for(editor, other), "seen")


def test_who_lost_their_role_meanwhile_imports_nothing(editor, council, district):
    kept = upload(twelve(), editor)
    shown = services.digest_of(services.looked_at(upload=kept, by=editor))
    editor.memberships.update(role=Role.MEMBER)
    with pytest.raises(NotAllowed):
        confirm(kept, as_acting_for(editor, council), shown)
    assert not CaseStudy.objects.exists()


def test_a_title_of_signs_alone_gets_an_address_too(editor):
    confirm(upload(csv_file(["title"], ["!!!"], ["???"]), editor), editor)
    assert {page.slug[:11] for page in CaseStudy.objects.all()} == {"case-study-"}
