"""Reading what somebody drew or pasted: every mistake is answered by a sentence that says what to do.

Size and numbers are bounded before any geometry is worked out, so that no text, however made, takes long.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

MOST_CHARACTERS = 4_000_000
MOST_POINTS = 5_000
MOST_DECIMALS_TEXT = 40
# The United Kingdom with its sea lochs: west, south, east, north. Nothing of it lies beyond.
WEST, SOUTH, EAST, NORTH = -8.8, 49.8, 1.9, 61.0
LEAST_KM2 = 0.01
MOST_KM2 = 5_000
KM_PER_DEGREE = 111.2
DECIMALS = 7  # of a degree: about a centimetre

EMPTY = "Draw the neighbourhood: at least three corners."
TOO_LONG = "This text has {count:,} characters; {most:,} is the most. Simplify the drawing first."
TOO_MANY_POINTS = "This drawing has {count:,} points; {most:,} is the most. Simplify it first."
NOT_GEOJSON = "This is neither GeoJSON nor a list of corners. Write one corner a line: latitude, longitude."
NOT_NUMBERS = "{what} is not a place on Earth. Each corner needs two plain numbers."
NOT_AN_AREA = "A {kind} is not an area. Draw a shape that closes: GeoJSON Polygon or MultiPolygon."
SWAPPED = (
    "Latitude and longitude seem to be swapped: GeoJSON writes longitude first, for example [-2.33, 53.42]."
)
SWAPPED_LINES = "Latitude and longitude seem to be swapped: write latitude first, for example 53.42, -2.33."
OUTSIDE = "The point at {point} is outside the United Kingdom. Correct it."
TOO_FEW = "A shape needs at least three different corners. One of these has {count}."
CROSSING = "The line crosses or touches itself near {point}. Move a corner so that it does not."
WRONG_HOLE = "A hole is not inside its shape, or runs into another hole, near {point}. Correct it."
OVERLAPPING = "Two shapes of the drawing overlap near {point}. Make them one shape."
NOT_VALID = "The drawing does not make an area near {point}. Draw it again."
TOO_SMALL = (
    "This is {area} km². Draw at least 0.01 km², one hectare: anything smaller could not be seen on our maps."
)
TOO_LARGE = (
    "This is {area} km². A neighbourhood has at most 5,000 km², about as much as the largest ward. "
    "For more, choose a district or county."
)
REASONS = (
    ("hole", WRONG_HOLE),
    ("self-intersection", CROSSING),
    ("interior is disconnected", CROSSING),
    ("shells", OVERLAPPING),
    ("duplicate", OVERLAPPING),
)
NOT_AREAS = ("Point", "MultiPoint", "LineString", "MultiLineString", "GeometryCollection")
Ring = list[tuple[float, float]]


class DrawingError(ValueError):
    """The text is no drawing that can be used. The message says why and what to do."""


def read_drawing(text: str) -> Any:
    """Return the shape in a text: GeoJSON of areas, or lines with latitude and longitude of each corner.

    The shape is a valid shapely Polygon or MultiPolygon in degrees, longitude first. Raises DrawingError.
    """
    text = text.strip()
    if not text:
        raise DrawingError(EMPTY)
    if len(text) > MOST_CHARACTERS:
        raise DrawingError(TOO_LONG.format(count=len(text), most=MOST_CHARACTERS))
    is_json = text[0] in "{["
    polygons = parsed_json(text) if is_json else [parsed_lines(text)]
    check_size(polygons)
    swapped = SWAPPED if is_json else SWAPPED_LINES
    shape = joined([[checked_ring(ring, swapped) for ring in polygon] for polygon in polygons if polygon])
    check_area(area_km2(shape))
    return shape


def parsed_json(text: str) -> list[list[Any]]:
    """Return the polygons of a GeoJSON text as lists of rings. Raises DrawingError."""
    try:
        return list(areas(json.loads(text)))
    except DrawingError:
        raise
    # Ill-formed JSON, numbers of thousands of digits, and brackets nested without end.
    except (ValueError, RecursionError) as error:
        raise DrawingError(NOT_GEOJSON) from error


def parsed_lines(text: str) -> list[list[Any]]:
    """Return one ring from lines of 'latitude, longitude'. Raises DrawingError."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_POINTS:
        raise DrawingError(TOO_MANY_POINTS.format(count=len(lines), most=MOST_POINTS))
    ring = []
    for line in lines:
        cells = re.split(r"[,;\s]+", line.strip().strip(",;"))
        try:
            latitude, longitude = map(float, cells)
        except ValueError as error:
            raise DrawingError(NOT_GEOJSON) from error
        ring.append([longitude, latitude])
    return [ring]


