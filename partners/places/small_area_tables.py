"""Reading the table of census areas, which leaves out what can be worked out.

A neighbourhood (MSOA) has its official name beside the one that people use, and its district as a parent. A
small area (LSOA) has only the letter that follows the official name of its neighbourhood, and its
neighbourhood and ward as parents. What share of a neighbourhood lies in which ward is counted from its small
areas; wards of another district, where one was redrawn since the census, do not count.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from partners.places.cells import Line, read_lines
from partners.places.kinds import PlaceKind
from partners.places.table_rows import PlaceRow, point, shares

SMALL_AREA_COLUMNS = ("code", "name", "official_name", "name_cy", "latitude", "longitude", "parents")
SMALL_AREA = re.compile(r"[EW]01\d{6}")


def small_area_rows(file: Path, places: Iterable[PlaceRow]) -> list[PlaceRow]:
    """Return the census areas of a table that links them to these places. Raises BadTableError, OSError."""
    lines = list(read_lines(file, SMALL_AREA_COLUMNS))
    known = {row.code: row for row in places}
    neighbourhoods, officials = {}, {}
    for line in lines:
        if not SMALL_AREA.fullmatch(line.text("code")):
            row = neighbourhood_row(line, known)
            neighbourhoods[row.code] = row
            officials[row.code] = line.text("official_name") or row.name
    rows = [small_area_row(line, officials) for line in lines if SMALL_AREA.fullmatch(line.text("code"))]
    wards = counted_wards(rows, neighbourhoods, known)
    for code, row in neighbourhoods.items():
        neighbourhoods[code] = row._replace(parents={**wards.get(code, {}), **row.parents})
    return [*neighbourhoods.values(), *rows]


def neighbourhood_row(line: Line, known: Mapping[str, PlaceRow]) -> PlaceRow:
    """Return what a line says about a neighbourhood. Raises BadTableError."""
    name, official = line.name("name"), line.name_or_nothing("official_name")
    return census_row(line, PlaceKind.MSOA, name)._replace(
        name_cy=line.name_or_nothing("name_cy"),
        former_names=official if official != name else "",
        qualifier=district_name(line, known),
    )


def district_name(line: Line, known: Mapping[str, PlaceRow]) -> str:
    """Return the name of the district that holds most of a neighbourhood. Raises BadTableError."""
    districts = {
        known[code].name: share
        for code, share in shares(line, "parents")
        if code in known and known[code].kind == PlaceKind.DISTRICT
    }
    if not districts:
        raise line.bad("parents", "none of these is a district of places.csv. Add the district.")
    return max(districts, key=lambda name: districts[name])


def small_area_row(line: Line, officials: Mapping[str, str]) -> PlaceRow:
    """Return what a line says about a small area. Raises BadTableError."""
    row = census_row(line, PlaceKind.LSOA, "")
    names = [officials[code] for code in row.parents if code in officials]
    if len(names) != 1:
        raise line.bad("parents", "exactly one of these must be a neighbourhood of this table. Correct them.")
    return row._replace(name=f"{names[0]}{line.name('official_name', 3)}")


def census_row(line: Line, kind: PlaceKind, name: str) -> PlaceRow:
    """Return what a line says about a census area of either kind. Raises BadTableError."""
    latitude, longitude = point(line)
    return PlaceRow(
        file=line.file,
        line=line.number,
        code=line.code("code"),
        former_codes=(),
        kind=kind,
        name=name,
        name_cy="",
        latitude=latitude,
        longitude=longitude,
        qualifier="",
        parents=dict(shares(line, "parents")),
        population=None,
    )


def counted_wards(
    rows: Iterable[PlaceRow], neighbourhoods: Mapping[str, PlaceRow], known: Mapping[str, PlaceRow]
) -> dict[str, dict[str, float]]:
    """Return the share of each neighbourhood in each ward, counted by its small areas."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        wards = [code for code in row.parents if code in known and known[code].kind == PlaceKind.WARD]
        for code in row.parents:
            if code in neighbourhoods:
                districts = neighbourhoods[code].parents.keys()
                counts[code].update(ward for ward in wards if districts & known[ward].parents.keys())
    return {
        code: {ward: round(count / wards.total(), 4) for ward, count in sorted(wards.items())}
        for code, wards in counts.items()
    }
