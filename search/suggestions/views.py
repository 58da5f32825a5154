"""Suggestions as JSON."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from partners.places.postcodes import holds_postcode
from search.suggestions.service import Suggested, suggested


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """At most eight things for what is typed, best first, and a sentence that says how many.

    A whole postcode gets an empty answer. No answer is kept: what it names may be hidden the next moment.
    """
    typed = request.GET.get("q", "")
    found = Suggested() if holds_postcode(typed) else suggested(typed)
    answer = JsonResponse(shown(found))
    answer["Cache-Control"] = "no-store"
    return answer


def shown(found: Suggested) -> dict[str, Any]:
    """Return what the box shows and reads out."""
    return {
        "similar": found.similar,
        "message": message(len(found.things), similar=found.similar),
        "suggestions": [thing._asdict() for thing in found.things],
    }


def message(total: int, *, similar: bool) -> str:
    """Return the sentence that is read out, and shown where nothing is called just so."""
    if not total:
        return ""
    counted = f"{total} suggestion{'' if total == 1 else 's'}"
    return f"No match. {counted} with a similar spelling:" if similar else f"{counted}."
