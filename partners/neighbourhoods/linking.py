"""Storing the links of a neighbourhood, and what follows from them, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from partners.neighbourhoods.situations import Shares, rows_above
from partners.places.closure import ancestor_shares, biggest_first
from partners.places.models import Place, PlaceClosure, PlaceLink

BATCH = 500


def relink(place: Place, above: Shares, parts: Shares) -> set[int]:
    """Make these the links of a place, and bring the closure to what follows, in the running transaction.

    Returns the keys of the places of which something may have changed. Raises CycleFoundError.
    """
    before = set(PlaceLink.objects.filter(parent=place).values_list("child", flat=True))
    affected = below({place.pk, *before, *parts})
    hold(affected)
    write_links(PlaceLink.objects.filter(child=place), {(place.pk, key): above[key] for key in above})
    write_links(PlaceLink.objects.filter(parent=place), {(key, place.pk): parts[key] for key in parts})
    reckon(affected)
    return affected


def below(places: set[int]) -> set[int]:
    """Return these places and everything in them."""
    rows = PlaceClosure.objects.filter(ancestor__in=places)
    return {*places, *rows.values_list("descendant", flat=True)}


def hold(places: Iterable[int]) -> None:
    """Make others who change what these places lie in wait, so that neither misses the other's links."""
    list(Place.objects.select_for_update().filter(pk__in=places).order_by("pk").values_list("pk"))


def write_links(stored: QuerySet[PlaceLink], want: dict[tuple[int, int], float]) -> None:
    """Bring stored links to what is wanted, by child and parent; those that are right keep their rows."""
    have = {(child, parent): share for child, parent, share in stored.values_list("child", "parent", "share")}
    gone = [pk for pk, *pair in stored.values_list("pk", "child", "parent") if tuple(pair) not in want]
    PlaceLink.objects.filter(pk__in=gone).delete()
    PlaceLink.objects.bulk_create(
        (
            PlaceLink(child_id=child, parent_id=parent, share=share)
            for (child, parent), share in want.items()
            if have.get((child, parent)) != share
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["child", "parent"],
        update_fields=["share"],
    )


def reckon(affected: set[int]) -> None:
    """Work out anew what the affected places lie in; what lies above them is right already."""
    parents: dict[int, Shares] = defaultdict(dict)
    links = PlaceLink.objects.filter(child__in=affected)
    for child, parent, share in links.values_list("child", "parent", "share"):
        parents[child][parent] = share
    bigger = {parent for shares in parents.values() for parent in shares} - affected
    shares = dict(rows_above(bigger))
    everything = {*affected, *bigger, *(key for above in shares.values() for key in above)}
    kinds = dict(Place.objects.filter(pk__in=everything).values_list("pk", "kind"))
    for place in biggest_first(affected, {place: parents[place].keys() & affected for place in affected}):
        shares[place] = {place: 1.0, **ancestor_shares(parents[place], shares, kinds)}
    write_closure(
        {(key, place): share for place in affected for key, share in shares[place].items()}, affected
    )


def write_closure(want: dict[tuple[int, int], float], affected: set[int]) -> None:
    """Bring the rows of the affected places to what is wanted, by ancestor and descendant."""
    have, gone = {}, []
    rows = PlaceClosure.objects.filter(descendant__in=affected)
    for pk, ancestor, descendant, share in rows.values_list("pk", "ancestor", "descendant", "share"):
        have[ancestor, descendant] = share
        if (ancestor, descendant) not in want:
            gone.append(pk)
    PlaceClosure.objects.filter(pk__in=gone).delete()
    PlaceClosure.objects.bulk_create(
        (
            PlaceClosure(ancestor_id=ancestor, descendant_id=descendant, share=share)
            for (ancestor, descendant), share in want.items()
            if have.get((ancestor, descendant)) != share
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["ancestor", "descendant"],
        update_fields=["share"],
    )
