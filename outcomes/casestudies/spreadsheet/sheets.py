"""A sheet as it was read: headings and rows of text, with what could not be read at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Self

from outcomes.casestudies.spreadsheet.columns import PARTS, REFERENCE, explained, is_known
from outcomes.casestudies.spreadsheet.kinds import plain, short
from outcomes.casestudies.spreadsheet.parts import LinksPart, OnePart
from partners.places.postcodes import without_postcodes

MOST_ROWS = 1_000
MOST_COLUMNS = 300
EMPTY = "There is no row below the headings."
TOO_MANY_ROWS = f"There are more than {MOST_ROWS:,} rows. Import them in several files."
TOO_MANY_COLUMNS = f"There are more than {MOST_COLUMNS} columns. Take out those that are not for us."
NO_HEADINGS = "The first row holds no headings. Start from the empty template, or from an export."
UNKNOWN = "There is no column “{heading}” here{instead}"
UNNAMED = "Column {letter} holds something, but has no heading."
DOUBLE = "The heading “{heading}” is there more than once."
NO_TITLE = (
    "There is no column “title”, by which new case studies are named, and no “reference” of known ones."
)
IS_DAY = "Excel took this for a day ({day}). Format the cell as text, and write it again."
OTHER_SPACES = str.maketrans(" -", "__")


class SheetError(ValueError):
    """A file cannot be read as a sheet of case studies. `messages` say why and what to do."""

    def __init__(self, *messages: str) -> None:
        super().__init__(" ".join(messages))
        self.messages = list(messages)


@dataclass(frozen=True)
class Unread:
    """A cell that cannot be read, and what to do about it."""

    problem: str


@dataclass(frozen=True)
class Day:
    """A cell that holds a day, in ISO 8601: Excel makes days of much that is none, such as '3/4'."""

    text: str


Raw = str | Unread | Day
Table = Iterable[tuple[int, list[Raw]]]


@dataclass
class SheetRow:
    """One row: its number in the file, its cells by heading, and what is wrong with some."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """What a file holds."""

    headings: list[str]
    rows: list[SheetRow]

    def kept(self) -> dict[str, Any]:
        """Return it in the form in which it is stored."""
        rows = [[row.number, row.cells, row.problems] for row in self.rows]
        return {"headings": self.headings, "rows": rows}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return what was stored."""
        return cls(list(kept["headings"]), [SheetRow(*row) for row in kept["rows"]])


def sheet_of(table: Table) -> Sheet:
    """Return the sheet that a table holds, whose first row has the headings. Raises SheetError."""
    rows = iter(table)
    columns = headings_of(next(rows, (1, []))[1])
    found = [row for row in read_rows(rows, columns) if row.cells or row.problems]
    if not found:
        raise SheetError(EMPTY)
    headings = [heading for heading in columns if heading]
    # What is not in a row is empty there: it means 'not recorded', where a missing column means 'as it is'.
    for row in found:
        row.cells = {heading: row.cells.get(heading, "") for heading in headings}
    return Sheet(headings, found)


def headings_of(first: list[Raw]) -> list[str]:
    """Return the headings of all columns, empty for columns without one. Raises SheetError."""
    if len(first) > MOST_COLUMNS:
        raise SheetError(TOO_MANY_COLUMNS)
    headings = [heading_of(cell) for cell in first]
    named = [heading for heading in headings if heading]
    if not any(map(is_known, named)):
        raise SheetError(NO_HEADINGS)
    problems = [
        UNKNOWN.format(heading=short(name), instead=instead(name)) for name in named if not is_known(name)
    ]
    problems += [DOUBLE.format(heading=name) for name in dict.fromkeys(named) if named.count(name) > 1]
    if not {"title", REFERENCE} & set(named):
        problems.append(NO_TITLE)
    if problems:
        raise SheetError(*problems)
    return headings


def heading_of(cell: Raw) -> str:
    """Return a heading as we write it: 'Cost amount' is 'cost_amount'."""
    return plain(cell).lower().translate(OTHER_SPACES) if isinstance(cell, str) else ""


def instead(heading: str) -> str:
    """Return the end of a sentence that names the column that may be meant."""
    near = get_close_matches(heading, [name for name, _, _ in explained()], n=1, cutoff=0.75)
    return f": is it “{near[0]}”?" if near else "."


def read_rows(rows: Iterator[tuple[int, list[Raw]]], columns: list[str]) -> Iterator[SheetRow]:
    """Yield the rows below the headings. Raises SheetError."""
    seen = 0
    for number, cells in rows:
        row = SheetRow(number)
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or cell.strip():
                put(row, columns[place] if place < len(columns) else "", place, cell)
        seen += bool(row.cells or row.problems)
        if seen > MOST_ROWS:
            raise SheetError(TOO_MANY_ROWS)
        yield row


def put(row: SheetRow, heading: str, place: int, cell: Raw) -> None:
    """Note a cell in its row. Raises SheetError for one below no heading."""
    if not heading:
        raise SheetError(UNNAMED.format(letter=letter_of(place)))
    if isinstance(cell, Day) and "year" in heading:
        row.cells[heading] = cell.text
    elif isinstance(cell, Day):
        row.problems[heading] = IS_DAY.format(day=cell.text)
    elif isinstance(cell, Unread):
        row.problems[heading] = cell.problem
    else:
        text = plain(cell)
        row.cells[heading] = without_postcodes(text) if heading in OF_PLACES else text


def letter_of(place: int) -> str:
    """Return how spreadsheets call a column, counted from 0: 'A', 'AB'."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# Where somebody might write a postcode for a place: it is kept nowhere.
OF_PLACES = frozenset(
    part.name for part in PARTS if isinstance(part, LinksPart | OnePart) and "place" in part.name
)
