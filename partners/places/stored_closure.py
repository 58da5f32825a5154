"""Keeping what is stored of which place lies inside which in step with the links."""

from collections.abc import Collection, Iterable, Iterator

from partners.places.closure import Link, add_shares, biggest_first, closure_rows, parents_of
from partners.places.differences import Difference, difference
from partners.places.models import Place, PlaceClosure, PlaceLink
from partners.places.share_rows import Pair, stored_shares, write_shares
from partners.progress import Stream

MOST_ASKED = 900  # SQLite may take no more than 999 values in a question


def refresh_all(stream: Stream) -> Difference[Pair]:
    """Work out all of it anew. Raises CycleFoundError."""
    links = (Link(child, parent, share) for (child, parent), share in stored_shares(PlaceLink).items())
    kinds = dict(Place.objects.order_by().values_list("pk", "kind"))
    want = {(row.ancestor, row.descendant): row.share for row in closure_rows(links, kinds)}
    found = difference(stored_shares(PlaceClosure), want)
    write_shares(PlaceClosure, want, found, stream)
    return found


def refresh(places: Collection[int], stream: Stream | None = None) -> Difference[Pair]:
    """Work out anew what these places lie in. Raises CycleFoundError.

    With every place come all that lie in it: see `below`. What the others lie in is taken as stored.
    """
    parents = parents_of(links_of(places))
    outside = {parent for shares in parents.values() for parent in shares}.difference(places)
    shares: dict[int, dict[int, float]] = {place: {} for place in outside}
    for ancestor, descendant, share in closure_of(outside):
        shares[descendant][ancestor] = share
    kinds = kinds_of({*places, *outside, *(above for found in shares.values() for above in found)})
    inner = {place: parents.get(place, {}).keys() - outside for place in places}
    add_shares(shares, biggest_first(inner, inner), parents, kinds)
    want = {(ancestor, place): share for place in places for ancestor, share in shares[place].items()}
    have = {(ancestor, descendant): share for ancestor, descendant, share in closure_of(places)}
    found = difference(have, want)
    write_shares(PlaceClosure, want, found, stream)
    return found


def below(places: Iterable[int]) -> set[int]:
    """Return these places and all that are linked to them over any number of steps, one query a step."""
    found: set[int] = set()
    step = set(places)
    while step:
        found |= step
        children: set[int] = set()
        for some in chunks(step):
            rows = PlaceLink.objects.filter(parent__in=some)
            children.update(rows.values_list("child", flat=True))
        step = children - found
    return found


def links_of(places: Iterable[int]) -> Iterator[Link]:
    """Yield the links from these places to their parents."""
    for some in chunks(places):
        rows = PlaceLink.objects.filter(child__in=some).values_list("child", "parent", "share")
        yield from map(Link._make, rows)


def closure_of(places: Iterable[int]) -> Iterator[tuple[int, int, float]]:
    """Yield ancestor, descendant and share of all that is stored of what these places lie in."""
    for some in chunks(places):
        rows = PlaceClosure.objects.filter(descendant__in=some)
        yield from rows.values_list("ancestor", "descendant", "share")


def kinds_of(places: Iterable[int]) -> dict[int, str]:
    """Return the kind of each of these places."""
    kinds: dict[int, str] = {}
    for some in chunks(places):
        kinds.update(Place.objects.filter(pk__in=some).order_by().values_list("pk", "kind"))
    return kinds


def chunks(places: Iterable[int]) -> Iterator[list[int]]:
    """Yield the places in groups that a query can name."""
    numbers = sorted(places)
    return (numbers[start : start + MOST_ASKED] for start in range(0, len(numbers), MOST_ASKED))
