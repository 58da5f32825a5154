"""Places as GeoJSON (RFC 7946): longitude first, rings closed, outer rings anticlockwise.

Boundaries are stored as GeoJSON text and go out as they are, so a map of England costs little more than
reading it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from partners.places.models import Place

CONTENT_TYPE = "application/geo+json"
# Digits shrink to less than half, so this many characters stay below 200 kilobytes when compressed.
MOST_CHARACTERS = 380_000
NOWHERE = "null"


@dataclass(frozen=True)
class Shape:
    """How a place is drawn: the GeoJSON text of its boundary, else of a point, else 'null'."""

    place: Place
    geometry: str
    left_out: bool = False  # a boundary is known, but the map would be too large with it

    @property
    def is_area(self) -> bool:
        """Whether the boundary is drawn."""
        return self.geometry != NOWHERE and '"Point"' not in self.geometry

    @property
    def is_somewhere(self) -> bool:
        """Whether the place is on the map at all."""
        return self.geometry != NOWHERE


def shape(place: Place) -> Shape:
    """Return how a place is drawn. Fetch it with its `outline`, or this asks for it."""
    outline = getattr(place, "outline", None)
    return Shape(place, outline.geometry if outline else point(place))


def point(place: Place) -> str:
    """Return the middle of a place as GeoJSON text, or 'null' when it is not known."""
    if place.longitude is None or place.latitude is None:
        return NOWHERE
    return dumped({"type": "Point", "coordinates": [round(place.longitude, 5), round(place.latitude, 5)]})


def within_size(shapes: Sequence[Shape], most: int = MOST_CHARACTERS) -> list[Shape]:
    """Return the shapes in their order, the longest boundaries as points where all would be too much."""
    room = most
    kept = set()
    for each in sorted(shapes, key=lambda each: len(each.geometry)):
        room -= len(each.geometry)
        if room >= 0:
            kept.add(each.place.pk)
    return [
        each
        if each.place.pk in kept or not each.is_area
        else replace(each, geometry=point(each.place), left_out=True)
        for each in shapes
    ]


def feature(drawn: Shape, properties: dict[str, Any]) -> str:
    """Return the text of a feature."""
    facts = {**place_properties(drawn.place), **properties}
    return f'{{"type":"Feature","geometry":{drawn.geometry},"properties":{dumped(facts)}}}'


def place_properties(place: Place) -> dict[str, str]:
    """Return what every feature says of its place."""
    return {
        "code": place.code,
        "name": place.name,
        "label": place.label,
        "kind": place.kind,
        "url": place.get_absolute_url(),
    }


def collection(features: Iterable[str], **members: Any) -> str:
    """Return the text of a feature collection with members of our own."""
    more = "".join(f",{dumped(name)}:{dumped(value)}" for name, value in members.items())
    return f'{{"type":"FeatureCollection"{more},"features":[{",".join(features)}]}}'


def dumped(value: Any) -> str:
    """Return a value as short JSON text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
