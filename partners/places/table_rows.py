"""One place of a table: what its line says, checked by itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from partners.places.cells import Line
from partners.places.kinds import PlaceKind

LONGEST_NAMES = 400


class PlaceRow(NamedTuple):
    """One place of a table, with the file and the number of its line."""

    file: str
    line: int
    code: str
    former_codes: tuple[str, ...]
    kind: PlaceKind
    name: str
    name_cy: str
    latitude: float | None
    longitude: float | None
    qualifier: str
    parents: Mapping[str, float]
    population: int | None
    former_names: str = ""
    ended_on: date | None = None
    successors: Mapping[str, float] = {}


def place_row(line: Line) -> PlaceRow:
    """Return what a line says. Raises BadTableError."""
    former = line.text("former_codes").split()
    latitude, longitude = point(line)
    row = PlaceRow(
        file=line.file,
        line=line.number,
        code=line.code("code"),
        former_codes=tuple(line.as_code("former_codes", code) for code in former),
        kind=place_kind(line),
        name=line.name("name"),
        name_cy=line.name_or_nothing("name_cy"),
        latitude=latitude,
        longitude=longitude,
        qualifier=line.name_or_nothing("qualifier"),
        parents=dict(shares(line, "parents")),
        population=line.people("population"),
        former_names=former_names(line),
        ended_on=line.day("ended_on") if line.text("ended_on") else None,
        successors=dict(shares(line, "successors")),
    )
    return checked_end(line, row)


def point(line: Line) -> tuple[float | None, float | None]:
    """Return latitude and longitude, or neither. Raises BadTableError."""
    latitude, longitude = line.degrees("latitude", 90), line.degrees("longitude", 180)
    if (latitude is None) != (longitude is None):
        raise line.bad("latitude", "give both latitude and longitude, or neither.")
    return latitude, longitude


def place_kind(line: Line) -> PlaceKind:
    """Return the kind that a line names. Raises BadTableError."""
    text = line.text("kind")
    if text not in PlaceKind.values:
        raise line.bad("kind", f"'{text}' is no kind of place. Use one of {', '.join(PlaceKind.values)}.")
    return PlaceKind(text)


def shares(line: Line, column: str) -> Iterator[tuple[str, float]]:
    """Yield code and share of each place in a cell, written 'CODE' or 'CODE:share'. Raises BadTableError."""
    seen = set()
    for written in line.text(column).split():
        code, colon, text = written.partition(":")
        share = line.as_number(column, text) if colon else 1.0
        if not 0 < share <= 1:
            raise line.bad(column, f"the share {text} is not more than 0 and at most 1. Correct it.")
        if code in seen:
            raise line.bad(column, f"{code} is there twice. Keep one of them.")
        seen.add(code)
        yield line.as_code(column, code), share


def former_names(line: Line) -> str:
    """Return other names as 'A|B', each once. Raises BadTableError when there are too many."""
    names = [name.strip() for name in line.text("former_names").split("|")]
    text = "|".join(dict.fromkeys(filter(None, names)))
    if len(text) > LONGEST_NAMES:
        raise line.bad("former_names", f"these are more than {LONGEST_NAMES} characters. Leave some out.")
    return text


def checked_end(line: Line, row: PlaceRow) -> PlaceRow:
    """Return the row, if only a place that ended has successors, and no more of them than it was."""
    if row.successors and row.ended_on is None:
        raise line.bad("ended_on", "a place with successors has ended. Write on which day.")
    if sum(row.successors.values()) > 1.01:
        advice = "the shares of the successors come to more than 1. Write 'CODE:share' for each."
        raise line.bad("successors", advice)
    return row
