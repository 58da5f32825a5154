"""Outlines of places as SVG path data, drawn without scripts, tiles or libraries.

The projection is equirectangular: longitude is narrowed by the cosine of the middle latitude. For areas the
size of the United Kingdom and smaller that looks right, and it keeps shared borders shared.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Geometry = dict[str, Any]  # a GeoJSON Polygon or MultiPolygon
Position = Sequence[float]


@dataclass(frozen=True)
class Frame:
    """The part of the Earth that a drawing shows, and how many units of the drawing it is wide and high."""

    west: float
    north: float
    narrowing: float
    scale: float
    width: int
    height: int
    decimals: int = 1

    @property
    def view_box(self) -> str:
        """The viewBox attribute of the SVG element."""
        return f"0 0 {self.width} {self.height}"

    def path(self, geometry: Geometry) -> str:
        """Return the `d` attribute of a geometry. Fill it with fill-rule evenodd, so that holes stay open."""
        return "".join(filter(None, (self.closed_line(ring) for ring in rings(geometry))))

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point on the Earth is in the drawing."""
        x = (longitude - self.west) * self.narrowing * self.scale
        return round(x, self.decimals), round((self.north - latitude) * self.scale, self.decimals)

    def closed_line(self, ring: Iterable[Position]) -> str:
        """Return a ring as path data; nothing when it is too small to see."""
        places = [self.point(*position[:2]) for position in ring]
        corners = [place for before, place in zip([None, *places], places, strict=False) if place != before]
        if len(set(corners)) < 3:
            return ""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners[:-1]) + "Z"


def frame(geometries: Iterable[Geometry], longest: int = 400, margin: int = 4, decimals: int = 1) -> Frame:
    """Return the frame that shows all of these, `longest` units on its longer side.

    Fewer `decimals` make shorter paths for drawings with many places. Raises ValueError when there are none.
    """
    positions = [position for geometry in geometries for ring in rings(geometry) for position in ring]
    if not positions:
        raise ValueError("There is nothing to draw.")
    west, east = min(x for x, *_ in positions), max(x for x, *_ in positions)
    south, north = min(y for _, y, *_ in positions), max(y for _, y, *_ in positions)
    narrowing = math.cos(math.radians((south + north) / 2))
    across, down = (east - west) * narrowing, north - south
    scale = (longest - 2 * margin) / max(across, down, 1e-6)
    return Frame(
        west=west - margin / scale / narrowing,
        north=north + margin / scale,
        narrowing=narrowing,
        scale=scale,
        width=math.ceil(round(across * scale, 1)) + 2 * margin,
        height=math.ceil(round(down * scale, 1)) + 2 * margin,
        decimals=decimals,
    )


def rings(geometry: Geometry) -> Iterator[Sequence[Position]]:
    """Yield each ring of a GeoJSON Polygon or MultiPolygon. Raises ValueError for anything else."""
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
    else:
        raise ValueError(f"{geometry['type']} is not an area.")


def wound(polygon: Sequence[list[list[float]]]) -> list[list[list[float]]]:
    """Return the rings of a polygon as RFC 7946 winds them: the outer one anticlockwise, holes clockwise."""
    return [
        ring if (twice_the_area(ring) > 0) == (number == 0) else ring[::-1]
        for number, ring in enumerate(polygon)
    ]


def twice_the_area(ring: Sequence[Position]) -> float:
    """Return the signed area of a closed ring, doubled, in square degrees: above 0 when anticlockwise."""
    # From its first corner, because small differences of large numbers lose digits.
    (x, y), *_ = ring
    corners = [(a - x, b - y) for a, b, *_ in ring]
    return sum(a * d - b * c for (a, b), (c, d) in pairwise(corners))
