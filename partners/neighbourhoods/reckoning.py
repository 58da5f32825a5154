"""Working out where a neighbourhood lies and what it holds, from chosen parts or from a drawing."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef

from partners.neighbourhoods import shapes
from partners.neighbourhoods.situations import (
    GATHERED,
    NowhereError,
    Shares,
    Situation,
    by_kind,
    check_not_too_many,
    gathered,
    kinds_of,
    links_above,
    main_district,
    rows_above,
    small_areas_in,
    weighted,
)
from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure

AT_SEA = "This is not in any district of the United Kingdom that we know. Check the drawing."
# Degrees: how far the middle of a district, and of a ward, may be from its edge.
DISTRICT_REACH = (2.0, 3.5)
WARD_REACH = (0.3, 0.5)
SMALL_AREAS = PlaceClosure.objects.filter(
    ancestor=OuterRef("pk"), descendant__kind=PlaceKind.LSOA, descendant__ended_on__isnull=True
)


def from_parts(parts: Collection[Place]) -> Situation:
    """Return the situation of a neighbourhood made of these wards and small areas.

    Shares count small areas where all parts have them, else people, else the parts themselves.
    Raises NowhereError.
    """
    keys = [part.pk for part in parts]
    found = small_areas_in(keys)
    small_areas = {area for areas in found.values() for area in areas}
    check_not_too_many(small_areas)
    weights = dict.fromkeys(small_areas, 1.0) if len(found) == len(keys) else people(parts)
    above = weighted(weights, rows_above(weights))
    districts = by_kind(above, kinds_of(above)).get(PlaceKind.DISTRICT, {})
    district = main_district(districts)
    outline, (latitude, longitude) = outline_of(parts)
    return Situation(
        above=links_above(districts, above),
        parts={**gathered(small_areas), **dict.fromkeys((*small_areas, *keys), 1.0)},
        district=district,
        latitude=latitude,
        longitude=longitude,
        outline=outline,
    )


def people(parts: Collection[Place]) -> dict[int, float]:
    """Return the weights of parts: the people in each where that is known of all, else 1 each."""
    if all(part.population for part in parts):
        return {part.pk: float(part.population or 0) for part in parts}
    return {part.pk: 1.0 for part in parts}


def outline_of(parts: Collection[Place]) -> tuple[Any, tuple[float | None, float | None]]:
    """Return the outline of all parts together, if all are known, and the middle as latitude, longitude."""
    known = shapes.outlines_of(part.pk for part in parts)
    if len(known) < len(parts):
        return None, shapes.mean_point(parts)
    together = shapes.union(known.values())
    return shapes.simplified(together), shapes.middle(together)


def from_drawing(drawn: Any) -> Situation:
    """Return the situation of a drawn shape in degrees. Raises NowhereError.

    Its shares in districts are shares of its area by their simplified outlines. What it holds are the small
    areas whose middle lies in it, and of wards and census neighbourhoods as much as those are of them.
    """
    small_areas, parts = parts_within(drawn)
    districts = shapes.area_shares(drawn, outlines_around(drawn, PlaceKind.DISTRICT, DISTRICT_REACH))
    if not districts:
        raise NowhereError(AT_SEA)
    above = links_above(districts, shares_above(districts, small_areas))
    if not parts:
        # Smaller than a small area: then it is the ward that holds it, and not the other way round.
        above |= shapes.shares_in(drawn, outlines_around(drawn, PlaceKind.WARD, WARD_REACH))
    latitude, longitude = shapes.middle(drawn)
    return Situation(
        above=above,
        parts=parts,
        district=main_district(districts),
        latitude=latitude,
        longitude=longitude,
        outline=shapes.simplified(drawn),
    )


def parts_within(drawn: Any) -> tuple[set[int], Shares]:
    """Return the small areas in a shape; and the shares of all that it holds, them included."""
    small_areas = shapes.places_within(drawn, points(around(drawn, (PlaceKind.LSOA,))))
    check_not_too_many(small_areas)
    # Where small areas are not known, as in Scotland, the outline counts, else the middle.
    uncounted = points(around(drawn, GATHERED, WARD_REACH).filter(~Exists(SMALL_AREAS)))
    outlines = shapes.outlines_of(uncounted)
    inside = shapes.places_within(drawn, {key: uncounted[key] for key in uncounted.keys() - outlines.keys()})
    return small_areas, {
        **gathered(small_areas),
        **shapes.part_shares(drawn, outlines),
        **dict.fromkeys((*inside, *small_areas), 1.0),
    }


def points(places: Any) -> dict[int, tuple[float, float]]:
    """Return longitude and latitude of places by key; one query."""
    return {key: (x, y) for key, x, y in places.values_list("pk", "longitude", "latitude")}


def shares_above(districts: Shares, small_areas: set[int]) -> Shares:
    """Return shares in what lies above districts, given the shares in these; at most four queries.

    Where one of the districts is divided, say between two boards, the small areas are counted.
    """
    rows = rows_above(districts)
    shares = weighted(districts, rows)
    kinds = kinds_of(shares)
    dividing = {kinds[place] for above in rows.values() for place, share in above.items() if share < WHOLE}
    if not dividing or not small_areas:
        return shares
    counted = weighted(dict.fromkeys(small_areas, 1.0), rows_above(small_areas))
    by_small_areas = by_kind(counted, kinds_of(counted))
    kept = {place: share for place, share in shares.items() if kinds[place] not in dividing}
    return kept | {place: share for kind in dividing for place, share in by_small_areas[kind].items()}


def outlines_around(drawn: Any, kind: PlaceKind, reach: tuple[float, float]) -> dict[int, Any]:
    """Return the outlines of places of a kind that a shape may lie in."""
    return shapes.outlines_of(around(drawn, (kind,), reach).values_list("pk", flat=True))


def around(drawn: Any, kinds: Collection[str], reach: tuple[float, float] = (0, 0)) -> Any:
    """Return the current places whose middle is at most so many degrees north or east of a shape's edges."""
    west, south, east, north = drawn.bounds
    up, across = reach
    return Place.objects.current().filter(
        kind__in=kinds,
        latitude__range=(south - up, north + up),
        longitude__range=(west - across, east + across),
    )
