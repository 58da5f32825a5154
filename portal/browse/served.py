"""A drawing of the places that a partner serves."""

import json
from dataclasses import dataclass

from partners.places import geojson
from partners.places.models import Place
from partners.places.outlines import frame
from partners.places.parts import Part
from portal.browse.drawings import DECIMALS, LONGEST, Drawing, drawn_part, framed, located
from portal.browse.maps import MapPart

MOST_DRAWN = 40


@dataclass(frozen=True)
class ServedMap:
    """The drawing, and what it shows in words."""

    drawing: Drawing
    label: str


def served_map(places: list[Place]) -> ServedMap | None:
    """Return the drawing of places that were fetched with their outlines; no query.

    None when nothing has a boundary: a few points without a shore around them say nothing.
    """
    shapes = geojson.within_size([geojson.shape(place) for place in places[:MOST_DRAWN]])
    parts = [MapPart(Part(each.place, 1.0), each, each.place.label) for each in shapes if each.is_somewhere]
    if not any(part.shape.is_area for part in parts):
        return None
    geometries = {part.place.pk: json.loads(part.shape.geometry) for part in parts}
    around = frame(framed(geometries.values()), longest=LONGEST, margin=8, decimals=DECIMALS)
    drawn = [drawn_part(part, geometries[part.place.pk], around) for part in located(parts)]
    names = ", ".join(part.name for part in parts)
    return ServedMap(Drawing(around.view_box, "", drawn), f"Map of the places it serves: {names}")
