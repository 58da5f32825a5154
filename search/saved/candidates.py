"""Which saved searches something that was published may fit: those whose gate it passes."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.places.models import Place, PlaceClosure
from search.saved.facts import Facts, Values
from search.saved.kept import NEAR
from search.saved.models import Condition, SavedSearch, Word
from search.where.asked import MOST_MILES
from search.where.distance import Point, box_around

CHUNK = 500
# Relations in which a place is asked for and something about a larger one, or a neighbour, is found.
BEYOND = ("covers", "overlaps", "any")


def candidates(facts: Facts) -> set[int]:
    """Return the keys of searches that may find a document; some have no mail, or are not confirmed."""
    found: set[int] = set(SavedSearch.objects.filter(is_open=True).values_list("pk", flat=True))
    words = sorted(facts.words)
    for start in range(0, len(words), CHUNK):
        chunk = Word.objects.filter(token__in=words[start : start + CHUNK]).order_by()
        found.update(chunk.values_list("search", flat=True))
    for rows in (*by_value(facts.values), *by_place(facts.document.own_places)):
        found.update(rows.order_by().values_list("search", flat=True))
    return found


def by_value(values: Values) -> Iterator[QuerySet[Condition]]:
    """Yield the gates of filters that something passes. In one query they would be read one by one."""
    gates = Condition.objects.filter(gates=True)
    yield gates.filter(theme__slug__in=values["theme"])
    yield gates.filter(partner__slug__in=values["partner"])
    passes = Q()
    for facet in values.keys() - {"place"}:
        if values[facet]:
            passes |= Q(facet=facet, value__in=values[facet])
    yield gates.filter(passes)


def by_place(codes: Collection[str]) -> Iterator[QuerySet[Condition]]:
    """Yield the gates of places that something for these places passes, whatever relation is asked for."""
    own = list(Place.objects.filter(code__in=codes))
    gates = Condition.objects.filter(gates=True, place__isnull=False)
    closure = PlaceClosure.objects.order_by()
    around = closure.filter(descendant__in=own)
    yield gates.filter(place__in=around.values("ancestor"))
    beyond = gates.filter(facet="place", search__relation__in=BEYOND)
    if own:
        yield beyond.filter(Exists(closure.filter(ancestor__in=own, descendant=OuterRef("place"))))
    if boxes := [box(place) for place in own if place.latitude is not None]:
        near = Q()
        for each in boxes:
            near |= each
        yield gates.filter(near, facet=NEAR)


def box(place: Any) -> Q:
    """Return which places are so near to one that somebody may ask for what is near to them."""
    around = box_around(Point(place.latitude, place.longitude), MOST_MILES)
    return Q(
        place__latitude__range=(around.south, around.north),
        place__longitude__range=(around.west, around.east),
    )
