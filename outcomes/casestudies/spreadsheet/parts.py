"""The parts of a case study that a sheet holds, each in one column or in several that are numbered."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.kinds import Cell, Kind, UnreadableError, plain
from outcomes.casestudies.spreadsheet.known import Known

# Between several entries in one cell.
BETWEEN = "; "
ENTRIES = re.compile(r"[;\n]")
# So many entries or rows a cell or a group of columns may have.
MOST = 50
TOO_MANY = "This names {number} things; there is room for {most}."
TWICE = "This names {entry} twice."
NEEDED = "Write {what}: every case study has it."

Read = Callable[[Known], Callable[[str], Any]]
Problems = dict[str, str]


class UnreadableCellsError(ValueError):
    """Cells make no sense. `problems` says for each column what to do."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class Part(Protocol):
    """One part of a case study."""

    @property
    def name(self) -> str:
        """What its column is called, or how its columns begin."""

    def columns_in(self, headings: Iterable[str]) -> list[str]:
        """Return which of the headings are about this part."""

    def headings(self, pages: Sequence[CaseStudy]) -> list[str]:
        """Return the headings under which all of these pages have room."""

    def explained(self) -> list[tuple[str, str, str]]:
        """Return name, meaning and way of writing of each column, for people."""

    def cells(self, page: CaseStudy, columns: Sequence[str], known: Known) -> dict[str, Cell]:
        """Return what the page says in these columns, to the person who asks."""

    def put(self, page: CaseStudy, cells: Mapping[str, str], known: Known) -> None:
        """Let the page say what stands in the cells. Raises UnreadableCellsError half-way."""

    def says_other(self, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Whether two readings of the same cells mean different things."""


@dataclass(frozen=True)
class FieldPart:
    """A plain field: one column."""

    name: str
    kind: Kind
    empty: Any = ""
    is_needed: bool = False
    help: str = ""

    def columns_in(self, headings: Iterable[str]) -> list[str]:
        """Return the one column, if it is there."""
        return [self.name] if self.name in headings else []

    def headings(self, pages: Sequence[CaseStudy]) -> list[str]:
        """Return the one heading."""
        return [self.name]

    def explained(self) -> list[tuple[str, str, str]]:
        """Return what to write."""
        return [(self.name, self.help, self.kind.how)]

    def cells(self, page: CaseStudy, columns: Sequence[str], known: Known) -> dict[str, Cell]:
        """Return the field as a cell."""
        return {column: self.kind.written(getattr(page, self.name)) for column in columns}

    def put(self, page: CaseStudy, cells: Mapping[str, str], known: Known) -> None:
        """Set the field. Raises UnreadableCellsError."""
        for column, cell in cells.items():
            if not cell and self.is_needed:
                raise UnreadableCellsError({column: NEEDED.format(what=f"a {column}")})
            setattr(page, self.name, read(column, self.kind.read, cell) if cell else self.empty)

    def says_other(self, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Whether the cells differ."""
        return before != after


@dataclass(frozen=True)
class OnePart:
    """A place, or something else that has a page of its own: one column with its code or name."""

    name: str
    help: str
    how: str
    written: Callable[[Any], str]
    read: Read

    def columns_in(self, headings: Iterable[str]) -> list[str]:
        """Return the one column, if it is there."""
        return [self.name] if self.name in headings else []

    def headings(self, pages: Sequence[CaseStudy]) -> list[str]:
        """Return the one heading."""
        return [self.name]

    def explained(self) -> list[tuple[str, str, str]]:
        """Return what to write."""
        return [(self.name, self.help, self.how)]

    def cells(self, page: CaseStudy, columns: Sequence[str], known: Known) -> dict[str, Cell]:
        """Return the thing as a cell."""
        found = getattr(page, self.name)
        return {column: self.written(found) if found else None for column in columns}

    def put(self, page: CaseStudy, cells: Mapping[str, str], known: Known) -> None:
        """Set it. Raises UnreadableCellsError."""
        for column, cell in cells.items():
            setattr(page, self.name, read(column, self.read(known), cell) if cell else None)

    def says_other(self, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Whether the cells differ."""
        return before != after


@dataclass(frozen=True)
class LinksPart:
    """Several things that have pages of their own: one column, with a semicolon between them."""

    name: str
    relation: str
    link: str
    help: str
    how: str
    written: Callable[[Any], str]
    read: Read
    # Whether whoever asks may know of such a thing at all; the others stay where they are, unnamed.
    shows: Callable[[Known, Any], bool] = lambda known, thing: True
    most: int = MOST

    def columns_in(self, headings: Iterable[str]) -> list[str]:
        """Return the one column, if it is there."""
        return [self.name] if self.name in headings else []

    def headings(self, pages: Sequence[CaseStudy]) -> list[str]:
        """Return the one heading."""
        return [self.name]

    def explained(self) -> list[tuple[str, str, str]]:
        """Return what to write."""
        return [(self.name, self.help, f"{self.how}. Several with a semicolon between them")]

    def cells(self, page: CaseStudy, columns: Sequence[str], known: Known) -> dict[str, Cell]:
        """Return the things as a cell."""
        entries = (self.written(thing) for thing in self.named(page) if self.shows(known, thing))
        text = BETWEEN.join(" ".join(ENTRIES.sub(",", entry).split()) for entry in entries)
        return dict.fromkeys(columns, text or None)

    def put(self, page: CaseStudy, cells: Mapping[str, str], known: Known) -> None:
        """Set them; rows that name the same thing stay as they are. Raises UnreadableCellsError."""
        for column, cell in cells.items():
            things = self.things(column, cell, known)
            unnamed = [thing for thing in self.named(page) if not self.shows(known, thing)]
            rows = {getattr(row, self.link).pk: row for row in getattr(page, self.relation).all()}
            model = getattr(page, self.relation).model
            kept = [rows.get(thing.pk) or model(**{self.link: thing}) for thing in (*things, *unnamed)]
            setattr(page, self.relation, in_order(kept))

    def says_other(self, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Whether other things are named, in whichever order."""
        return any(set(before[name].split(BETWEEN)) != set(after[name].split(BETWEEN)) for name in before)

    def named(self, page: CaseStudy) -> list[Any]:
        """Return the things that a page names."""
        return [getattr(row, self.link) for row in getattr(page, self.relation).all()]

    def things(self, column: str, cell: str, known: Known) -> list[Any]:
        """Return what a cell names, in its order. Raises UnreadableCellsError."""
        entries = [entry.strip() for entry in ENTRIES.split(cell) if entry.strip()]
        if len(entries) > self.most:
            raise UnreadableCellsError({column: TOO_MANY.format(number=len(entries), most=self.most)})
        found: dict[int, Any] = {}
        for entry in entries:
            thing = read(column, self.read(known), entry)
            if thing.pk in found:
                raise UnreadableCellsError({column: TWICE.format(entry=thing)})
            found[thing.pk] = thing
        return list(found.values())


@dataclass(frozen=True, eq=False)
class RowsPart:
    """Rows with fields of their own, such as providers: numbered columns, 'provider_1_name' and so on."""

    name: str
    relation: str
    kinds: Mapping[str, Kind]
    help: Mapping[str, str]
    least: int = 2

    def column(self, number: int, field: str) -> str:
        """Return the heading of a field of the row with this number, counted from 1."""
        return f"{self.name}_{number}_{field}"

    def place_of(self, column: str) -> tuple[int, str] | None:
        """Return the number of the row and the field that a heading names; None for other headings."""
        found = re.fullmatch(rf"{self.name}_([1-9]\d?)_({'|'.join(self.kinds)})", column)
        return (int(found[1]), found[2]) if found and int(found[1]) <= MOST else None

    def columns_in(self, headings: Iterable[str]) -> list[str]:
        """Return the columns that are there."""
        return [heading for heading in headings if self.place_of(heading)]

    def headings(self, pages: Sequence[CaseStudy]) -> list[str]:
        """Return the headings for as many rows as the page with most of them has."""
        longest = max((len(getattr(page, self.relation).all()) for page in pages), default=0)
        numbers = range(1, min(max(longest, self.least), MOST) + 1)
        return [self.column(number, field) for number in numbers for field in self.kinds]

    def explained(self) -> list[tuple[str, str, str]]:
        """Return what to write in the columns of the first row, which stand for all."""
        return [(self.column(1, field), self.help[field], kind.how) for field, kind in self.kinds.items()]

    def cells(self, page: CaseStudy, columns: Sequence[str], known: Known) -> dict[str, Cell]:
        """Return the fields of the rows."""
        rows = list(getattr(page, self.relation).all())
        found: dict[str, Cell] = {}
        for column in columns:
            number, field = self.place_of(column) or (0, "")
            row = rows[number - 1] if number <= len(rows) else None
            found[column] = self.kinds[field].written(getattr(row, field)) if row else None
        return found

    def put(self, page: CaseStudy, cells: Mapping[str, str], known: Known) -> None:
        """Set the rows, those without any word left out. Raises UnreadableCellsError."""
        wanted: dict[int, dict[str, str]] = {}
        for column, cell in cells.items():
            number, field = self.place_of(column) or (0, "")
            wanted.setdefault(number, {})[field] = cell
        before = list(getattr(page, self.relation).all())
        model, problems = getattr(page, self.relation).model, Problems()
        rows: list[Any] = []
        for number in sorted({*wanted, *range(1, len(before) + 1)}):
            row = before[number - 1] if number <= len(before) else model()
            fields = wanted.get(number, {})
            # Rows for which the sheet has no columns stay; those of which it says nothing any more go.
            if fields and not any(fields.values()):
                continue
            problems |= self.fill(row, number, fields) if fields else {}
            rows.append(row)
        if problems:
            raise UnreadableCellsError(problems)
        setattr(page, self.relation, in_order(rows))

    def says_other(self, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Whether the cells differ."""
        return before != after

    def fill(self, row: models.Model, number: int, fields: Mapping[str, str]) -> Problems:
        """Let a row say what stands in its cells; return what makes no sense, by column."""
        problems: Problems = {}
        for field, cell in fields.items():
            try:
                value = self.kinds[field].read(cell) if cell else default_of(row, field)
            except UnreadableError as problem:
                problems[self.column(number, field)] = str(problem)
            else:
                setattr(row, field, value)
        try:
            row.clean_fields(
                exclude=["page", *(name for name in fields if self.column(number, name) in problems)]
            )
            row.clean()
        except ValidationError as problem:
            found = {self.column_for(number, field): said[0] for field, said in problem.message_dict.items()}
            problems = {**found, **problems}
        return problems

    def column_for(self, number: int, field: str) -> str:
        """Return the column to which a message about a row belongs."""
        return self.column(number, field if field in self.kinds else next(iter(self.kinds)))


def in_order(rows: list[Any]) -> list[Any]:
    """Return the rows, each knowing its place where rows of its kind have one."""
    for position, row in enumerate(rows):
        if hasattr(row, "sort_order"):
            row.sort_order = position
    return rows


def default_of(row: models.Model, field: str) -> Any:
    """Return what a field of a row says when nobody has said anything."""
    return row._meta.get_field(field).get_default()  # type: ignore[union-attr]  # plain fields only


def read(column: str, reading: Callable[[str], Any], cell: str) -> Any:
    """Return the value of a cell. Raises UnreadableCellsError, with the column."""
    try:
        return reading(cell)
    except UnreadableError as problem:
        raise UnreadableCellsError({column: str(problem)}) from problem


def text_of(cell: Cell) -> str:
    """Return a cell as it is compared and kept."""
    return "" if cell is None else plain(str(cell))
