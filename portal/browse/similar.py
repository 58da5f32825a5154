"""Districts like a district, with the working shown, and why there are none for other places."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partners.places.kinds import PlaceKind
from partners.places.likeness import TYPICAL, Neighbour, figures_of, likeness_of
from partners.places.measures import COMPARED, Measure
from partners.places.models import Place
from portal.browse.finding import place_or_404


@require_safe
def place_similar(request: HttpRequest, code: str) -> HttpResponse:
    """The ten districts most like this one, figure by figure."""
    place = place_or_404(code)
    if place.code != code:
        return redirect("browse:place_similar", place.code, permanent=True)
    return render(request, "browse/similar.html", similar_facts(place))


def similar_facts(place: Place) -> dict[str, Any]:
    """Return everything on the page."""
    likeness = likeness_of(place)
    return {
        "place": place,
        "neighbours": [shown_neighbour(near) for near in likeness.neighbours] if likeness else [],
        "total": likeness.total if likeness else 0,
        "typical": number(TYPICAL),
        "compared": len(COMPARED),
        "figures": [shown_figure(measure, value) for measure, value in figures_of(place)],
        "why_not": "" if likeness else why_not(place),
        "districts": [] if likeness else districts_around(place),
    }


def shown_neighbour(near: Neighbour) -> dict[str, Any]:
    """Return a district with how far it is, and each figure of both."""
    return {
        "place": near.place,
        "distance": number(near.distance),
        "words": near.words,
        "rows": [
            {
                "label": row.measure.label,
                "ours": row.measure.shown(row.ours),
                "theirs": row.measure.shown(row.theirs),
                "words": row.words,
                "apart": number(row.apart, sign=True),
            }
            for row in near.comparisons
        ],
    }


def shown_figure(measure: Measure, value: float) -> dict[str, Any]:
    """Return one figure with what it means and where it is from."""
    return {"measure": measure, "value": measure.shown(value)}


def number(value: float, *, sign: bool = False) -> str:
    """Return a number to two decimals, with a real minus sign."""
    return f"{value:{'+' if sign else ''}.2f}".replace("-", "\N{MINUS SIGN}")


def why_not(place: Place) -> str:
    """Return the sentence that says why a place cannot be compared."""
    if place.kind != PlaceKind.DISTRICT:
        kind = place.get_kind_display().lower()
        return f"{place.name} is a {kind}. The figures that we compare are published for districts."
    if place.ended_on:
        return f"{place.name} has ended. We compare the districts of today."
    return (
        f"{place.name} does not have all the figures that we compare. The indices of deprivation cover "
        "England only. Wales, Scotland and Northern Ireland have their own, which cannot be set beside them."
    )


def districts_around(place: Place) -> list[Place]:
    """Return the district that holds a smaller place, or those that lie in a bigger one."""
    districts = Place.objects.current().of_kind(PlaceKind.DISTRICT).exclude(pk=place.pk)
    return list(districts.covering(place)) or list(districts.inside(place)[:50])
