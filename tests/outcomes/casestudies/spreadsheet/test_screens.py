"""The screens: upload, look, import, take away. Nobody sees the sheet of somebody else."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet import services
from outcomes.casestudies.spreadsheet.models import SheetUpload
from partners.agencies.models import Role
from partners.audit.models import AuditRow
from tests.factories import MembershipFactory, UserFactory
from tests.outcomes.casestudies.spreadsheet.conftest import changed_csv, csv_file, excel_file, exported, named
from tests.outcomes.payloads import PAYLOADS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
INDEX = "/admin/case-studies/sheet/"
ROWS = (["title", "effect"], ["Kettle mornings", "Better"], ["Sewing circle", "Great"])


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


def sent(client, file):
    """Upload a file; return the page that answers."""
    return client.post(INDEX, {"file": file}, follow=True)


def confirmed(client, answer):
    """Press the button of a dry run."""
    upload = answer.context["upload"]
    return client.post(
        reverse("case_study_sheets:import", args=[upload.pk]), {"shown": answer.context["shown"]}, follow=True
    )


def test_upload_look_and_import(signed_in):
    answer = sent(signed_in, excel_file(*ROWS))
    text = answer.content.decode()
    assert "1 row cannot be imported" in text
    assert "“Great” is none of the answers" in text
    assert "Import 1 row<" in text
    assert not CaseStudy.objects.exists()
    done = confirmed(signed_in, answer)
    assert "1 row of sheet.xlsx is imported as drafts" in done.content.decode()
    assert [page.title for page in CaseStudy.objects.all()] == ["Kettle mornings"]
    again = confirmed(signed_in, answer)
    assert "is imported as drafts" in again.content.decode()
    assert CaseStudy.objects.count() == 1


def test_what_changed_after_the_look_is_shown_before_anything_is_imported(signed_in, study, editor):
    answer = sent(signed_in, changed_csv(exported(editor, "csv"), title="Monday lunches"))
    assert "<del>Sunday lunches</del>" in answer.content.decode()
    study.title = "Saved by somebody else"
    study.save_revision()
    again = confirmed(signed_in, answer)
    assert "Something changed since you looked, so nothing was imported" in again.content.decode()
    assert "Somebody saved this case study after you exported it" in again.content.decode()


def test_a_file_that_makes_no_sense_is_refused_beside_the_field(signed_in):
    answer = sent(signed_in, csv_file(["title", "titel"], ["One", ""]))
    assert "There is no column “titel” here: is it “title”?" in answer.content.decode()
    assert answer.context["form"].errors["file"]
    assert not SheetUpload.objects.exists()
    assert "Choose a file." in signed_in.post(INDEX).content.decode()


def test_more_rows_than_are_imported_at_once_are_shown_and_refused(signed_in, monkeypatch):
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    answer = sent(signed_in, csv_file(["title"], ["Kettle mornings"], ["Kettle evenings"]))
    assert "2 of this sheet bring something. Split it into several files" in answer.content.decode()
    assert "Kettle evenings" in answer.content.decode()
    assert "Import 2 rows" not in answer.content.decode()
    again = confirmed(signed_in, answer)
    assert "Split it into several files" in again.content.decode()
    assert not CaseStudy.objects.exists()


def test_a_title_of_ten_thousand_characters_leaves_room_for_what_to_put_right(signed_in):
    text = sent(signed_in, csv_file(["title"], ["x" * 10_000])).content.decode()
    assert "This has 10,000 characters; there is room for 255" in text
    assert "x" * 101 not in text


def test_a_sheet_can_be_discarded(signed_in):
    upload = sent(signed_in, csv_file(*ROWS)).context["upload"]
    signed_in.post(reverse("case_study_sheets:discard", args=[upload.pk]))
    assert not SheetUpload.objects.exists()


def test_a_colleague_does_not_see_the_sheet(signed_in, client, council):
    upload = sent(signed_in, csv_file(*ROWS)).context["upload"]
    client.force_login(MembershipFactory(partner=council, role=Role.ADMIN).user)
    assert client.get(reverse("case_study_sheets:look", args=[upload.pk])).status_code == 404
    for name in ("import", "discard"):
        address = reverse(f"case_study_sheets:{name}", args=[upload.pk])
        assert client.post(address, {"shown": "x"}).status_code == 404
    assert SheetUpload.objects.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_export_is_sent_and_noted_once(signed_in, study, council, form):
    answer = signed_in.get(reverse("case_study_sheets:export", args=[form]))
    assert answer["Content-Disposition"].startswith('attachment; filename="case-studies-')
    assert "no-store" in answer["Cache-Control"]
    row = AuditRow.objects.get(action="case_studies.exported")
    assert (row.partner_key, row.changed) == (council.pk, {"rows": 1, "format": form})
    back = sent(signed_in, named(f"back.{form}", answer.content))
    assert "There is nothing to import" in back.content.decode()
    assert "Row 2: as here already" in back.content.decode()


def test_the_template_can_be_filled_in(signed_in):
    answer = signed_in.get(reverse("case_study_sheets:template", args=["xlsx"]))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book["Case studies"]
    sheet["A2"] = "Kettle mornings"
    content = io.BytesIO()
    book.save(content)
    back = sent(signed_in, named("new.xlsx", content.getvalue()))
    assert "Import 1 row<" in back.content.decode()


@pytest.mark.parametrize("person", ["visitor", "nobody", "member"])
def test_others_have_no_way_in(client, council, person):
    if person != "visitor":
        user = UserFactory()
        if person == "member":
            MembershipFactory(user=user, partner=council, role=Role.MEMBER)
        client.force_login(user)
    for address in (INDEX, f"{INDEX}export.csv", f"{INDEX}template.xlsx"):
        assert client.get(address).status_code in (302, 403)
    client.post(INDEX, {"file": csv_file(*ROWS)})
    assert not SheetUpload.objects.exists()


def test_no_payload_runs_on_any_screen(signed_in):
    """Each goes through the import in every text column, and comes back as the characters that it is."""
    texts = ("title", "summary", "for_whom", "cost", "what_changed", "contact", "provider_1_name", "effect")
    rows = [[f"{number} {payload}", *[payload] * (len(texts) - 1)] for number, payload in enumerate(PAYLOADS)]
    answer = sent(signed_in, csv_file(texts, *rows, name="<img src=x onerror=window.ran=1>.csv"))
    assert_plain(answer)
    right = [[*row[:6], "", ""] for row in rows]
    answer = sent(signed_in, csv_file(texts, *right))
    assert_plain(answer)
    done = confirmed(signed_in, answer)
    assert_plain(done)
    assert CaseStudy.objects.count() > 20
    for page in CaseStudy.objects.all()[:3]:
        assert_plain(signed_in.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))


def assert_plain(answer):
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "window.ran" in text
    for payload in PAYLOADS:
        if "<" in payload:
            assert payload not in text


def test_the_way_there_stands_on_the_first_page(signed_in):
    assert INDEX in signed_in.get("/admin/").content.decode()


def test_looking_at_more_rows_asks_no_more_queries(signed_in, django_assert_max_num_queries):
    few = sent(signed_in, csv_file(["title"], *([f"One {n}"] for n in range(3)))).context["upload"]
    many = sent(signed_in, csv_file(["title"], *([f"One {n}"] for n in range(60)))).context["upload"]
    address = reverse("case_study_sheets:look", args=[few.pk])
    with django_assert_max_num_queries(40) as asked:
        signed_in.get(address)
    with django_assert_max_num_queries(len(asked)):
        signed_in.get(reverse("case_study_sheets:look", args=[many.pk]))
