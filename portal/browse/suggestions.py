"""Places for the box in which somebody is typing, as JSON."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partners.places.models import Place

MOST_SUGGESTED = 8
MOST_TYPED = 200
SECONDS_KEPT = 300


@require_safe
@cache_control(public=True, max_age=SECONDS_KEPT)
def place_suggest(request: HttpRequest) -> JsonResponse:
    """At most eight places for what is typed, best first, and a sentence that says what they are."""
    q = typed_name(request)
    places = list(Place.objects.current().search(q, MOST_SUGGESTED))
    similar = not places
    if similar:
        places = similar_places(q)
    return JsonResponse(
        {
            "q": q,
            "similar": similar and bool(places),
            "message": message(q, len(places), similar),
            "places": [suggestion(place) for place in places],
        }
    )


def typed_name(request: HttpRequest) -> str:
    """Return the name that somebody asked for, as much as a name may be."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:MOST_TYPED]


def similar_places(q: str) -> list[Place]:
    """Return places with a name spelt nearly like this, for when none is called so."""
    return list(Place.objects.current().nearly_called(q, MOST_SUGGESTED))


def suggestion(place: Place) -> dict[str, str]:
    """Return what the box shows of a place, and where it leads."""
    kind = place.get_kind_display().lower()
    return {"label": place.label, "kind": kind, "code": place.code, "url": place.get_absolute_url()}


def message(q: str, total: int, similar: bool) -> str:
    """Return the sentence that is shown with similar names, and read out with any."""
    counted = f"{total} place{'' if total == 1 else 's'}"
    if not q:
        return ""
    if not total:
        return f"We found nothing called \u201c{q}\u201d."
    if similar:
        return f"We found nothing called \u201c{q}\u201d. {counted} with a name like it:"
    return f"{counted} found."
