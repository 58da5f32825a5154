"""Where ended places went, worked out from the small areas that were in them and lie elsewhere now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from partners.chunks import chunks
from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure, PlaceSuccessor

LEAST = 0.01  # small areas are fitted to the ward that holds most of them: less than this is noise

Shares = dict[int, dict[int, float]]


@dataclass
class Parts:
    """The small areas of places before an edition, each with the share of it that lay there."""

    kinds: dict[int, str] = field(default_factory=dict)
    small_areas: Shares = field(default_factory=lambda: defaultdict(dict))


def parts_of(places: Collection[Place]) -> Parts:
    """Return what lies in these places now, before the edition is loaded."""
    found = Parts({place.pk: place.kind for place in places})
    for chunk in chunks(found.kinds):
        rows = PlaceClosure.objects.filter(ancestor__in=chunk, descendant__kind=PlaceKind.LSOA)
        for ancestor, descendant, share in rows.values_list("ancestor", "descendant", "share"):
            found.small_areas[ancestor][descendant] = share
    return found


def traced(parts: Parts, possible: Collection[int]) -> Shares:
    """Return, for each place of which there were parts, the shares that lie in these possible places now.

    Only places of its own kind can follow a place. What is not found again counts as lost, so that a place
    of which a part is lost has no certain successor.
    """
    here = now_in({area for areas in parts.small_areas.values() for area in areas}, set(possible))
    found: Shares = {}
    for place, areas in parts.small_areas.items():
        shares: dict[int, float] = defaultdict(float)
        for area, weight in areas.items():
            for other, share in here.get((area, parts.kinds[place]), {}).items():
                shares[other] += weight * share / sum(areas.values())
        found[place] = without_noise(shares)
    return found


def now_in(areas: Iterable[int], possible: set[int]) -> dict[tuple[int, str], dict[int, float]]:
    """Return, for each small area and kind, the places that hold it now, with its share."""
    found: dict[tuple[int, str], dict[int, float]] = defaultdict(dict)
    for chunk in chunks(areas):
        rows = PlaceClosure.objects.filter(descendant__in=chunk)
        for area, place, kind, share in rows.values_list("descendant", "ancestor", "ancestor__kind", "share"):
            if place in possible:
                found[area, kind][place] = share
    return found


def without_noise(shares: Mapping[int, float]) -> dict[int, float]:
    """Return the shares that count: one alone when it is the whole, else all that are not tiny."""
    whole = {place: share for place, share in shares.items() if share >= WHOLE}
    kept = whole or {place: share for place, share in shares.items() if share >= LEAST}
    return {place: min(1.0, round(share, 4)) for place, share in kept.items()}


def write_successors(shares: Shares) -> None:
    """Store successors of places that have none."""
    rows = [
        PlaceSuccessor(place_id=place, successor_id=successor, share=share)
        for place, successors in shares.items()
        for successor, share in successors.items()
        if place != successor
    ]
    PlaceSuccessor.objects.bulk_create(rows, batch_size=500)
