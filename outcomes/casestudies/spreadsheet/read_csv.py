"""Reading CSV files as spreadsheets of all countries write them."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from outcomes.casestudies.spreadsheet.kinds import LONGEST, short
from outcomes.casestudies.spreadsheet.sheets import Raw, SheetError, Table, Unread
from outcomes.sheets.csv_cells import unguarded

# What German and French Excel write between cells, and what comes out of a copied table.
BETWEEN = ",;\t"
# Some programs say in a first line what stands between cells.
SAYS_SO = "sep="
NOT_TEXT = "This file is not text in Unicode, nor as older Windows programs write it. Save it as CSV UTF-8."
BROKEN = "Line {line} cannot be read: perhaps a quotation mark is open. Save the file again as CSV UTF-8."
TOO_LONG = f"This has more than {LONGEST:,} characters, which no spreadsheet holds. Shorten it."
LONGEST_EVER = 1_000_000


def read_csv(content: bytes) -> Table:
    """Yield number and cells of each row. Raises SheetError."""
    text = decoded(content)
    first, _, rest = text.partition("\n")
    says = first.strip().strip('"').lower().startswith(SAYS_SO)
    offset = 1 if says else 0
    text = rest if says else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    yield from rows_of(reader, offset)


def rows_of(reader: Any, offset: int) -> Iterator[tuple[int, list[Raw]]]:
    """Yield the rows, numbered as spreadsheets number them. Raises SheetError."""
    csv.field_size_limit(LONGEST_EVER)
    try:
        # A line that says what stands between cells is none that spreadsheets count.
        for number, cells in enumerate(reader, start=1):
            yield number, [read_cell(cell) for cell in cells]
    except csv.Error as problem:
        raise SheetError(BROKEN.format(line=reader.line_num + offset)) from problem


def read_cell(cell: str) -> Raw:
    """Return a cell without the mark that kept it from being a formula."""
    text = unguarded(cell)
    return Unread(TOO_LONG) if len(text) > LONGEST else text


def decoded(content: bytes) -> str:
    """Return the text. Raises SheetError."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(NOT_TEXT)


def delimiter_of(text: str) -> str:
    """Return what stands between the cells: what the line of headings has most of."""
    first = short(text.lstrip("\r\n").partition("\n")[0], LONGEST)
    return max(BETWEEN, key=first.count)
