"""Places for the box in which somebody is typing, as JSON, out of the names in memory."""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_safe

from partners.places.finding import Named
from partners.places.kinds import PlaceKind
from partners.places.names import folded
from partners.places.postcodes import holds_postcode
from partners.places.querysets import words_of
from partners.places.vocabulary import keeper

MOST_SUGGESTED = 8
MOST_ON_PAGE = 20
MOST_TYPED = 200
SECONDS_KEPT = 300
KIND_LABELS = {str(kind): str(kind.label).lower() for kind in PlaceKind}


@require_safe
def place_suggest(request: HttpRequest) -> JsonResponse:
    """At most eight places for what is typed, best first, and a sentence that says what they are.

    A postcode gets an empty answer that nobody keeps: the box asks only for names.
    """
    q = typed_name(request)
    is_private = holds_postcode(q)
    answer = JsonResponse(suggestions("" if is_private else q))
    answer["Cache-Control"] = "no-store" if is_private else f"public, max-age={SECONDS_KEPT}"
    return answer


def typed_name(request: HttpRequest) -> str:
    """Return the name that somebody asked for, as much as a name may be."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:MOST_TYPED]


def suggestions(q: str) -> dict[str, Any]:
    """Return places called so and, where these are few, places with a name like it; no query."""
    words = words_of(q)
    called, like = keeper.vocabulary().suggested(words, MOST_SUGGESTED) if words else ([], [])
    above, typed = address_of_places(get_script_prefix()), " ".join(words)
    return {
        "q": q,
        "similar": bool(like) and not called,
        "message": message(q, len(called), len(like)),
        "places": [
            *(suggestion(place, above, typed, similar=False) for place in called),
            *(suggestion(place, above, typed, similar=True) for place in like),
        ],
    }


def found_by_name(q: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return places called so for a page, those that ended last, and similar names where these are few."""
    words, names = words_of(q), keeper.vocabulary()
    if not words:
        return [], []
    above, typed = address_of_places(get_script_prefix()), " ".join(words)
    called = list(islice(names.called(words), MOST_ON_PAGE))
    like = names.like(words, called, MOST_ON_PAGE)
    return (
        [suggestion(place, above, typed, similar=False) for place in called],
        [suggestion(place, above, typed, similar=True) for place in like],
    )


@cache
def address_of_places(prefix: str) -> str:
    """Return the address below which every place has its own; worked out once, because it takes its time."""
    return reverse("browse:places")


def suggestion(place: Named, above: str, typed: str, *, similar: bool) -> dict[str, Any]:
    """Return what the box shows of a place, and where it leads."""
    return {
        "label": place.label,
        "kind": KIND_LABELS.get(place.kind, place.kind),
        "note": place.ended or other_name(place.other_names, place.label, typed),
        "code": place.code,
        "url": f"{above}{place.code}/",
        "similar": similar,
    }


def other_name(names: Sequence[str], label: str, typed: str) -> str:
    """Return the name by which a place was found if its label does not show it, or ''."""
    if not names or f" {typed}" in f" {folded(label)}":
        return ""
    return next((name for name in names if f" {typed}" in f" {folded(name)}"), "")


def message(q: str, called: int, like: int) -> str:
    """Return the sentence that is shown with similar names, and read out with any."""
    if not q:
        return ""
    if not called and not like:
        return f"We found nothing called \u201c{q}\u201d."
    if not called:
        return f"We found nothing called \u201c{q}\u201d. {counted(like)} with a name like it:"
    return f"{counted(called)} found{f', and {like} with a name like it' if like else ''}."


def counted(total: int) -> str:
    """Return '1 place' or '3 places'."""
    return f"{total} place{'' if total == 1 else 's'}"
