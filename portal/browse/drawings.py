"""A map as an SVG drawing: what is on the page without script, and on paper."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from partners.places.outlines import Frame, Geometry, frame
from portal.browse.maps import MapPart, PlaceMap

LONGEST = 640
# Hundreds of outlines at the size of a page: a tenth of a pixel would only make the page heavy.
DECIMALS = 0


@dataclass(frozen=True)
class DrawnPart:
    """A part in the drawing: a path, or the middle of a circle."""

    url: str
    title: str
    step: int | None
    path: str
    x: str
    y: str


@dataclass(frozen=True)
class Drawing:
    """The numbers of an SVG drawing."""

    view_box: str
    outline: str
    parts: list[DrawnPart]


def drawing(place_map: PlaceMap) -> Drawing | None:
    """Return the drawing of a map, or None when nothing on it has a known position."""
    shapes = [place_map.outline, *(part.shape for part in place_map.parts)]
    geometries = {each.place.pk: json.loads(each.geometry) for each in shapes if each.is_somewhere}
    if not any(each.is_area for each in shapes) and len(geometries) < 2:
        return None
    around = frame(framed(geometries.values()), longest=LONGEST, margin=8, decimals=DECIMALS)
    parts = [drawn_part(part, geometries[part.place.pk], around) for part in located(place_map.parts)]
    shows_outline = place_map.outline.is_area and not place_map.is_covered
    outline = around.path(geometries[place_map.place.pk]) if shows_outline else ""
    return Drawing(around.view_box, outline, parts)


def located(parts: Iterable[MapPart]) -> list[MapPart]:
    """Return the parts that are somewhere, areas before points, so that no area covers a point."""
    somewhere = [part for part in parts if part.shape.is_somewhere]
    return sorted(somewhere, key=lambda part: not part.shape.is_area)


def framed(geometries: Iterable[Geometry]) -> list[Geometry]:
    """Return the areas, and one more made of all the points, which a frame must hold too."""
    areas, points = [], []
    for geometry in geometries:
        if geometry["type"] == "Point":
            points.append(geometry["coordinates"])
        else:
            areas.append(geometry)
    return [*areas, {"type": "Polygon", "coordinates": [points]}] if points else areas


def drawn_part(part: MapPart, geometry: Geometry, around: Frame) -> DrawnPart:
    """Return a part as it is drawn. One too small for a path becomes a point."""
    title = f"{part.name}: {part.words}" if part.words else part.name
    path, first = "", geometry["coordinates"]
    if part.shape.is_area:
        path = around.path(geometry)
        while isinstance(first[0], list):
            first = first[0]
    x, y = around.point(*first[:2])
    return DrawnPart(part.place.get_absolute_url(), title, part.step, path, f"{x:g}", f"{y:g}")
