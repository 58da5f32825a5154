"""What happens to neighbourhoods when official areas change."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from partners.neighbourhoods import services
from partners.neighbourhoods.models import Neighbourhood
from partners.neighbourhoods.situations import NowhereError
from partners.places.models import Place
from partners.places.signals import places_moved


def work_in_changes(sender: Any, places: Collection[int], **about: Any) -> None:
    """Work out anew the neighbourhoods that hold or touch places which moved; in the same transaction."""
    if about.get("drawn"):
        return  # a neighbourhood itself moved, which changes no other
    moved = set(places)
    for neighbourhood in Neighbourhood.objects.select_related("place", "owner").order_by("pk"):
        if moved & touched(neighbourhood):
            try:
                services.refresh(neighbourhood)
            except NowhereError:
                # Its last district ended without a successor: it stays where it was until somebody edits it.
                continue


def touched(neighbourhood: Neighbourhood) -> set[int]:
    """Return the keys of the places that were chosen for a neighbourhood or are linked with it."""
    around = Place.objects.filter(
        Q(parent_links__parent=neighbourhood.place) | Q(child_links__child=neighbourhood.place)
    )
    chosen = neighbourhood.chosen.values_list("place", flat=True)
    return {*around.values_list("pk", flat=True), *chosen}


def connect() -> None:
    """Listen."""
    places_moved.connect(work_in_changes, sender=Place, dispatch_uid="neighbourhoods.work_in_changes")