def areas(found: Any) -> Iterator[list[Any]]:
    """Yield the polygons of a GeoJSON object as lists of rings. Raises DrawingError."""
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "FeatureCollection":
        for feature in as_list(found.get("features")):
            yield from areas(feature)
    elif kind == "Feature":
        yield from areas(found.get("geometry"))
    elif kind == "Polygon":
        yield as_list(found.get("coordinates"))
    elif kind == "MultiPolygon":
        yield from map(as_list, as_list(found.get("coordinates")))
    elif kind in NOT_AREAS:
        raise DrawingError(NOT_AN_AREA.format(kind=kind))
    else:
        raise DrawingError(NOT_GEOJSON)


def as_list(found: Any) -> list[Any]:
    """Return what should be a list. Raises DrawingError."""
    if not isinstance(found, list):
        raise DrawingError(NOT_GEOJSON)
    return found


def check_size(polygons: list[list[Any]]) -> None:
    """Raise DrawingError when there is nothing in a drawing, or too much."""
    count = sum(len(as_list(ring)) for polygon in polygons for ring in polygon)
    if not count:
        raise DrawingError(EMPTY)
    if count > MOST_POINTS:
        raise DrawingError(TOO_MANY_POINTS.format(count=count, most=MOST_POINTS))


def checked_ring(ring: list[Any], swapped: str) -> Ring:
    """Return a ring of positions, closed, all in the United Kingdom. Raises DrawingError."""
    positions = [checked_position(position) for position in ring]
    if positions and all(is_in_the_uk(y, x) and not is_in_the_uk(x, y) for x, y in positions):
        raise DrawingError(swapped)
    for x, y in positions:
        if not is_in_the_uk(x, y):
            raise DrawingError(OUTSIDE.format(point=said(x, y)))
    if len(set(positions)) < 3:
        raise DrawingError(TOO_FEW.format(count=len(set(positions))))
    return positions if positions[0] == positions[-1] else [*positions, positions[0]]


def checked_position(position: Any) -> tuple[float, float]:
    """Return longitude and latitude. Raises DrawingError unless they are plain, finite numbers."""
    numbers = position[:2] if isinstance(position, list) else []
    plain = [number for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    if len(plain) != 2 or not all(abs(number) <= 360 for number in plain):
        what = json.dumps(position)[:MOST_DECIMALS_TEXT] if is_shallow(position) else "A corner"
        raise DrawingError(NOT_NUMBERS.format(what=what))
    x, y = (round(float(number), DECIMALS) for number in plain)
    return x, y


def is_shallow(position: Any) -> bool:
    """Whether something can be shown in a sentence: no brackets in it."""
    return not isinstance(position, dict) and not (
        isinstance(position, list) and any(isinstance(part, list | dict) for part in position)
    )


def is_in_the_uk(longitude: float, latitude: float) -> bool:
    """Whether a point lies in the box around the United Kingdom."""
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH


def joined(polygons: list[list[Ring]]) -> Any:
    """Return one shape of polygons given as rings, the outer one first. Raises DrawingError."""
    shapes = [Polygon(outer, holes) for outer, *holes in polygons]
    shape = shapes[0] if len(shapes) == 1 else MultiPolygon(shapes)
    if not shapely.is_valid(shape):
        raise DrawingError(what_is_wrong(shapely.is_valid_reason(shape)))
    return shape


def what_is_wrong(reason: str) -> str:
    """Return GEOS's reason, such as 'Self-intersection[-2.33 53.42]', as a sentence."""
    template = next((words for start, words in REASONS if start in reason.lower()), NOT_VALID)
    place = re.search(r"\[(\S+) (\S+)\]", reason)
    return template.format(point=said(float(place[1]), float(place[2])) if place else "one of its corners")


def check_area(area: float) -> None:
    """Raise DrawingError when a drawing is too small or too large, in square kilometres."""
    if area < LEAST_KM2:
        raise DrawingError(TOO_SMALL.format(area=f"{area:.4f}"))
    if area > MOST_KM2:
        raise DrawingError(TOO_LARGE.format(area=f"{area:,.0f}"))


def area_km2(shape: Any) -> float:
    """Return the area of a shape in degrees, in square kilometres, good to one in a hundred."""
    if shape.is_empty:
        return 0.0
    narrowing = math.cos(math.radians(shape.centroid.y))
    return float(shape.area) * KM_PER_DEGREE**2 * narrowing


def said(longitude: float, latitude: float) -> str:
    """Return a point in words, with a real minus sign for west."""
    return f"latitude {latitude:.3f}, longitude {longitude:.3f}".replace("-", "\u2212")
