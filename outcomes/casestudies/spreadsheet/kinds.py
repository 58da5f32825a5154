"""How a value stands in a cell, and how it is read back: words, whole numbers, choices, web addresses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from outcomes.sheets.texts import writable
from partners.places.names import folded

# What a cell of Excel holds at most, in characters.
LONGEST = 32_767
# What people write around a number of pounds.
AROUND_FIGURES = re.compile("[£,\\s\u00a0\u202f]")
WHOLE = re.compile(r"\d{1,15}(?:\.0{1,2})?")
DAY = re.compile(r"(\d{4})-\d\d-\d\d")
NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# What a key for deleting wrote once; no text file that is uploaded may hold it.
DELETED = "\x7f"
Cell = str | int | None


class UnreadableError(ValueError):
    """A cell makes no sense; the message says what to write instead."""


class Kind(Protocol):
    """A way to write a value into a cell and to read it back."""

    @property
    def how(self) -> str:
        """What to write, for the page that explains the columns."""

    def written(self, value: Any) -> Cell:
        """Return the cell for a value."""

    def read(self, cell: str) -> Any:
        """Return the value of a cell, which is not empty. Raises UnreadableError."""


@dataclass(frozen=True)
class Words:
    """Text, of at most so many characters."""

    most: int | None = None
    on_one_line: bool = False

    @property
    def how(self) -> str:
        """What to write."""
        return f"Text, at most {self.most:,} characters" if self.most else "Text"

    def written(self, value: str) -> Cell:
        """Return the text as a cell holds it."""
        return plain(value)[:LONGEST] or None

    def read(self, cell: str) -> str:
        """Return the text. Raises UnreadableError when it is too long."""
        most = self.most or LONGEST
        if len(cell) > most:
            raise UnreadableError(
                f"This has {len(cell):,} characters; there is room for {most:,}. Shorten it."
            )
        return " ".join(cell.split()) if self.on_one_line else cell


@dataclass(frozen=True)
class Whole:
    """A whole number between two others."""

    least: int
    most: int
    of: str = ""
    is_year: bool = False

    @property
    def how(self) -> str:
        """What to write."""
        if self.is_year:
            return f"A year, from {self.least} to {self.most}"
        return f"A whole number{self.of}, from {self.least:,} to {self.most:,}"

    def written(self, value: int | None) -> Cell:
        """Return the number."""
        return value

    def read(self, cell: str) -> int:
        """Return the number. '£12,500.00' is 12500. Raises UnreadableError."""
        day = DAY.fullmatch(cell)
        figures = day[1] if day and self.is_year else AROUND_FIGURES.sub("", cell)
        if not WHOLE.fullmatch(figures):
            raise UnreadableError(f"“{short(cell)}” is not a number here. Write {self.example}.")
        number = int(figures.partition(".")[0])
        if not self.least <= number <= self.most:
            raise UnreadableError(f"{figures} is out of range. Write {self.example}.")
        return number

    @property
    def example(self) -> str:
        """What to write, in a sentence."""
        if self.is_year:
            return f"one year in four figures, from {self.least} to {self.most}"
        return f"a whole number{self.of} in figures, from {self.least:,} to {self.most:,}"


@dataclass(frozen=True)
class Choice:
    """One of a few answers, by its label; its code is read too."""

    labels: tuple[tuple[str, str], ...]

    @property
    def how(self) -> str:
        """What to write."""
        return f"One of: {'; '.join(label for _, label in self.labels)}"

    def written(self, value: Any) -> Cell:
        """Return the label."""
        found = (label for code, label in self.labels if code == str(value))
        return next(found, None)

    def read(self, cell: str) -> str:
        """Return the code. Raises UnreadableError."""
        wanted = folded(cell)
        for code, label in self.labels:
            if wanted in (folded(label), folded(code)):
                return code
        raise UnreadableError(f"“{short(cell)}” is none of the answers. Write {one_of(self.all, cell)}.")

    @property
    def all(self) -> list[str]:
        """The labels."""
        return [label for _, label in self.labels]


@dataclass(frozen=True)
class NumberChoice(Choice):
    """One of a few answers, each with a number, which is what is stored."""

    def read(self, cell: str) -> Any:
        """Return the number. Raises UnreadableError."""
        return int(super().read(cell.removesuffix(".0")))


@dataclass(frozen=True)
class WebAddress:
    """An address on the web."""

    most: int

    how = "A web address that begins with https:// or http://"

    def written(self, value: str) -> Cell:
        """Return the address."""
        return value or None

    def read(self, cell: str) -> str:
        """Return the address. Raises UnreadableError."""
        try:
            URLValidator(schemes=["http", "https"])(cell)
        except ValidationError as problem:
            raise UnreadableError(
                "Write a whole web address, such as https://example.org/report."
            ) from problem
        if len(cell) > self.most:
            raise UnreadableError(f"This address is longer than {self.most} characters.")
        return cell


def plain(text: str) -> str:
    """Return a text as every kind of sheet can hold it: new lines of one kind, no space at the ends."""
    return writable(NEW_LINES.sub("\n", text)).replace(DELETED, "").strip()


def short(text: str, length: int = 60) -> str:
    """Return as much of a cell as fits into a sentence."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def one_of(answers: Sequence[str], cell: str, most: int = 9) -> str:
    """Return the answers to choose from, or of very many those that are spelt nearly like the cell."""
    if len(answers) > most:
        answers = get_close_matches(cell, answers, n=3) or answers[:3]
    return alternatives(f"“{answer}”" for answer in answers)


def alternatives(words: Iterable[str]) -> str:
    """Return 'a, b or c'."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
