"""The commands for whoever runs the server, and the page in the docs that is printed from the columns."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.models import SheetUpload
from outcomes.casestudies.spreadsheet.printed import columns_page
from partners.agencies.models import Role
from tests.factories import MembershipFactory
from tests.outcomes.casestudies.spreadsheet.conftest import csv_file

GUIDE = Path(__file__).parents[4] / "docs" / "case-study-sheets.md"
database = pytest.mark.django_db


@pytest.fixture
def asked(editor, council):
    return ["--as", editor.email, "--for", council.slug]


def run(*arguments):
    said, wrong = StringIO(), StringIO()
    call_command(*map(str, arguments), stdout=said, stderr=wrong)
    return said.getvalue(), wrong.getvalue()


def written(folder, *rows):
    path = folder / "sheet.csv"
    path.write_bytes(csv_file(*rows).read())
    return path


@database
def test_what_is_exported_is_imported_without_a_change(study, asked, tmp_path):
    path = tmp_path / "sheet.xlsx"
    assert "1 case studies written" in run("export_case_studies", path, *asked)[0]
    assert "Row 2: same, Sunday lunches" in run("import_case_studies", path, *asked, "--dry-run")[0]


@database
def test_wrong_rows_stop_the_import_unless_told_otherwise(site, asked, tmp_path):
    path = written(tmp_path, ["title", "year"], ["One", "2024"], ["Two", "soon"])
    with pytest.raises(CommandError, match="1 of 2 rows have mistakes"):
        run("import_case_studies", path, *asked)
    said, wrong = run("import_case_studies", path, *asked, "--dry-run", "--right-rows")
    assert "Row 3: wrong, Two" in said
    assert "year: “soon” is not a number here" in wrong
    assert not CaseStudy.objects.exists()
    said, _ = run("import_case_studies", path, *asked, "--right-rows")
    assert "1 rows imported as drafts: 1 new, 0 changed." in said
    assert [page.title for page in CaseStudy.objects.all()] == ["One"]


@database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--as": "nobody@example.org"}, "Nobody with an account"),
        ({"--for": "another"}, "no member of a partner"),
    ],
)
def test_only_for_people_and_their_partners(site, editor, council, tmp_path, change, said):
    path = written(tmp_path, ["title"], ["One"])
    asked = {"--as": editor.email, "--for": council.slug, **change}
    with pytest.raises(CommandError, match=said):
        run("import_case_studies", path, *(word for pair in asked.items() for word in pair))


@database
def test_members_neither_import_nor_export(site, council, tmp_path):
    person = MembershipFactory(partner=council, role=Role.MEMBER).user
    asked = ["--as", person.email, "--for", council.slug]
    for command in ("import_case_studies", "export_case_studies"):
        with pytest.raises(CommandError, match="Only editors"):
            run(command, written(tmp_path, ["title"], ["One"]), *asked)


@database
def test_files_that_are_no_sheets_are_refused(site, asked, tmp_path):
    with pytest.raises(CommandError):
        run("import_case_studies", tmp_path / "missing.csv", *asked)
    with pytest.raises(CommandError, match="no column"):
        run("import_case_studies", written(tmp_path, ["title", "shoe"], ["One", "2"]), *asked)
    with pytest.raises(CommandError, match="ends in"):
        run("export_case_studies", tmp_path / "sheet.doc", *asked)


@database
def test_old_uploads_are_purged(editor, council):
    old = timezone.now() - timedelta(days=2)
    for at in (old, timezone.now()):
        SheetUpload.objects.create(user=editor, partner=council, file_name="x.csv", uploaded_at=at)
    assert run("purge_sheet_uploads", "--dry-run")[0] == "1 sheets would be deleted.\n"
    assert SheetUpload.objects.count() == 2
    assert run("purge_sheet_uploads")[0] == "1 sheets deleted.\n"
    assert SheetUpload.objects.count() == 1


def test_the_page_in_the_docs_is_printed_from_the_columns():
    assert GUIDE.read_text() == columns_page(), (
        "manage.py print_case_study_columns > docs/case-study-sheets.md"
    )
