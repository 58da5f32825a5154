"""Places among the words of a search: their names are no slips, and one typed leads to the place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from partners.places.kinds import PlaceKind
from partners.places.models import Place
from partners.places.names import folded
from search.request import LONGEST_TEXT
from search.where.asked import MILES
from search.where.distance import point_of
from search.words import is_stop_word, tidy

MOST_OFFERED = 3
# As many words as the longest names of bigger places have.
MOST_WORDS = 6
GSS = re.compile(r"[A-Za-z][0-9]{8}")
BEFORE_NEAR = frozenset({"near", "around"})
BEFORE_PLACES = frozenset({"in", "for", "of", "at"}) | BEFORE_NEAR
# Whoever writes these says exactly what is to be found.
QUOTED = '"\u201c\u201d\u00ab\u00bb'
# Of these there are few enough to be found by any of their names.
BIGGER = [kind for kind in PlaceKind if kind.size < PlaceKind.WARD.size]
SMALLER = [PlaceKind.WARD, PlaceKind.NEIGHBOURHOOD]


def is_place_word(word: str) -> bool:
    """Whether a word is part of the name of a place, in one query."""
    plain = folded(word)
    named = Place.objects.filter(kind__in=[*BIGGER, *SMALLER], words__contains=plain)
    return any(plain in re.split(r"[| ]", words) for words in named.values_list("words", flat=True))


def place_facts(asked: QueryDict, chosen: tuple[str, ...]) -> dict[str, Any]:
    """Return the links to what is published for the places that the text names, or ends with the name of.

    One query, and none without words. Nothing for places that are chosen already.
    """
    typed = " ".join(tidy(asked.get("q", "")).split())
    if not folded(typed) or len(typed) > LONGEST_TEXT:
        return {"place_offers": []}
    offers = [offer for offer in offers_for(typed) if offer.place.code not in chosen][:MOST_OFFERED]
    return {"place_offers": [offer.shown(asked, several=len(offers) > 1) for offer in offers]}


@dataclass(frozen=True)
class Offer:
    """A place to filter by, the words that are then left to look for, and whether it is to be near only."""

    place: Place
    words: str = ""
    near: bool = False

    def shown(self, asked: QueryDict, *, several: bool) -> dict[str, str]:
        """Return the link, with the other filters kept."""
        query = asked.copy()
        for name in ("q", "as_typed", "page", "postcode", "near", "within", "place"):
            query.pop(name, None)
        if self.words:
            query["q"] = self.words
        if self.near and point_of(self.place):
            query["near"], query["within"] = self.place.code, f"{MILES:g}"
            where = f"within {MILES:g} miles of"
        else:
            query["place"] = self.place.code
            where = "in" if self.words else "for"
        what = f"results for \u2018{self.words}\u2019" if self.words else "what is published"
        kind = f" ({self.place.get_kind_display().lower()})" if several else ""
        url = f"{reverse('search:search')}?{query.urlencode()}"
        return {"label": f"Show {what} {where} {self.place.label}{kind}", "url": url}


def offers_for(typed: str) -> list[Offer]:
    """Return the place with this code, even a former one, or those that the longest ending names."""
    if GSS.fullmatch(typed):
        return [Offer(place) for place in Place.objects.with_code(typed.upper())[:1]]
    endings = list(endings_of(typed))
    places = list(Place.objects.current().filter(called_like(typed, endings)).biggest_first())
    for name, rest, near in endings:
        found = [place for place in places if f"|{name}|" in place.words]
        # Most are called like their council, which is then what people mean.
        found = [place for place in found if place.kind != PlaceKind.SAFETY_PARTNERSHIP] or found
        if found:
            return [Offer(place, rest, near) for place in found]
    return []


def endings_of(typed: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the folded endings that may be a name, the longest first, with the words left before each.

    And whether a word like 'near' stands between.
    """
    yield folded(typed), "", False
    words = typed.split(" ")
    if any(mark in typed for mark in QUOTED):
        return
    for start in range(max(1, len(words) - MOST_WORDS), len(words)):
        before = words[: start - 1] if words[start - 1].lower() in BEFORE_PLACES else words[:start]
        name = folded(" ".join(words[start:]))
        near = words[start - 1].lower() in BEFORE_NEAR
        if name and (near or not all(map(is_stop_word, before))):
            yield name, " ".join(before), near


def called_like(typed: str, endings: list[tuple[str, str, bool]]) -> Q:
    """Return the condition for bigger places called like an ending, and smaller ones called just so."""
    ends = Q()
    for name, *_ in endings:
        ends |= Q(words__contains=f"|{name}|")
    whole = {typed, typed.title(), typed.capitalize()}
    return Q(ends, kind__in=BIGGER) | Q(kind__in=SMALLER, name__in=whole)
