"""A postcode among the words of a search becomes a place. A whole one never stays in an address."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from partners.places.models import Place
from partners.places.postcode_selectors import Precision, find_postcode
from partners.places.postcodes import first_postcode, holds_postcode, parse_postcode, without_postcodes
from search.where.distance import point_of

# In the address that a whole postcode leads to: how near the place comes to it.
PRECISION = "postcode"
TYPED = ("q", "place", "near")
# The first step wider than a place, in miles.
NEARBY = "5"
NOT_IN_USE = "That postcode is not in use, or not in our list."
SENTENCES = {
    Precision.EXACT.value: "Your postcode is in {place}. These are the results for it.",
    Precision.SECTOR.value: f"{NOT_IN_USE} Those like it are in {{place}}. These are the results for it.",
    Precision.DISTRICT.value: f"{NOT_IN_USE} It is probably in {{place}}. These are the results for it.",
    Precision.UNKNOWN.value: "We do not know that postcode. These are the results for all places.",
}


def holds_one(asked: QueryDict) -> bool:
    """Whether a whole postcode stands anywhere in what was asked."""
    return any(holds_postcode(value) for name in asked for value in (name, *asked.getlist(name)))


def address_without(asked: QueryDict) -> str:
    """Return the address of the same search for the place of the first postcode, without any postcode."""
    typed = next(
        (code for name in TYPED for text in asked.getlist(name) if (code := first_postcode(text))), None
    )
    query = QueryDict(mutable=True)
    for name in asked:
        kept = [" ".join(without_postcodes(value, " ").split()) for value in asked.getlist(name)]
        if name != "page" and not holds_postcode(name):
            query.setlist(name, [value for value in kept if value])
    answer = find_postcode(str(typed)) if typed else None
    if answer:
        query[PRECISION] = answer.precision.value
        if answer.best:
            # With a distance chosen already, people want to be near to what they type.
            name, other = ("near", "place") if query.get("within") else ("place", "near")
            query.pop(other, None)
            query.setlist(name, [answer.best.code])
    return f"{reverse('search:search')}?{query.urlencode()}"


def postcode_facts(asked: QueryDict, places: tuple[str, ...]) -> dict[str, Any]:
    """Return what the page says of a postcode that led here, or of part of one that was typed.

    Three queries at most; none where there is neither.
    """
    sentence = SENTENCES.get(asked.get(PRECISION, ""))
    if sentence:
        return led_here(sentence, places)
    part = parse_postcode(asked.get("q", ""))
    answer = find_postcode(str(part)) if part else None
    if answer is None or answer.best is None:
        return {}
    return {"postcode": {"sentence": answer.sentence, "offer": offer(asked, answer.best)}}


def led_here(sentence: str, places: tuple[str, ...]) -> dict[str, Any]:
    """Return the sentence on the postcode that led here, with the places around its place."""
    place = Place.objects.filter(code__in=places).first() if len(places) == 1 else None
    if place is None and "{place}" in sentence:
        return {}
    if place is None:
        return {"postcode": {"sentence": sentence}}
    around = Place.objects.covering(place).exclude(pk=place.pk).biggest_first()
    wider = [
        {"label": each.label, "kind": each.get_kind_display().lower(), "url": searched(place=each.code)}
        for each in reversed(around)
    ]
    near_url = searched(near=place.code, within=NEARBY) if point_of(place) else ""
    note = {"sentence": sentence.format(place=place.label), "wider": wider, "near_url": near_url}
    return {"postcode": {**note, "miles": NEARBY}}


def offer(asked: QueryDict, place: Place) -> dict[str, str]:
    """Return the link to what is published for a place, with the other filters kept."""
    query = asked.copy()
    for name in ("q", "page", "near", "within"):
        query.pop(name, None)
    query.setlist("place", [place.code])
    label = f"Show what is published for {place.label}"
    return {"label": label, "url": f"{reverse('search:search')}?{query.urlencode()}"}


def searched(**query: str) -> str:
    """Return the address of a search."""
    asked = QueryDict(mutable=True)
    asked.update(query)
    return f"{reverse('search:search')}?{asked.urlencode()}"
