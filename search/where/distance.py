"""How far one place is from another: along a great circle, between their representative points (WGS84)."""

import math
from typing import NamedTuple

from partners.places.kinds import PlaceKind
from partners.places.models import Place

# The Earth's mean radius, 6,371.0088 km (IUGG), in international miles of 1,609.344 m.
RADIUS = 6_371_008.8 / 1_609.344
# Of bigger ones no single point says where they are: what is 'five miles from the North West'?
WITH_POINT = [kind for kind in PlaceKind if kind.size >= PlaceKind.DISTRICT.size]


class Point(NamedTuple):
    """Where something is on the Earth, in degrees."""

    latitude: float
    longitude: float


def point_of(place: Place) -> Point | None:
    """Return the point that stands for a place, or None where none does."""
    if place.kind not in WITH_POINT or place.latitude is None or place.longitude is None:
        return None
    return Point(place.latitude, place.longitude)


class Box(NamedTuple):
    """The degrees between which everything near a point lies."""

    south: float
    north: float
    west: float
    east: float


def miles_between(one: Point, other: Point) -> float:
    """Return the length of the great circle between two points, by the haversine formula."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, half)))


def box_around(point: Point, miles: float) -> Box:
    """Return a box that holds all that is so near, and some more.

    No box goes round a pole or the 180th degree. There it would be too small, and no place of ours is there.
    """
    up = math.degrees(miles / RADIUS) * 1.001
    # Meridians are nearest to each other on the side of the pole.
    shrunk = math.cos(math.radians(min(89.0, abs(point.latitude) + up)))
    aside = up / shrunk
    return Box(point.latitude - up, point.latitude + up, point.longitude - aside, point.longitude + aside)
