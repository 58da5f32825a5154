"""Writing our tables: always the same bytes for the same facts."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from partners.places.building.areas import Area
from partners.places.building.organisations import Body
from partners.places.kinds import PlaceKind
from partners.places.small_area_tables import SMALL_AREA_COLUMNS
from partners.places.tables import COLUMNS, OPTIONAL_COLUMNS

CENSUS = (PlaceKind.MSOA, PlaceKind.LSOA)
SEPARATORS = {"former_codes": " ", "former_names": "|"}
BODY_COLUMNS = ("kind", "name", "identifiers", "website", "serves")


def write_table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV table with a line of column names."""
    with file.open("w", newline="", encoding="utf-8") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_places(file: Path, areas: Iterable[Area]) -> None:
    """Write the table of places: all but those of the census."""
    columns = (*COLUMNS, *OPTIONAL_COLUMNS)
    places = (area for area in areas if area.kind not in CENSUS)
    write_table(file, columns, ([cell(area, column) for column in columns] for area in places))


def write_small_areas(file: Path, areas: Iterable[Area]) -> None:
    """Write the table of the census's neighbourhoods and, after them, its small areas."""
    places = (area for area in areas if area.kind in CENSUS)
    write_table(file, SMALL_AREA_COLUMNS, map(small_area_cells, places))


def small_area_cells(area: Area) -> list[str]:
    """Return what the table says about a place of the census, without what it says elsewhere."""
    names = ["", area.name[-1]] if area.kind == PlaceKind.LSOA else [area.name, "".join(area.former_names)]
    point = [str(round(degrees, 4)) for degrees in (area.latitude, area.longitude) if degrees is not None]
    return [area.code, *names, area.name_cy, *point, cell(area, "parents")]


def cell(area: Area, column: str) -> str:
    """Return what a table says about a place in one column."""
    value = getattr(area, column)
    if isinstance(value, dict):
        return " ".join(with_share(code, share) for code, share in sorted(value.items()))
    if isinstance(value, list):
        return SEPARATORS[column].join(value)
    return "" if value is None else str(value)


def with_share(code: str, share: float) -> str:
    """Return 'CODE' for a place that holds another wholly, else 'CODE:share'."""
    return code if share == 1 else f"{code}:{share:g}"


def write_bodies(file: Path, bodies: Iterable[Body]) -> None:
    """Write the table of organisations."""
    rows = ([body.kind, body.name, " ".join(body.identifiers), body.website, body.serves] for body in bodies)
    write_table(file, BODY_COLUMNS, rows)


def write_topology(file: Path, topology: Mapping[str, Any]) -> None:
    """Write outlines as TopoJSON, one outline or border on a line, so that a change shows as a small one."""
    shapes = ",\n".join(map(compact, topology["objects"]["places"]["geometries"]))
    borders = ",\n".join(map(compact, topology["arcs"]))
    file.write_text(
        f'{{"type":"Topology","transform":{compact(topology["transform"])},'
        f'"objects":{{"places":{{"type":"GeometryCollection","geometries":[\n{shapes}\n]}}}},'
        f'"arcs":[\n{borders}\n]}}\n',
        encoding="utf-8",
    )


def compact(value: Any) -> str:
    """Return JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))
