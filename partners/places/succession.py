"""What followed a place that ended, and what a place took over."""

from collections import defaultdict
from collections.abc import Iterable

from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceSuccessor
from partners.places.parts import Part


def successors_of(place: Place) -> list[Part]:
    """Return what directly followed a place, greater shares first; one query."""
    links = PlaceSuccessor.objects.filter(place=place).select_related("successor")
    return [Part(link.successor, link.share) for link in links.order_by("-share", "successor__name")]


def predecessors_of(place: Place) -> list[Part]:
    """Return what a place took over, each with the share of the predecessor that it got; one query."""
    links = PlaceSuccessor.objects.filter(successor=place).select_related("place")
    return [Part(link.place, link.share) for link in links.order_by("-share", "place__name")]


def current_successors_of(place: Place) -> list[Part]:
    """Return the places of today that a place went to, through all that ended since; two queries."""
    shares = Succession().today(place.pk)
    places = Place.objects.in_bulk(shares)
    heirs = [Part(places[key], share) for key, share in shares.items()]
    return sorted(heirs, key=lambda heir: (-heir.share, heir.place.name))


class Succession:
    """All that followed something, read once."""

    def __init__(self) -> None:
        self.steps: dict[int, dict[int, float]] = defaultdict(dict)
        self.ended: set[int] = set()
        rows = PlaceSuccessor.objects.values_list("place", "successor", "share", "successor__ended_on")
        for place, successor, share, ended_on in rows:
            self.steps[place][successor] = share
            if ended_on is not None:
                self.ended.add(successor)

    def today(self, place: int, share: float = 1.0, seen: frozenset[int] = frozenset()) -> dict[int, float]:
        """Return the shares of a place that went to places of today, by their keys, however many steps on."""
        found: dict[int, float] = defaultdict(float)
        for successor, part in self.steps.get(place, {}).items():
            if successor in seen or successor == place:
                continue  # a circle of ended places leads to none of today
            if successor in self.ended:
                for last, further in self.today(successor, share * part, seen | {place}).items():
                    found[last] += further
            else:
                found[successor] += share * part
        return dict(found)

    def certain(self, places: Iterable[int]) -> dict[int, int]:
        """Return, for those of these ended places that went as a whole to one of today, which one."""
        found = {}
        for place in places:
            for successor, share in self.today(place).items():
                if share >= WHOLE:
                    found[place] = successor
        return found
