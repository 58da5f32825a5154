"""Where a neighbourhood lies, and what it holds: both ways of making one end in the same statement."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partners.places.closure import WHOLE, ancestor_shares
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure

PART_KINDS = (PlaceKind.WARD, PlaceKind.MSOA, PlaceKind.LSOA)
GATHERED = (PlaceKind.WARD, PlaceKind.MSOA)  # their shares are counted by the small areas in them
NOT_ABOVE = (*PART_KINDS, PlaceKind.NEIGHBOURHOOD, PlaceKind.DISTRICT)
MOST_SMALL_AREAS = 500
DECIMALS = 4
LEAST = 0.0001
SAME = 0.005  # shares that differ by less say the same

TOO_MANY = (
    "This holds {count:,} census small areas, about {people:,} people. A neighbourhood has at most {most:,}. "
    "For more, choose a district or county."
)
PEOPLE_IN_A_SMALL_AREA = 1_700
NO_DISTRICT = "We cannot tell in which district this lies, so it would not be found. Make it of other parts."

Shares = dict[int, float]  # of places, by key


class NowhereError(ValueError):
    """It cannot be said where this lies, or it is too much. The message says why and what to do."""


@dataclass(frozen=True)
class Situation:
    """The links, middle and outline of a neighbourhood, before anything is stored.

    `above` has the share of the neighbourhood that lies in each bigger place; `parts` has the share of each
    smaller place that lies in the neighbourhood; `district` is the one that most of it lies in.
    """

    above: Shares
    parts: Shares
    district: int
    latitude: float | None
    longitude: float | None
    outline: dict[str, Any] | None  # GeoJSON


def rows_above(places: Iterable[int]) -> dict[int, Shares]:
    """Return, for each of these places, the shares of it in everything that holds some of it; one query."""
    rows = PlaceClosure.objects.filter(descendant__in=list(places))
    found: dict[int, Shares] = defaultdict(dict)
    for descendant, ancestor, share in rows.values_list("descendant", "ancestor", "share"):
        found[descendant][ancestor] = share
    return found


def small_areas_in(places: Iterable[int], least: float = WHOLE) -> dict[int, Shares]:
    """Return, for each of these places, the small areas in it with their shares; one query.

    A small area lies in itself. With `least` 0 those that lie in it partly are there too.
    """
    rows = PlaceClosure.objects.filter(
        ancestor__in=list(places),
        share__gte=least,
        descendant__kind=PlaceKind.LSOA,
        descendant__ended_on__isnull=True,
    )
    found: dict[int, Shares] = defaultdict(dict)
    for ancestor, descendant, share in rows.values_list("ancestor", "descendant", "share"):
        found[ancestor][descendant] = share
    return found


def check_not_too_many(small_areas: Collection[int]) -> None:
    """Raise NowhereError when this is no neighbourhood any more."""
    count = len(small_areas)
    if count > MOST_SMALL_AREAS:
        people = round(count * PEOPLE_IN_A_SMALL_AREA, -4)
        raise NowhereError(TOO_MANY.format(count=count, people=people, most=MOST_SMALL_AREAS))


def gathered(small_areas: Collection[int]) -> Shares:
    """Return the shares of wards and census neighbourhoods that lie in these small areas; two queries.

    What is counted are small areas, because about as many people live in each.
    """
    holding = PlaceClosure.objects.filter(descendant__in=small_areas, ancestor__kind__in=GATHERED)
    holders = set(holding.filter(ancestor__ended_on__isnull=True).values_list("ancestor", flat=True))
    counted = {}
    for holder, areas in small_areas_in(holders, least=0).items():
        inside = sum(share for area, share in areas.items() if area in small_areas)
        counted[holder] = tidy(inside / sum(areas.values()))
    return counted


def weighted(weights: Mapping[int, float], above: Mapping[int, Shares]) -> Shares:
    """Return the shares of a whole in bigger places, given the weights of its parts and the parts' shares."""
    whole = sum(weights.values())
    sums: Shares = defaultdict(float)
    for part, weight in weights.items():
        for place, share in above.get(part, {}).items():
            sums[place] += weight * share / whole
    return {place: tidy(share) for place, share in sums.items() if share >= LEAST}


def links_above(districts: Shares, counted: Shares) -> Shares:
    """Return the links to bigger places: to districts, and to others only where that says more.

    `counted` holds shares in places of any kind. What would only repeat what follows from the districts is
    left out: when a district moves to another board, the neighbourhood moves with it. Two queries.
    """
    through = rows_above(districts)
    kinds = kinds_of({*counted, *(place for shares in through.values() for place in shares)})
    implied = by_kind(ancestor_shares(districts, through, kinds), kinds)
    links = dict(districts)
    for kind, shares in by_kind(counted, kinds).items():
        if kind not in NOT_ABOVE and not same(shares, implied.get(kind, {})):
            links |= shares
    return links


def kinds_of(places: Iterable[int]) -> dict[int, str]:
    """Return the kind of each of these places; one query."""
    return dict(Place.objects.filter(pk__in=list(places)).values_list("pk", "kind"))


def by_kind(shares: Shares, kinds: Mapping[int, str]) -> dict[str, Shares]:
    """Return the shares apart by the kind of place."""
    groups: dict[str, Shares] = defaultdict(dict)
    for place, share in shares.items():
        groups[kinds[place]][place] = share
    return groups


def same(one: Shares, other: Shares) -> bool:
    """Whether two statements of shares say the same, but for rounding."""
    return one.keys() == other.keys() and all(
        abs(share - other[place]) < SAME for place, share in one.items()
    )


def tidy(share: float) -> float:
    """Return a share as it is stored: 1 where only rounding keeps it from being whole, and never 0."""
    return 1.0 if share >= WHOLE else max(round(share, DECIMALS), LEAST)


def main_district(districts: Shares) -> int:
    """Return the district with the greatest share, of equals the first that we knew. Raises NowhereError."""
    if not districts:
        raise NowhereError(NO_DISTRICT)
    return min(districts, key=lambda place: (-districts[place], place))
