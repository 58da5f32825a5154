"""What a request says about places, worked out in the database: sets of codes, and the places to list."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.likeness import likeness_of
from partners.places.models import Place
from search.request import SearchRequest
from search.sql import PLACES_AND_PARTS, PLACES_AROUND, PLACES_IN_BOX, rows
from search.where.around import Found, places_found
from search.where.distance import WITH_POINT, Point, box_around, miles_between
from search.where.whereabouts import Where, Whereabouts

# No more codes than a database or an engine takes; the farthest are then left out.
MOST_NEAR = 30_000
# What is nearer comes first, in steps of this share of the distance asked for.
RINGS = (0.25, 0.5, 0.75)

Listed = dict[str, str]


def listed_places(codes: Collection[str]) -> Listed:
    """Return code → kind of these places and of those directly in them, in one query."""
    return dict(rows(PLACES_AND_PARTS, codes, codes, [WHOLE]))


def worked_out(request: SearchRequest) -> tuple[Whereabouts, Listed | None]:
    """Return what a request says about places, and which of them the place facet lists.

    One query for places chosen, and one more for how others lie to them. Three for near, three for like.
    """
    parts: list[Whereabouts] = []
    listed: Listed = listed_places(request.places) if request.places else {}
    if request.places:
        parts.append(chosen(request))
    if request.near or request.like:
        found = places_found([code for code in (request.near, request.like) if code])
        if request.near:
            near, districts = nearby(found[request.near], request.within)
            parts.append(near)
            if not request.places:
                listed |= listed_places([request.near]) | districts
        if request.like:
            districts = alike(found[request.like])
            parts.append(Whereabouts(always=(Where(inside=tuple(districts)),)))
            if not request.places:
                listed |= districts
    return together(parts), listed or None


def together(parts: list[Whereabouts]) -> Whereabouts:
    """Return all of this as one. The order is that of the first that has any."""
    return Whereabouts(
        chosen=next((part.chosen for part in parts if part.chosen), None),
        always=tuple(where for part in parts for where in part.always),
        tiers=next((part.tiers for part in parts if part.tiers), ()),
    )


def chosen(request: SearchRequest) -> Whereabouts:
    """Return what the places chosen mean: at most one query."""
    own, inside = Where(own=request.places), Where(inside=request.places)
    if request.lies == "inside":
        return Whereabouts(tiers=(own,))
    covering, overlapping = places_around(request.places)
    wider = [Where(own=tuple(codes)) for codes in by_size(covering)]
    every, partly = Where(own=tuple(covering)), Where(own=tuple(overlapping))
    if request.lies == "covers":
        return Whereabouts(every, tiers=tuple(wider))
    if request.lies == "overlaps":
        return Whereabouts(partly)
    anything = Where(inside=request.places, own=(*covering, *overlapping))
    return Whereabouts(anything, tiers=(own, inside, *wider))


def places_around(codes: Collection[str]) -> tuple[Listed, list[str]]:
    """Return code → kind of what wholly holds one of these places, and the codes of what overlaps one."""
    covering: Listed = {}
    overlapping: list[str] = []
    for code, kind, whole in rows(PLACES_AROUND, [WHOLE], codes, codes, [WHOLE]):
        if whole:
            covering[code] = kind
        else:
            overlapping.append(code)
    return covering, list(dict.fromkeys(overlapping))


def by_size(covering: Listed) -> Iterable[list[str]]:
    """Return the places of each kind, those of the smallest kind first."""
    kinds = defaultdict(list)
    for code, kind in covering.items():
        kinds[PlaceKind(kind)].append(code)
    return [kinds[kind] for kind in reversed(PlaceKind) if kind in kinds]


def nearby(place: Found, miles: float) -> tuple[Whereabouts, Listed]:
    """Return what is in a place or near its point, and the districts near: one query.

    Of the others near only those are there that something may be about.
    """
    if place.point is None:
        return Whereabouts(always=(Where(inside=(place.code,)),)), {}
    distances, districts = places_within(place.point, miles)
    inside = Where(inside=(place.code,))
    rings = [
        Where(own=tuple(code for code, distance in distances.items() if distance <= miles * share))
        for share in RINGS
    ]
    tiers = (Where(own=(place.code,)), inside, *rings)
    return Whereabouts(None, (Where((place.code,), tuple(distances)),), tiers), districts


def places_within(point: Point, miles: float) -> tuple[dict[str, float], Listed]:
    """Return code → miles of places so near, the nearest first, and code → kind of the districts of today."""
    box = box_around(point, miles)
    found: dict[str, float] = {}
    districts: Listed = {}
    for code, kind, latitude, longitude, ended in rows(
        PLACES_IN_BOX, [box.south], [box.north], [box.west], [box.east]
    ):
        distance = miles_between(point, Point(latitude, longitude))
        if distance <= miles and kind in WITH_POINT:
            found[code] = distance
            if kind == PlaceKind.DISTRICT and not ended:
                districts[code] = kind
    nearest = sorted(found, key=lambda code: (found[code], code))[:MOST_NEAR]
    return {code: found[code] for code in nearest}, districts


def alike(place: Found) -> Listed:
    """Return code → kind of the districts most like a place, or like the one that it lies in: two queries."""
    district = Place.objects.filter(code=place.district).first()
    likeness = likeness_of(district)
    return {near.place.code: near.place.kind for near in likeness.neighbours} if likeness else {}
