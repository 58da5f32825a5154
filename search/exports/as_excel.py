"""An Excel workbook: the results, and a sheet that says where they come from. No cell is a formula.

The library would make the whole workbook before the first byte goes out, and is slow with rows. So it makes
all but the rows, which are written straight into the file.
"""

import io
from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import chain, islice
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from outcomes.sheets.csv_cells import Cell
from outcomes.sheets.texts import writable
from search.exports.columns import COLUMNS, cells
from search.exports.service import Export
from search.exports.things import Thing, thing_of

# What Excel holds at most: rows of a sheet beside the one for the headings, characters of a cell.
MOST_ROWS = 1_048_575
LONGEST = 32_767
AT_ONCE = 500
# Days are numbered from here.
FIRST_DAY = date(1899, 12, 30).toordinal()
# The cell formats of the workbook, by their numbers in it.
BOLD, DAY = 1, 2
WIDTHS = {"title": 48, "summary": 60, "address": 40}
OTHER_WIDTH = 18
LETTERS = [get_column_letter(number) for number in range(1, len(COLUMNS) + 1)]
SHEET = "xl/worksheets/sheet{}.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Sink(io.RawIOBase):
    """Takes bytes until they are fetched. It cannot go back, so what was given out is never changed."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """It is for nothing else."""
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]  # only bytes are ever written here
        """Take some."""
        self.parts.append(bytes(part))
        return len(part)

    def fetched(self) -> bytes:
        """Return what was written since the last time."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def written(export: Export, root: str, about: dict[str, str]) -> Iterator[bytes]:
    """Yield the file. One that was cut has no table of contents, and no program opens it."""
    sink, total, sheets = Sink(), 0, 0
    things = (thing_of(hit, root) for hits in export.hits for hit in hits)
    with ZipFile(sink, "w", ZIP_DEFLATED) as book:
        # There is a first sheet even for nothing, and another one for each thing beyond a full one.
        while (more := list(islice(things, 1))) or not sheets:
            sheets += 1
            with book.open(SHEET.format(sheets), "w") as sheet:
                number = 1
                sheet.write(beginning().encode())
                own = islice(chain(more, things), MOST_ROWS)
                while some := list(islice(own, AT_ONCE)):
                    sheet.write("".join(rows(some, number + 1)).encode())
                    number += len(some)
                    yield sink.fetched()
                sheet.write(end(number).encode())
            total += number - 1
        add_the_rest(book, sheets, {**about, "Rows": f"{total:,}"})
    yield sink.fetched()


def beginning() -> str:
    """Return a sheet up to its first row of results: headings that stay in sight."""
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{WIDTHS.get(name, OTHER_WIDTH)}" customWidth="1"/>'
        for number, name in enumerate(COLUMNS, start=1)
    )
    headings = "".join(cell(f"{letter}1", name, BOLD) for letter, name in zip(LETTERS, COLUMNS, strict=True))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
        f'<sheetData><row r="1">{headings}</row>'
    )


def rows(things: list[Thing], first: int) -> Iterator[str]:
    """Yield the rows of things, the first of which has this number."""
    for number, thing in enumerate(things, start=first):
        values = zip(LETTERS, cells(thing), strict=True)
        row = "".join([cell(f"{letter}{number}", value) for letter, value in values])
        yield f'<row r="{number}">{row}</row>'


def cell(place: str, value: Cell, style: int = 0) -> str:
    """Return a cell: a text, a number or a day, and never a formula. Nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        said = escape(writable(value)[:LONGEST], quote=False)
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DAY}"><v>{value.toordinal() - FIRST_DAY}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def end(last: int) -> str:
    """Return the end of a sheet, with arrows to filter by at the headings."""
    return f'</sheetData><autoFilter ref="A1:{LETTERS[-1]}{last}"/></worksheet>'


def add_the_rest(book: ZipFile, sheets: int, about: dict[str, str]) -> None:
    """Add all that makes a workbook of the sheets that are there, and one more sheet about them."""
    workbook = Workbook()
    first = workbook.active
    first.title = "Results"
    for number in range(2, sheets + 1):
        workbook.create_sheet(f"Results {number}")
    # These give the formats their numbers.
    first["A1"].font = Font(bold=True)
    first["A2"].number_format = "yyyy-mm-dd"
    last = workbook.create_sheet("About")
    for row, facts in enumerate(about.items(), start=1):
        for column, fact in enumerate(facts, start=1):
            last.cell(row, column, writable(fact)[:LONGEST]).data_type = "s"
    last.column_dimensions["A"].width, last.column_dimensions["B"].width = OTHER_WIDTH, WIDTHS["summary"]
    made = io.BytesIO()
    workbook.save(made)
    ours = {SHEET.format(number) for number in range(1, sheets + 1)}
    with ZipFile(made) as parts:
        for name in parts.namelist():
            if name not in ours:
                book.writestr(name, parts.read(name))
