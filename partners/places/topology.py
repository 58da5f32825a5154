"""Shared borders: outlines stored as TopoJSON, where each stretch of border is written once.

Two neighbours refer to the same stretch, so what is simplified once stays shared, and the file is small.
The form is the TopoJSON specification's: coordinates are whole steps of a grid, each but the first of a
stretch relative to the one before; a stretch walked backwards is written as its one's complement.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from partners.places.outlines import Geometry, wound

Point = tuple[int, int]
Ring = Sequence[Point]
Polygon = Sequence[Ring]


def geometries(topology: Mapping[str, Any]) -> Iterator[tuple[str, Geometry]]:
    """Yield the id and the GeoJSON geometry of each outline in a topology.

    Raises KeyError, IndexError, TypeError or ValueError when it is not TopoJSON of polygons.
    """
    arcs = [undone_steps(arc) for arc in topology["arcs"]]
    transform = topology["transform"]
    for collection in topology["objects"].values():
        for outline in collection["geometries"]:
            yield outline["id"], geometry(outline, arcs, transform)


def geometry(outline: Mapping[str, Any], arcs: Sequence[Ring], transform: Mapping[str, Any]) -> Geometry:
    """Return one outline of a topology as GeoJSON."""
    (width, height), (west, south) = transform["scale"], transform["translate"]

    def on_earth(references: Sequence[int]) -> list[list[float]]:
        return [
            [round(west + x * width, 5), round(south + y * height, 5)] for x, y in joined(references, arcs)
        ]

    if outline["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": wound([on_earth(ring) for ring in outline["arcs"]])}
    if outline["type"] == "MultiPolygon":
        polygons = [wound([on_earth(ring) for ring in polygon]) for polygon in outline["arcs"]]
        return {"type": "MultiPolygon", "coordinates": polygons}
    raise ValueError(f"{outline['type']} is not an area.")


def joined(references: Sequence[int], arcs: Sequence[Ring]) -> list[Point]:
    """Return the closed ring that these arcs form, end to end."""
    ring: list[Point] = []
    for reference in references:
        arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def undone_steps(arc: Sequence[Sequence[int]]) -> list[Point]:
    """Return the points of an arc that is written as a start and steps from point to point."""
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x, y))
    return points


def topology(
    outlines: Mapping[str, Sequence[Polygon]], scale: float, origin: tuple[float, float]
) -> dict[str, Any]:
    """Return the topology of outlines: polygons of closed rings on a grid of `scale` from `origin`."""
    junctions = found_junctions(outlines)
    numbers: dict[tuple[Point, ...], int] = {}
    shapes = []
    for code, polygons in outlines.items():
        references = [[referred(ring, junctions, numbers) for ring in polygon] for polygon in polygons]
        if len(references) == 1:
            shapes.append({"type": "Polygon", "id": code, "arcs": references[0]})
        else:
            shapes.append({"type": "MultiPolygon", "id": code, "arcs": references})
    return {
        "type": "Topology",
        "transform": {"scale": [scale, scale], "translate": list(origin)},
        "objects": {"places": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [steps(arc) for arc in numbers],
    }


def found_junctions(outlines: Mapping[str, Sequence[Polygon]]) -> set[Point]:
    """Return the points where borders meet: two rings pass, but come from or go on to elsewhere."""
    neighbours: dict[Point, frozenset[Point]] = {}
    junctions = set()
    for polygons in outlines.values():
        for ring in (ring for polygon in polygons for ring in polygon):
            for before, point, after in zip([ring[-2], *ring], ring, ring[1:], strict=False):
                pair = frozenset((before, after))
                if neighbours.setdefault(point, pair) != pair:
                    junctions.add(point)
    return junctions


def referred(ring: Ring, junctions: set[Point], numbers: dict[tuple[Point, ...], int]) -> list[int]:
    """Return the ring as references to arcs, numbering those that are new."""
    return [number(arc, numbers) for arc in cut(ring, junctions)]


def cut(ring: Ring, junctions: set[Point]) -> list[tuple[Point, ...]]:
    """Return the arcs between junctions that make up a closed ring.

    A ring without junctions starts at its least point, so that the same ring of another place gives the same
    arc or its reverse.
    """
    points = list(ring[:-1])
    ends = [index for index, point in enumerate(points) if point in junctions]
    start = ends[0] if ends else points.index(min(points))
    points = [*points[start:], *points[: start + 1]]
    ends = [index for index, point in enumerate(points) if point in junctions] or [0, len(points) - 1]
    return [tuple(points[one : other + 1]) for one, other in pairwise(ends)]


def number(arc: tuple[Point, ...], numbers: dict[tuple[Point, ...], int]) -> int:
    """Return the reference to an arc, whichever way it runs."""
    if arc in numbers:
        return numbers[arc]
    backwards = arc[::-1]
    if backwards in numbers:
        return ~numbers[backwards]
    return numbers.setdefault(arc, len(numbers))


def steps(arc: Sequence[Point]) -> list[Point]:
    """Return an arc as a start and the steps from point to point."""
    before = [(0, 0), *arc]
    return [(x - from_x, y - from_y) for (from_x, from_y), (x, y) in zip(before, arc, strict=False)]
