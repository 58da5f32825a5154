"""Writing a sheet of case studies as CSV and as an Excel workbook with lists to choose from and help."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from outcomes.casestudies.spreadsheet.columns import choices_of, explained
from outcomes.casestudies.spreadsheet.kinds import Cell
from outcomes.casestudies.spreadsheet.read_excel import SHEET
from outcomes.casestudies.spreadsheet.sheets import MOST_ROWS
from outcomes.casestudies.spreadsheet.written import WrittenSheet
from outcomes.sheets.csv_cells import BYTE_ORDER_MARK, lines
from outcomes.sheets.texts import escaped, writable

HELP, ANSWERS = "How to fill it in", "Answers"
WIDE, NARROW = 48, 18
LONG_TEXTS = frozenset(
    {"title", "summary", "for_whom", "cost", "what_changed", "what_did_not_work", "places"}
)
NOT_AN_ANSWER = "Choose one of the answers, or leave the cell empty: not recorded."
HELP_HEADINGS = ("Column", "What it means", "What to write")
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")

CSV_TYPE = "text/csv; charset=utf-8; header=present"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": CSV_TYPE, "xlsx": EXCEL_TYPE}


def written_as(form: str, sheet: WrittenSheet) -> bytes:
    """Return a file of this form: 'csv' or 'xlsx'."""
    return as_csv(sheet) if form == "csv" else as_excel(sheet)


def as_csv(sheet: WrittenSheet) -> bytes:
    """Return the sheet as CSV."""
    return BYTE_ORDER_MARK + lines([sheet.headings]) + lines(sheet.rows())


def as_excel(sheet: WrittenSheet) -> bytes:
    """Return the sheet as a workbook. No cell is a formula."""
    book = Workbook(write_only=True)
    table = book.create_sheet(SHEET)
    table.freeze_panes = "A2"
    for number, heading in enumerate(sheet.headings, start=1):
        table.column_dimensions[get_column_letter(number)].width = WIDE if heading in LONG_TEXTS else NARROW
    offer_answers(book, table, sheet.headings)
    meanings = {name: f"{said}\n{how}." for name, said, how in explained()}
    table.append([heading_cell(table, heading, meanings.get(heading)) for heading in sheet.headings])
    for row in sheet.rows():
        table.append([text_cell(table, cell) for cell in row])
    add_help(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def heading_cell(table: Any, heading: str, meaning: str | None) -> Any:
    """Return a heading that says what it means when the pointer is over it."""
    cell = text_cell(table, heading)
    cell.font = BOLD
    if meaning:
        cell.comment = Comment(meaning, "Commonweal", height=120, width=320)
    return cell


def text_cell(table: Any, value: Cell) -> Any:
    """Return a cell: a number or a text, and never a formula."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(table, escaped(writable(value)))
    # The library takes what begins with '=' for a formula, and 'TRUE' and '#N/A' for what they are in Excel.
    cell.data_type = "s"
    cell.alignment = WRAPPED
    return cell


def offer_answers(book: Any, table: Any, headings: Sequence[str]) -> None:
    """Let Excel offer the answers of columns in which only some make sense."""
    lists = book.create_sheet(ANSWERS)
    named = {heading: choices_of(heading) for heading in headings}
    columns = {heading: answers for heading, answers in named.items() if answers}
    depth = max((len(answers) for answers in columns.values()), default=0)
    lists.append([text_cell(lists, heading) for heading in columns])
    for row in range(depth):
        cells = [answers[row] if row < len(answers) else None for answers in columns.values()]
        lists.append([text_cell(lists, cell) for cell in cells])
    for number, (heading, answers) in enumerate(columns.items(), start=1):
        source, target = get_column_letter(number), get_column_letter(list(headings).index(heading) + 1)
        rule = DataValidation("list", f"{ANSWERS}!${source}$2:${source}${len(answers) + 1}", allow_blank=True)
        rule.error = NOT_AN_ANSWER
        rule.add(f"{target}2:{target}{MOST_ROWS + 1}")
        table.data_validations.append(rule)


def add_help(book: Any) -> None:
    """Add the sheet that explains the columns."""
    sheet = book.create_sheet(HELP)
    for letter, width in zip("ABC", (28, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([heading_cell(sheet, heading, None) for heading in HELP_HEADINGS])
    for row in explained():
        sheet.append([text_cell(sheet, cell) for cell in row])
