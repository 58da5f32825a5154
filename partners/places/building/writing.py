"""Writing our tables: always the same bytes for the same facts."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from partners.places.building.areas import Area
from partners.places.building.organisations import Body
from partners.places.tables import COLUMNS

BODY_COLUMNS = ("kind", "name", "identifiers", "website", "serves")


def write_table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV table with a line of column names."""
    with file.open("w", newline="", encoding="utf-8") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_places(file: Path, areas: Iterable[Area]) -> None:
    """Write the table of places."""
    write_table(file, COLUMNS, ([cell(area, column) for column in COLUMNS] for area in areas))


def cell(area: Area, column: str) -> str:
    """Return what a table says about a place in one column."""
    if column == "parents":
        return " ".join(parent(code, share) for code, share in sorted(area.parents.items()))
    if column == "former_codes":
        return " ".join(area.former_codes)
    value = getattr(area, column)
    return "" if value is None else str(value)


def parent(code: str, share: float) -> str:
    """Return 'CODE' for a place that wholly holds another, else 'CODE:share'."""
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
