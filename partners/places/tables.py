"""Reading tables of places, and checking all of them before anything is written."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from partners.places import topology
from partners.places.cells import BadTableError, Line, read_lines
from partners.places.closure import CycleFoundError, Link, biggest_first
from partners.places.figures import FIGURES, read_figures
from partners.places.kinds import PlaceKind

SHIPPED = Path(__file__).parent / "data"
PLACES = "places.csv"
OUTLINES = "outlines.json"
ORGANISATIONS = "organisations.csv"  # read by the room of partners
POSTCODES = "postcodes_trafford.csv"
POSTCODE_DISTRICTS = "postcode_districts.csv"
COLUMNS = (
    "code",
    "former_codes",
    "kind",
    "name",
    "name_cy",
    "latitude",
    "longitude",
    "qualifier",
    "parents",
    "population",
)


@dataclass(frozen=True)
class PlaceRow:
    """One place of the table, with the number of its line."""

    line: int
    code: str
    former_codes: tuple[str, ...]
    kind: PlaceKind
    name: str
    name_cy: str
    latitude: float | None
    longitude: float | None
    qualifier: str
    parents: dict[str, float]
    population: int | None


@dataclass(frozen=True)
class PlaceTables:
    """Everything that a directory of tables says, checked. Outlines are GeoJSON text by code."""

    places: list[PlaceRow]
    outlines: dict[str, str]
    figures: dict[tuple[str, str], float] = field(default_factory=dict)

    def links(self, numbers: dict[str, int]) -> Iterator[Link]:
        """Yield the links that the rows state, between the numbers given for their codes."""
        for row in self.places:
            for code, share in row.parents.items():
                yield Link(numbers[row.code], numbers[code], share)


def read_tables(directory: Path) -> PlaceTables:
    """Return the places of a directory, with outlines and figures if it has any.

    Raises BadTableError, OSError.
    """
    places = [place_row(line) for line in read_lines(directory / PLACES, COLUMNS)]
    check_codes_are_distinct(places)
    check_parents(places)
    outlines, figures = directory / OUTLINES, directory / FIGURES
    codes = {code: row.code for row in places for code in (row.code, *row.former_codes)}
    return PlaceTables(
        places,
        read_outlines(outlines, places) if outlines.exists() else {},
        read_figures(figures, codes) if figures.exists() else {},
    )


def place_row(line: Line) -> PlaceRow:
    """Return what a line says. Raises BadTableError."""
    latitude, longitude = line.degrees("latitude", 90), line.degrees("longitude", 180)
    if (latitude is None) != (longitude is None):
        raise line.bad("latitude", "give both latitude and longitude, or neither.")
    former = line.text("former_codes").split()
    return PlaceRow(
        line=line.number,
        code=line.code("code"),
        former_codes=tuple(line.as_code("former_codes", code) for code in former),
        kind=place_kind(line),
        name=line.name("name"),
        name_cy=line.name("name_cy") if line.text("name_cy") else "",
        latitude=latitude,
        longitude=longitude,
        qualifier=line.name("qualifier") if line.text("qualifier") else "",
        parents=dict(place_parents(line)),
        population=line.people("population"),
    )


def place_kind(line: Line) -> PlaceKind:
    """Return the kind that a line names. Raises BadTableError."""
    text = line.text("kind")
    if text not in PlaceKind.values:
        raise line.bad("kind", f"'{text}' is no kind of place. Use one of {', '.join(PlaceKind.values)}.")
    return PlaceKind(text)


def place_parents(line: Line) -> Iterator[tuple[str, float]]:
    """Yield code and share of each parent, written 'CODE' or 'CODE:share'. Raises BadTableError."""
    seen = set()
    for written in line.text("parents").split():
        code, colon, text = written.partition(":")
        share = line.as_number("parents", text) if colon else 1.0
        if not 0 < share <= 1:
            raise line.bad("parents", f"the share {text} is not more than 0 and at most 1. Correct it.")
        if code in seen:
            raise line.bad("parents", f"{code} is there twice. Keep one of them.")
        seen.add(code)
        yield line.as_code("parents", code), share


def check_codes_are_distinct(places: Iterable[PlaceRow]) -> None:
    """Raise BadTableError when a code, current or former, is there twice."""
    lines: dict[str, int] = {}
    for row in places:
        for code in (row.code, *row.former_codes):
            if code in lines:
                column = "code" if code == row.code else "former_codes"
                advice = f"{code} is already on line {lines[code]}. Keep one of them."
                raise BadTableError(PLACES, row.line, column, advice)
            lines[code] = row.line


def check_parents(places: list[PlaceRow]) -> None:
    """Raise BadTableError when a parent is unknown or places lie inside each other in a circle."""
    numbers = {row.code: number for number, row in enumerate(places)}
    for row in places:
        if unknown := [code for code in row.parents if code not in numbers]:
            advice = f"no line has the code {unknown[0]}. Add that place, or remove the parent."
            raise BadTableError(PLACES, row.line, "parents", advice)
    parents = {number: [numbers[code] for code in row.parents] for number, row in enumerate(places)}
    try:
        biggest_first(parents, parents)
    except CycleFoundError as error:
        circle = [places[number] for number in error.members]
        codes = ", ".join(row.code for row in circle)
        advice = f"these places lie inside each other in a circle: {codes}. Remove one of the parents."
        raise BadTableError(PLACES, min(row.line for row in circle), "parents", advice) from error


def read_outlines(file: Path, places: Iterable[PlaceRow]) -> dict[str, str]:
    """Return the GeoJSON text of each outline by code. Raises BadTableError, OSError."""
    try:
        outlines = dict(topology.geometries(json.loads(file.read_text(encoding="utf-8"))))
    except json.JSONDecodeError as error:
        advice = f"this is no JSON ({error.msg}). Build the file again."
        raise BadTableError(file.name, error.lineno, str(error.colno), advice) from error
    except (LookupError, TypeError, ValueError) as error:
        advice = f"this is no TopoJSON of areas ({error!r}). Build the file again."
        raise BadTableError(file.name, 1, "", advice) from error
    if unknown := sorted(set(outlines) - {row.code for row in places}):
        advice = f"no place has the code {unknown[0]}. Build both files again together."
        raise BadTableError(file.name, 1, "", advice)
    return {code: json.dumps(outline, separators=(",", ":")) for code, outline in outlines.items()}
