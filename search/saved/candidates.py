"""Which saved searches something that was published may fit: those whose gate and filters it passes.

What this leaves has still to be asked for words, and for how places lie. Nothing here makes an object of a
search: most that pass a gate are left out again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.chunks import chunks
from partners.places.models import PlaceClosure
from search.saved.facts import Facts
from search.saved.kept import LIKE, NEAR
from search.saved.models import Condition, SavedSearch, Word
from search.saved.needs import fulfils
from search.sql import rows
from search.where.asked import MOST_MILES
from search.where.distance import Point, box_around

# Relations in which a place is asked for and something about a larger one, or a neighbour, is found.
BEYOND = ("covers", "overlaps", "any")
# What is chosen with these takes more than a look at what the document has.
AROUND = frozenset({NEAR, LIKE})
# In SQL: of all that a published page is held against, these are the most rows.
CHOSEN = """
    SELECT search_id, facet, value, place_id, theme_id, partner_id FROM saved_searches_condition
    WHERE search_id IN ({})
"""
# Filter → the values chosen of it; None stands for what was deleted.
Asked = dict[str, list[tuple[str, Any]]]


class Passing(NamedTuple):
    """A search that may find a document: all its filters are fulfilled.

    `is_placed` says that how places lie is still to be asked; `fits`, that its words need not be.
    """

    key: int
    text: str
    is_placed: bool
    fits: bool


def candidates(facts: Facts) -> set[int]:
    """Return the keys of searches that may find a document; some have no mail, or are not confirmed."""
    found: set[int] = set(SavedSearch.objects.filter(is_open=True).values_list("pk", flat=True))
    for chunk in chunks(facts.words):
        found.update(Word.objects.filter(token__in=chunk).order_by().values_list("search", flat=True))
    for gates in (*by_value(facts), *by_place(facts)):
        found.update(gates.order_by().values_list("search", flat=True))
    return found


def fulfilled(keys: Collection[int], facts: Facts, noted_at: datetime) -> Iterator[Passing]:
    """Yield those of these searches that ask about what was noted then, and that may find the document.

    Their filters are read first: what words need of a text takes longer to read.
    """
    for chunk in chunks(keys):
        chosen = chosen_in(chunk)
        left = [key for key in chunk if passes(facts, chosen[key], AROUND | {"place"})]
        searches = SavedSearch.objects.alerting().filter(pk__in=left, since__lte=noted_at).order_by()
        for key, text, relation, needs in searches.values_list("pk", "text", "relation", "needs"):
            later = AROUND if relation == "inside" else AROUND | {"place"}
            asked = chosen[key]
            fits = fulfils(facts.words, needs) if passes(facts, asked, later) else False
            if fits is not False:
                yield Passing(key, text, is_placed=not later.isdisjoint(asked), fits=bool(fits))


def passes(facts: Facts, asked: Asked, later: Collection[str]) -> bool:
    """Whether a document has one value at least of each filter, but for those that are asked about later."""
    return all(facet in later or not facts.has.isdisjoint(values) for facet, values in asked.items())


def chosen_in(keys: Collection[int]) -> dict[int, Asked]:
    """Return search → filter → what was chosen of it, as facts have it."""
    found: dict[int, Asked] = defaultdict(dict)
    for search, facet, value, place, theme, partner in rows(CHOSEN, keys):
        found[search].setdefault(facet, []).append((facet, value or place or theme or partner))
    return found


def by_value(facts: Facts) -> Iterator[QuerySet[Condition]]:
    """Yield the gates of filters that something passes. In one query they would be read one by one."""
    gates = Condition.objects.filter(gates=True)
    yield gates.filter(theme__in=facts.rows["theme"])
    yield gates.filter(partner__in=facts.rows["partner"])
    passes = Q()
    for facet, values in facts.values.items():
        if values and facet != "place":
            passes |= Q(facet=facet, value__in=values)
    yield gates.filter(passes)


def by_place(facts: Facts) -> Iterator[QuerySet[Condition]]:
    """Yield the gates of places that something passes by its own places, whatever relation is asked for."""
    own = [place.key for place in facts.own_places]
    gates = Condition.objects.filter(gates=True, place__isnull=False)
    closure = PlaceClosure.objects.order_by()
    around = closure.filter(descendant__in=own)
    yield gates.filter(place__in=around.values("ancestor"))
    beyond = gates.filter(facet="place", search__relation__in=BEYOND)
    if own:
        yield beyond.filter(Exists(closure.filter(ancestor__in=own, descendant=OuterRef("place"))))
    if points := [place.point for place in facts.own_places if place.point]:
        near = Q()
        for point in points:
            near |= around_point(point)
        yield gates.filter(near, facet=NEAR)


def around_point(point: Point) -> Q:
    """Return which places are so near to a point that somebody may ask for what is near to them."""
    box = box_around(point, MOST_MILES)
    return Q(place__latitude__range=(box.south, box.north), place__longitude__range=(box.west, box.east))
