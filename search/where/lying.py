"""How each thing on a page lies to the places that were asked about, in words, where that needs saying."""

from dataclasses import dataclass

from partners.places.closure import WHOLE
from search.cards import StoredCard
from search.request import SearchRequest
from search.sql import PLACES_ON_PAGE, rows
from search.where.distance import Point, miles_between

# What is looked for decides which of several places of a thing is named: the first of these that one is.
NAMED_FIRST = {
    "covers": ("covers", "inside", "overlaps"),
    "overlaps": ("overlaps", "inside", "covers"),
    "any": ("inside", "covers", "overlaps"),
}
WORDS = {"covers": "Also applies here: {place}", "overlaps": "Partly here: {place}"}


@dataclass(frozen=True)
class Lying:
    """How one place lies to one that was asked about: '' where they have nothing in common."""

    relation: str
    share: float
    miles: float | None


Pairs = dict[tuple[str, str], Lying]


def in_words(request: SearchRequest, cards: list[StoredCard]) -> list[str]:
    """Return for each card what is to be said of its places, or ''. One query, and none where nothing is.

    A thing that simply is in the place needs no word.
    """
    asked = (*(request.places if request.lies != "inside" else ()), *filter(None, [request.near]))
    codes = sorted({code for card in cards for code in card["place_codes"]})
    if not asked or not codes:
        return [""] * len(cards)
    pairs = {
        (code, other): lying(*facts)
        for code, other, *facts in rows(PLACES_ON_PAGE, sorted(set(asked)), codes)
    }
    return [said(request, card, pairs) for card in cards]


def lying(
    part: float | None,
    whole: float | None,
    latitude: float | None,
    longitude: float | None,
    near_latitude: float | None,
    near_longitude: float | None,
) -> Lying:
    """Return how a place lies to another, given its share in that one, that one's share in it, and points."""
    miles = None
    if None not in (latitude, longitude, near_latitude, near_longitude):
        miles = miles_between(Point(latitude, longitude), Point(near_latitude, near_longitude))  # type: ignore[arg-type]  # none is None
    if part is not None and part >= WHOLE:
        return Lying("inside", part, miles)
    if whole is not None and whole >= WHOLE:
        return Lying("covers", whole, miles)
    share = part or whole or 0.0
    return Lying("overlaps" if share else "", share, miles)


def said(request: SearchRequest, card: StoredCard, pairs: Pairs) -> str:
    """Return what is to be said of the places of one card."""
    named = dict(zip(card["place_codes"], card["places"], strict=True))
    parts = [related(request, named, pairs)] if request.lies != "inside" else []
    parts += [distance(request.near, named, pairs)] if request.near else []
    return ". ".join(filter(None, parts))


def related(request: SearchRequest, named: dict[str, str], pairs: Pairs) -> str:
    """Return the words for how a thing lies to the places chosen."""
    ways = [
        (pair.relation, -pair.share, label)
        for code, label in named.items()
        for place in request.places
        if (pair := pairs.get((code, place))) and pair.relation
    ]
    for relation in NAMED_FIRST[request.lies]:
        labels = [label for way, _, label in sorted(ways, key=lambda way: way[1]) if way == relation]
        if labels:
            return WORDS[relation].format(place=labels[0]) if relation in WORDS else ""
    return ""


def distance(near: str, named: dict[str, str], pairs: Pairs) -> str:
    """Return the words for how far the nearest place of a thing is, or '' where one is in that place."""
    ways = [(pair, label) for code, label in named.items() if (pair := pairs.get((code, near)))]
    if any(pair.relation == "inside" for pair, _ in ways):
        return ""
    away = sorted((pair.miles, label) for pair, label in ways if pair.miles is not None)
    return f"{away[0][1]}, {miles_in_words(away[0][0])} away" if away else ""


def miles_in_words(miles: float) -> str:
    """Return a distance as people say it: points stand for whole places, so no fractions."""
    if miles < 1:
        return "less than a mile"
    whole = round(miles)
    return "1 mile" if whole == 1 else f"{whole} miles"
