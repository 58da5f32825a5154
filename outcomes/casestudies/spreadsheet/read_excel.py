"""Reading Excel workbooks: values as people see them, and no formulas.

The file was checked before (`partners.media`): what unpacks to very much, holds programs, or declares
entities never comes here.
"""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from outcomes.casestudies.spreadsheet.sheets import MOST_ROWS, Day, Raw, SheetError, Table, Unread
from outcomes.sheets.texts import unescaped

SHEET = "Case studies"
# Rows in between may be empty, but not without end.
LAST_ROW = MOST_ROWS * 10
BROKEN = "This workbook cannot be read. Save it again as an Excel workbook (.xlsx), or as CSV UTF-8."
FORMULA = "This is a formula. Copy the column, and paste it as values."
FAILED = "This cell shows an error of Excel ({shown}). Put it right."
IS_TIME = "Excel took this for a time. Format the cell as text, and write it again."
TOO_LOW = f"Something stands below row {LAST_ROW:,}. Take out the empty rows in between."
Broken = (
    InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, IndexError,
    AttributeError, SyntaxError, EOFError, OSError,
)  # fmt: skip


def read_excel(content: bytes) -> Table:
    """Yield number and cells of each row of 'Case studies', else of the first sheet. Raises SheetError."""
    with warnings.catch_warnings():
        # About parts of workbooks that we do not look at.
        warnings.simplefilter("ignore")
        try:
            rows = list(rows_of(content))
        except SheetError:
            raise
        # What the library raises for a mangled workbook is whatever its parts run into.
        except Broken as problem:
            raise SheetError(BROKEN) from problem
    yield from rows


def rows_of(content: bytes) -> Iterator[tuple[int, list[Raw]]]:
    """Yield the rows as they are read. Raises SheetError."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > LAST_ROW:
                raise SheetError(TOO_LOW)
            yield number, trimmed([read_cell(cell) for cell in cells])
    finally:
        book.close()


def trimmed(cells: list[Raw]) -> list[Raw]:
    """Return the cells up to the last one that holds anything."""
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def read_cell(cell: Any) -> Raw:
    """Return what a cell shows."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return ""
    if kind == "f":
        return Unread(FORMULA)
    if kind == "e":
        return Unread(FAILED.format(shown=value))
    if isinstance(value, str):
        return unescaped(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return figures(value, str(getattr(cell, "number_format", "")))
    return moment(value)


def figures(number: float, shown_as: str) -> str:
    """Return a number as people see it: 0.41 shown in per cent is '41%'."""
    if "%" in shown_as:
        return f"{number * 100:.10g}%"
    return str(int(number)) if float(number).is_integer() else f"{number:.15g}"


def moment(value: Any) -> Raw:
    """Return a day; times of the day mean nothing here."""
    if isinstance(value, datetime) and value.time() == time():
        return Day(value.date().isoformat())
    if isinstance(value, date) and not isinstance(value, datetime):
        return Day(value.isoformat())
    return Unread(IS_TIME) if isinstance(value, datetime | time | timedelta) else str(value)
