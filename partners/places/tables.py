"""Reading tables of places, and checking all of them before anything is written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from partners.places import topology
from partners.places.cells import BadTableError, read_lines
from partners.places.closure import CycleFoundError, biggest_first
from partners.places.figures import FIGURES, read_figures
from partners.places.small_area_tables import small_area_rows
from partners.places.table_rows import PlaceRow, place_row

__all__ = ["PlaceRow", "PlaceTables", "read_tables"]

SHIPPED = Path(__file__).parent / "data"
PLACES = "places.csv"
SMALL_AREAS = "small_areas.csv"
OUTLINES = "outlines.json"
SMALL_OUTLINES = "small_outlines.json"
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
OPTIONAL_COLUMNS = ("former_names", "ended_on", "successors")

Column = Literal["parents", "successors"]
Shares = dict[tuple[int, int], float]


@dataclass(frozen=True)
class PlaceTables:
    """Everything that a directory of tables says, checked. Outlines are GeoJSON text by code."""

    places: list[PlaceRow]
    outlines: dict[str, str]
    figures: dict[tuple[str, str], float] = field(default_factory=dict)

    def links(self, numbers: Mapping[str, int]) -> Shares:
        """Return the share of each child in each parent, by the numbers given for their codes."""
        return {
            (numbers[row.code], numbers[code]): share
            for row in self.places
            for code, share in row.parents.items()
        }

    def successors(self, numbers: Mapping[str, int]) -> Shares:
        """Return the share of each ended place that went to each successor, by the numbers of their codes."""
        return {
            (numbers[row.code], numbers[code]): share
            for row in self.places
            for code, share in row.successors.items()
        }


def read_tables(directory: Path) -> PlaceTables:
    """Return the places of a directory, with outlines and figures if it has any.

    Raises BadTableError, OSError.
    """
    places = [place_row(line) for line in read_lines(directory / PLACES, COLUMNS)]
    if (small_areas := directory / SMALL_AREAS).exists():
        places += small_area_rows(small_areas, places)
    check_codes_are_distinct(places)
    check_graph(places, "parents", "lie inside")
    check_graph(places, "successors", "follow")
    outlines: dict[str, str] = {}
    for name in (OUTLINES, SMALL_OUTLINES):
        if (file := directory / name).exists():
            outlines |= read_outlines(file, places)
    figures = directory / FIGURES
    codes = {code: row.code for row in places for code in (row.code, *row.former_codes)}
    return PlaceTables(places, outlines, read_figures(figures, codes) if figures.exists() else {})


def check_codes_are_distinct(places: Iterable[PlaceRow]) -> None:
    """Raise BadTableError when a code, current or former, is there twice."""
    rows: dict[str, PlaceRow] = {}
    for row in places:
        for code in (row.code, *row.former_codes):
            if code in rows:
                column = "code" if code == row.code else "former_codes"
                where = "" if rows[code].file == row.file else f" of {rows[code].file}"
                advice = f"{code} is already on line {rows[code].line}{where}. Keep one of them."
                raise BadTableError(row.file, row.line, column, advice)
            rows[code] = row


def check_graph(places: list[PlaceRow], column: Column, verb: str) -> None:
    """Raise BadTableError when a column names an unknown place or leads in a circle."""
    numbers = {row.code: number for number, row in enumerate(places)}
    further: dict[int, list[int]] = {}
    for number, row in enumerate(places):
        codes = getattr(row, column)
        if unknown := [code for code in codes if code not in numbers]:
            advice = f"no line has the code {unknown[0]}. Add that place, or take it out here."
            raise BadTableError(row.file, row.line, column, advice)
        if codes:
            further[number] = [numbers[code] for code in codes]
    try:
        biggest_first(further, further)
    except CycleFoundError as error:
        circle = [places[number] for number in error.members]
        first = min(circle, key=lambda row: (row.file, row.line))
        codes = ", ".join(row.code for row in circle)
        advice = f"these places {verb} each other in a circle: {codes}. Take out one of the {column}."
        raise BadTableError(first.file, first.line, column, advice) from error


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
