"""Places that got other names, codes or surroundings, or took over from others: what shows them is noted."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from outcomes.proposals.models import Proposal
from partners.chunks import CHUNK, chunks
from partners.places.models import Place, PlaceClosure
from partners.places.signals import places_moved
from partners.places.tagging import PagePlace
from search.models import SearchOutbox, Subject
from search.tasks import drain_outbox


def note_what_is_there(sender: Any, places: Collection[int], **_: Any) -> None:
    """Note everything that is about these places or about what lies in them, each thing once.

    Rows are written in bulk: a new edition of all places may touch every page there is.
    """
    things = {Subject.PAGE: named_by(PagePlace, "page"), Subject.PROPOSAL: named_by(Proposal, "pk")}
    used = {place for by_place in things.values() for place in by_place}
    affected = used & with_all_inside(places, used)
    rows = [
        SearchOutbox(subject=subject, object_id=thing)
        for subject, by_place in things.items()
        for thing in sorted({thing for place in affected for thing in by_place.get(place, ())})
    ]
    SearchOutbox.objects.bulk_create(rows, batch_size=CHUNK)
    if rows:
        transaction.on_commit(drain_outbox.enqueue, robust=True)


def named_by(model: Any, thing: str) -> dict[int, set[int]]:
    """Return the things by the place that they name."""
    found: dict[int, set[int]] = {}
    for place, key in model.objects.order_by().values_list("place", thing):
        found.setdefault(place, set()).add(key)
    return found


def with_all_inside(places: Collection[int], used: Collection[int]) -> set[int]:
    """Return these places and, of the used ones, those of which any part lies in them."""
    wanted, found = set(places), set(places)
    for chunk in chunks(used):
        rows = PlaceClosure.objects.filter(descendant__in=chunk).values_list("ancestor", "descendant")
        found.update(descendant for ancestor, descendant in rows if ancestor in wanted)
    return found


def connect() -> None:
    """Listen."""
    places_moved.connect(note_what_is_there, sender=Place, dispatch_uid="search.note_what_is_there")
