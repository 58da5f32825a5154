"""The part of the filters that asks where: how places lie, how near, and places like one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse

from search.request import SearchRequest
from search.where.around import Found, places_found

Known = Mapping[str, Found]
Shown = dict[str, Any]

AROUND_LABELS = {"relation": "Show", "near": "Near", "like": "Places like"}
RELATION_LABELS = {
    "inside": "In it",
    "covers": "For a wider area that it lies in",
    "overlaps": "Partly in it",
    "any": "All of these",
}
# As a choice that can be taken away says it, where the others are not beside it.
RELATION_CHOSEN = {**RELATION_LABELS, "any": "In it, partly in it, and for wider areas"}
DISTANCES = (5.0, 10.0, 25.0, 50.0)


def asked_about(request: SearchRequest) -> Known:
    """Return what is known of a single place chosen, and of those to be near to or like; one query."""
    single = request.places if len(request.places) == 1 else ()
    return places_found([*single, *filter(None, (request.near, request.like))])


def around_labels(request: SearchRequest, known: Known) -> dict[str, dict[str, str]]:
    """Return what the choices around places are called: name in the address → value → label."""
    near, like = known.get(request.near), known.get(request.like)
    return {
        "relation": RELATION_CHOSEN,
        "near": {request.near: f"{near.label}, within {miles(request.within)}"} if near else {},
        "like": {request.like: like.label} if like else {},
    }


def where_facts(request: SearchRequest, known: Known) -> Shown | None:
    """Return what the panel asks, or None where no place is chosen in any way."""
    if not (request.places or request.near or request.like):
        return None
    single = request.places[0] if len(request.places) == 1 else ""
    place = known.get(request.near or single)
    return {
        "relations": relations(request) if request.places else [],
        "is_wider": request.lies != "inside",
        "near": request.near,
        "place": place.label if place else "",
        "distances": distances(request) if place and place.point else [],
        "like": like_facts(request, place, known),
        "chosen": sum([request.lies != "inside", bool(request.near), bool(request.like)]),
    }


def relations(request: SearchRequest) -> list[Shown]:
    """Return the ways in which places may lie to those chosen."""
    return [
        {"value": value, "label": label, "selected": value == request.relation}
        for value, label in RELATION_LABELS.items()
    ]


def distances(request: SearchRequest) -> list[Shown]:
    """Return the distances to choose from, with the one chosen."""
    chosen = {request.within} if request.near else set()
    return [
        {"value": f"{each:g}", "label": f"Within {miles(each)}", "selected": each in chosen}
        for each in sorted({*DISTANCES, *chosen})
    ]


def like_facts(request: SearchRequest, place: Found | None, known: Known) -> Shown | None:
    """Return the place that others are like, and how that is known; or the link to places like this one."""
    if request.like:
        like = known[request.like]
        return {"code": like.code, "label": like.label, "how_url": how_url(like), "url": ""}
    if place is None or not place.district:
        return None
    there = replace(request, places=(), relation="inside", near="", like=place.code, page=1)
    url = f"{reverse('search:search')}?{there.to_query()}"
    return {"code": "", "label": place.label, "how_url": how_url(place), "url": url}


def how_url(place: Found) -> str:
    """Return where it is shown how likeness was worked out."""
    return reverse("browse:place_similar", args=[place.district])


def miles(number: float) -> str:
    """Return a distance in words."""
    return "1 mile" if number == 1 else f"{number:g} miles"
