"""Storing the links of a neighbourhood, and what follows from them, and nothing else."""

from collections.abc import Iterable

from django.db.models import Q

from partners.neighbourhoods.situations import Shares
from partners.places.differences import difference
from partners.places.models import Place, PlaceLink
from partners.places.share_rows import write_shares
from partners.places.stored_closure import below, chunks, refresh


def relink(place: Place, above: Shares, parts: Shares) -> set[int]:
    """Make these the links of a place, and bring the closure to what follows, in the running transaction.

    Returns the keys of the places of which something may have changed. Raises CycleFoundError.
    """
    links = PlaceLink.objects.filter(Q(child=place) | Q(parent=place))
    have = {(child, parent): share for child, parent, share in links.values_list("child", "parent", "share")}
    want = {(place.pk, key): share for key, share in above.items()}
    want |= {(key, place.pk): share for key, share in parts.items()}
    found = difference(have, want)
    affected = below({place.pk, *(child for child, _ in (*found.added, *found.changed, *found.removed))})
    hold(affected)
    write_shares(PlaceLink, want, found, None)
    refresh(affected)
    return affected


def hold(places: Iterable[int]) -> None:
    """Make others who change what these places lie in wait, so that neither misses the other's links."""
    for some in chunks(places):
        list(Place.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
