"""Lines of tables, and saying exactly where and how a cell is wrong."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from partners.places.querysets import CODE

# Lists in circulation fill gaps with codes that stand for no place.
PSEUDO_CODE = re.compile(r".99999999")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?", re.ASCII | re.IGNORECASE)


class BadTableError(Exception):
    """A table cannot be used. The message names file, line and column, and says what to do."""

    def __init__(self, file: str, line: int, column: str, advice: str) -> None:
        where = f"{file}, line {line}" + (f", column {column}" if column else "")
        super().__init__(f"{where}: {advice}")


@dataclass(frozen=True)
class Line:
    """One line of a table. What it is asked for and cannot give it reports as BadTableError."""

    file: str
    number: int
    cells: dict[str, str]

    def bad(self, column: str, advice: str) -> BadTableError:
        """Return the error that says what is wrong here."""
        return BadTableError(self.file, self.number, column, advice)

    def text(self, column: str) -> str:
        """Return a cell without spaces around it; '' where the table does not have the column."""
        return self.cells.get(column, "").strip()

    def name(self, column: str, longest: int = 120) -> str:
        """Return a cell that must not be empty or too long."""
        text = self.text(column)
        if not text:
            raise self.bad(column, "the cell is empty. Fill it in.")
        if len(text) > longest:
            raise self.bad(column, f"'{text[:20]}…' is longer than {longest} characters. Shorten it.")
        return text

    def name_or_nothing(self, column: str) -> str:
        """Return a cell that may be empty but not too long."""
        return self.name(column) if self.text(column) else ""

    def code(self, column: str) -> str:
        """Return a cell that must hold the code of a place."""
        return self.as_code(column, self.text(column))

    def as_code(self, column: str, text: str) -> str:
        """Return text from a cell, if it is the code of a place."""
        if not CODE.fullmatch(text) or PSEUDO_CODE.fullmatch(text):
            raise self.bad(column, f"'{text}' is no code of a place, such as E08000009. Correct it.")
        return text

    def as_number(self, column: str, text: str) -> float:
        """Return text from a cell as the number that it writes in figures."""
        if not NUMBER.fullmatch(text):
            raise self.bad(column, f"'{text}' is no number. Write it in figures with a decimal point.")
        return float(text)

    def degrees(self, column: str, most: int) -> float | None:
        """Return an angle of at most so many degrees either way; None for an empty cell."""
        text = self.text(column)
        if not text:
            return None
        angle = self.as_number(column, text)
        if abs(angle) > most:
            raise self.bad(column, f"{text} is not between -{most} and {most}. Correct it.")
        return angle

    def day(self, column: str) -> date:
        """Return a date, which must be there."""
        text = self.text(column)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.bad(column, f"'{text}' is no date such as 2023-03-31. Correct it.") from None

    def people(self, column: str) -> int | None:
        """Return a whole number of people; None for an empty cell."""
        text = self.text(column)
        if not text:
            return None
        number = self.as_number(column, text)
        if number < 0 or number != int(number) or number >= 10**9:
            raise self.bad(column, f"'{text}' is no whole number of people. Correct it, or leave it empty.")
        return int(number)


def read_lines(file: Path, columns: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of a CSV table that has at least these columns. Raises BadTableError, OSError."""
    with file.open(newline="", encoding="utf-8-sig") as text:
        reader = csv.DictReader(text)
        try:
            if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
                advice = "this column is missing. Add it to the first line."
                raise BadTableError(file.name, 1, missing[0], advice)
            for cells in reader:
                yield checked(Line(file.name, reader.line_num, cells))
        except (UnicodeDecodeError, csv.Error) as error:
            advice = f"this is no UTF-8 table with commas ({error}). Save it as CSV UTF-8."
            raise BadTableError(file.name, reader.line_num + 1, "", advice) from error


def checked(line: Line) -> Line:
    """Return the line, if it has as many cells as there are columns. Raises BadTableError."""
    if None in line.cells or None in line.cells.values():
        raise line.bad("", "the line has more or fewer cells than the first line. Check its commas.")
    return line
