"""Shapes of places: outlines that are stored, and how much of one shape lies in others."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.polygon import orient

from partners.neighbourhoods.situations import Shares, tidy
from partners.places.models import Place, PlaceOutline

# Degrees. An outline is for small maps: 0.0001 is about ten metres.
GRID = 0.00001
TOLERANCE = 0.0001
MOST_STORED = 400
# Stored borders are simplified, by up to a few hundred metres. Less than this beyond a border is no sign of
# lying beyond it.
SLIVER = 0.03
NEAR = 0.02  # degrees: a headland that the simplified outline cuts off still belongs to its district
DECIMALS = 5


def outlines_of(places: Iterable[int]) -> dict[int, Any]:
    """Return the shapes of those of these places whose outline is stored; one query."""
    stored = PlaceOutline.objects.filter(place__in=list(places)).values_list("place", "geometry")
    return {place: mended(shape(json.loads(geometry))) for place, geometry in stored}


def mended(drawn: Any) -> Any:
    """Return a stored outline as a valid shape: simplifying may have made corners touch."""
    return drawn if shapely.is_valid(drawn) else shapely.make_valid(drawn)


def area_shares(drawn: Any, outlines: Mapping[int, Any]) -> Shares:
    """Return the share of a shape's area in each of these outlines, as far as it lies in any.

    The shape lies in the nearest when it only lies near them. Empty when it is far from all.
    """
    shapely.prepare(drawn)
    areas = {place: drawn.intersection(outline).area for place, outline in outlines.items()}
    land = sum(areas.values())
    if not land:
        near = {place: drawn.distance(outline) for place, outline in outlines.items()}
        nearest = min(near, key=lambda place: near[place], default=0)
        return {nearest: 1.0} if nearest and near[nearest] <= NEAR else {}
    kept = {place: area for place, area in areas.items() if area / land >= SLIVER}
    return {place: tidy(area / sum(kept.values())) for place, area in kept.items()}


def shares_in(drawn: Any, outlines: Mapping[int, Any]) -> Shares:
    """Return the share of a shape's area in each of these outlines, if it is more than a sliver."""
    shares = {place: drawn.intersection(outline).area / drawn.area for place, outline in outlines.items()}
    return {place: tidy(share) for place, share in shares.items() if share >= SLIVER}


def part_shares(drawn: Any, outlines: Mapping[int, Any]) -> Shares:
    """Return the share of each outline's own area that lies in a shape, if it is more than a sliver."""
    shares = {place: drawn.intersection(outline).area / outline.area for place, outline in outlines.items()}
    return {place: tidy(share) for place, share in shares.items() if share >= SLIVER}


def places_within(drawn: Any, places: Mapping[int, tuple[float, float]]) -> set[int]:
    """Return the keys of those whose point, given as longitude and latitude, lies in a shape."""
    shapely.prepare(drawn)
    inside = shapely.contains_xy(drawn, [x for x, _ in places.values()], [y for _, y in places.values()])
    return {key for key, is_inside in zip(places, inside, strict=True) if is_inside}


def simplified(drawn: Any) -> dict[str, Any]:
    """Return a shape as GeoJSON for small maps: valid, with at most some hundred points."""
    tolerance, simple = TOLERANCE, on_grid(drawn.simplify(TOLERANCE))
    while shapely.get_num_coordinates(simple) > MOST_STORED:
        tolerance *= 2
        simple = on_grid(drawn.simplify(tolerance))
    return geojson(simple)


def on_grid(drawn: Any) -> Any:
    """Return the areas of a shape with its corners rounded, and still valid."""
    rounded = shapely.set_precision(drawn, GRID)
    return rounded if not rounded.is_empty else drawn


def geojson(drawn: Any) -> dict[str, Any]:
    """Return a shape as GeoJSON, outer rings anticlockwise, as RFC 7946 wants them."""
    parts = [orient(part) for part in shapely.get_parts(drawn)]
    rings = [[corners(ring) for ring in (part.exterior, *part.interiors)] for part in parts]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def corners(ring: Any) -> list[list[float]]:
    """Return the positions of a ring, rounded."""
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring.coords]


def union(shapes: Iterable[Any]) -> Any:
    """Return one shape of several, without holes too thin to be meant."""
    return shapely.union_all([on_grid(drawn) for drawn in shapes])


def middle(drawn: Any) -> tuple[float, float]:
    """Return latitude and longitude of the middle of a shape, or of a spot well inside if that is outside."""
    centre = drawn.centroid
    point = centre if drawn.contains(centre) else drawn.representative_point()
    return round(point.y, DECIMALS), round(point.x, DECIMALS)


def mean_point(places: Iterable[Place]) -> tuple[float | None, float | None]:
    """Return latitude and longitude in the middle of the points of places, or nothing when none has one."""
    points = [(place.latitude, place.longitude) for place in places if place.latitude is not None]
    if not points:
        return None, None
    latitudes, longitudes = zip(*points, strict=True)
    return round(sum(latitudes) / len(points), DECIMALS), round(sum(longitudes) / len(points), DECIMALS)
