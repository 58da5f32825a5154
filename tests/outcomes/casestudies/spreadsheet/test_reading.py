"""Files as they come from spreadsheets of all countries, and files that somebody made to do harm."""

import datetime
import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from outcomes.casestudies.spreadsheet import read_excel
from outcomes.casestudies.spreadsheet.services import read_sheet
from outcomes.casestudies.spreadsheet.sheets import MOST_COLUMNS, MOST_ROWS, SheetError
from tests.outcomes.casestudies.spreadsheet.conftest import csv_file, excel_file, named

HEADINGS = ("title", "for_whom", "cost_year")
ROW = ("Café", "Fifty; or so", "2025")


def cells_of(file):
    return [row.cells for row in read_sheet(file).rows]


def refusal(file):
    with pytest.raises(SheetError) as refused:
        read_sheet(file)
    return refused.value.messages


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_all_countries(between, encoding):
    file = csv_file(HEADINGS, ROW, encoding=encoding, between=between)
    assert cells_of(file) == [dict(zip(HEADINGS, ROW, strict=True))]


def test_csv_that_says_what_stands_between_its_cells():
    sheet = read_sheet(named("sheet.csv", b"sep=;\r\ntitle;year\r\nOne;2024\r\n"))
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, {"title": "One", "year": "2024"})]


def test_headings_are_read_as_people_write_them():
    assert cells_of(csv_file(["Title ", "For whom"], ["One", "All"])) == [{"title": "One", "for_whom": "All"}]


def test_an_apostrophe_is_taken_away_only_where_it_guards_a_formula():
    cells = [["'=1+1"], ["''quoted'"], ["'Tis the season"], ["'"], ["' =1"]]
    read = [row["title"] for row in cells_of(csv_file(["title"], *cells))]
    assert read == ["=1+1", "'quoted'", "'Tis the season", "'", "=1"]


def test_empty_rows_are_no_rows_and_numbers_are_those_that_people_see():
    sheet = read_sheet(csv_file(["title"], ["One"], [""], [" "], ["Two"]))
    assert [(row.number, row.cells["title"]) for row in sheet.rows] == [(2, "One"), (5, "Two")]


def test_a_postcode_in_a_column_of_places_is_not_even_kept():
    cells = cells_of(csv_file(["title", "places", "base_place"], ["One", "M33 7PF; Sale", "m337pf"]))
    assert "7pf" not in str(cells).lower()


def test_values_of_excel_are_read_as_people_see_them():
    def change(sheet):
        sheet["C2"].number_format = "0%"

    file = excel_file(
        ["title", "cost_amount", "effect_1_before", "effect_1_after", "cost_year", "contact"],
        ["Line\nbreak", 12_500.0, 0.41, 3.2, datetime.date(2024, 4, 1), True],
        change=change,
    )
    assert list(cells_of(file)[0].values()) == ["Line\nbreak", "12500", "41%", "3.2", "2024-04-01", "Yes"]


def test_a_day_is_a_day_only_where_years_stand():
    """Excel makes one of '3/4' and of '1-2', which somebody wrote about something else."""
    row = read_sheet(excel_file(["title", "effect_1_before"], ["One", datetime.date(2026, 4, 3)])).rows[0]
    assert "took this for a day (2026-04-03)" in row.problems["effect_1_before"]


def test_a_formula_an_error_and_a_time_are_named():
    def change(sheet):
        sheet["B2"] = "=1+1"
        sheet["C2"].data_type = "e"

    moment = datetime.datetime(2024, 4, 1, 12, 30)  # noqa: DTZ001  # workbooks know no time zones
    file = excel_file(["title", "cost", "contact", "for_whom"], ["One", "", "#REF!", moment], change=change)
    problems = read_sheet(file).rows[0].problems
    assert problems["cost"] == read_excel.FORMULA
    assert "#REF!" in problems["contact"]
    assert problems["for_whom"] == read_excel.IS_TIME


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["title", "titel"], "There is no column “titel” here: is it “title”?"),
        (["title", "shoe size"], "There is no column “shoe_size” here."),
        (["title", "year", "Title"], "The heading “title” is there more than once."),
        (["year"], "no column “title”"),
        (["one", "two"], "The first row holds no headings"),
        (["title", "provider_51_name"], "provider_51_name"),
        (["title", "provider_0_name"], "provider_0_name"),
    ],
)
def test_headings_that_make_no_sense_are_named(headings, said):
    assert said in " ".join(refusal(csv_file(headings, ["One"] * len(headings))))


def test_all_that_is_wrong_with_the_headings_is_said_at_once():
    assert len(refusal(csv_file(["title", "shoe", "shirt"], ["One", "", ""]))) == 2


def test_a_cell_below_no_heading_is_named_by_its_column():
    assert refusal(csv_file(["title", ""], ["One", "lost"])) == [
        "Column B holds something, but has no heading."
    ]


def test_too_many_rows_and_columns():
    assert "1,000 rows" in refusal(csv_file(["title"], *([str(n)] for n in range(MOST_ROWS + 1))))[0]
    assert len(read_sheet(csv_file(["title"], *([str(n)] for n in range(MOST_ROWS)))).rows) == MOST_ROWS
    assert "columns" in refusal(csv_file(["title"] * (MOST_COLUMNS + 1), ["One"]))[0]
    assert "columns" in refusal(excel_file(["title"] * (MOST_COLUMNS + 1), ["One"]))[0]


def test_a_row_a_million_lines_down_is_not_waited_for():
    def change(sheet):
        sheet["A1048576"] = "far away"

    assert "below row" in refusal(excel_file(["title"], ["One"], change=change))[0]


def test_a_cell_that_no_spreadsheet_holds_is_named():
    problems = read_sheet(csv_file(["title", "cost"], ["One", "x" * 32_768])).rows[0].problems
    assert "32,767" in problems["cost"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sheet.xlsm", b"PK"),
        ("sheet.html", b"<table>"),
        ("sheet.csv", b""),
        ("sheet.csv", b"title\r\n"),
        ("sheet.csv", b'title,year\r\n"One,2024\r\n'),
        ("sheet.csv", b"PK\x03\x04title"),
        ("sheet.csv", b"title\x00\r\nOne\r\n"),
        ("sheet.csv", b"<!doctype html><script>alert(1)</script>"),
        ("sheet.xlsx", b"title\r\nOne\r\n"),
        ("sheet.xlsx", b"PK\x03\x04" + b"\0" * 40),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(name, content):
    assert all(len(message) > 15 for message in refusal(ContentFile(content, name=name)))


def repacked(file, **parts):
    """A workbook with other parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return named("sheet.xlsx", made.getvalue())


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(rows):
    """A sheet as it stands in a workbook."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: b" " * (101 * 1024 * 1024)},
        {SHEET: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'},
        {SHEET: b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'},
        {SHEET: b"<worksheet"},
        {SHEET: sheet_of(b'<row r="x"/>')},
        {SHEET: sheet_of(b'<row><c t="s"><v>99</v></c></row>')},
        {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets/></workbook>'.encode()},
        {"xl/vbaProject.bin": b"macro"},
    ],
)
def test_a_workbook_that_was_made_to_do_harm_is_refused_in_words(parts):
    assert refusal(repacked(excel_file(["title"], ["One"]), **parts))
