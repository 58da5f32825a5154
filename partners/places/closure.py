"""Which places lie inside which, and by how much, worked out from the direct links.

The rule, for a place and one kind of bigger place:
1. direct links to that kind, when there are any, are all that counts. A ward that lies in one of the two
   integrated care boards of its district says so itself, and that is better than the district's estimate;
2. otherwise the shares on each path are multiplied and the greatest product counts;
3. places of one kind do not overlap: when a path puts the place wholly inside one of them, what other paths
   give for others of that kind falls away;
4. a neighbourhood that a partner drew names all that it holds by direct links, so nothing is estimated: of a
   ward that lies half in it, some small areas lie all in it and others not at all. Nor does what it lies in
   say anything new about its parts: no drawing may change what is stored of official areas.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from partners.places.kinds import PlaceKind

# Shares are rounded and counted in small areas, so 'wholly inside' leaves room for one in a hundred.
WHOLE = 0.99
SMALLEST = 0.000001


class Link(NamedTuple):
    """The share, more than 0 and at most 1, of `child` that lies inside `parent`."""

    child: int
    parent: int
    share: float


class ClosureRow(NamedTuple):
    """The share of `descendant` that lies inside `ancestor`, however many steps apart."""

    ancestor: int
    descendant: int
    share: float


class CycleFoundError(ValueError):
    """Places that, by their links, each lie inside the next, and the last inside the first."""

    def __init__(self, members: list[int]) -> None:
        self.members = members
        super().__init__(" → ".join(map(str, members)))


def closure_rows(links: Iterable[Link], kinds: Mapping[int, str]) -> list[ClosureRow]:
    """Return a row for every place in `kinds` and each place that holds some of it, itself included.

    Raises CycleFoundError.
    """
    parents = parents_of(links)
    shares: dict[int, dict[int, float]] = {}
    add_shares(shares, biggest_first(kinds, parents), parents, kinds)
    return [
        ClosureRow(ancestor, descendant, share)
        for descendant, ancestors in shares.items()
        for ancestor, share in ancestors.items()
    ]


def parents_of(links: Iterable[Link]) -> dict[int, dict[int, float]]:
    """Return the share of each child in each of its parents."""
    parents: dict[int, dict[int, float]] = defaultdict(dict)
    for child, parent, share in links:
        parents[child][parent] = share
    return parents


def add_shares(
    shares: dict[int, dict[int, float]],
    places: Iterable[int],
    parents: Mapping[int, Mapping[int, float]],
    kinds: Mapping[int, str],
) -> None:
    """Add, for each of these places, its shares in itself and all above it.

    The places come after all their parents, unless the parents' shares are there already.
    """
    for place in places:
        shares[place] = {place: 1.0, **ancestor_shares(parents.get(place, {}), shares, kinds)}


def biggest_first(places: Iterable[int], parents: Mapping[int, Iterable[int]]) -> list[int]:
    """Return the places in an order where each follows all its parents. Raises CycleFoundError."""
    try:
        return list(TopologicalSorter({place: parents.get(place, ()) for place in places}).static_order())
    except CycleError as error:
        raise CycleFoundError(error.args[1][:-1]) from error


def ancestor_shares(
    parents: Mapping[int, float], shares: Mapping[int, Mapping[int, float]], kinds: Mapping[int, str]
) -> dict[int, float]:
    """Return the shares of one place in all above it, given its direct links and its parents' shares."""
    estimates: dict[int, float] = {}
    for parent, share in parents.items():
        if kinds[parent] == PlaceKind.NEIGHBOURHOOD:
            continue
        for ancestor, further in shares[parent].items():
            estimates[ancestor] = max(estimates.get(ancestor, SMALLEST), round(share * further, 6))
    greatest: dict[str, float] = defaultdict(float)
    for ancestor, share in estimates.items():
        greatest[kinds[ancestor]] = max(greatest[kinds[ancestor]], share)
    direct_kinds = {PlaceKind.NEIGHBOURHOOD.value, *(kinds[parent] for parent in parents)}
    kept = {
        ancestor: share
        for ancestor, share in estimates.items()
        if kinds[ancestor] not in direct_kinds and share >= least_that_counts(greatest[kinds[ancestor]])
    }
    return {**kept, **parents}


def least_that_counts(greatest: float) -> float:
    """Return the least share that counts beside the greatest of its kind: any, unless that is whole."""
    return greatest if greatest >= WHOLE else 0.0
