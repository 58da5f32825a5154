"""The objectives of a place by theme, each with where it is from."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from outcomes.cards import page_card
from outcomes.locality import COVERING, HERE, INSIDE, Group
from outcomes.themes.models import Theme
from partners.places.models import Place
from portal.browse.links import search_url

FROM = {INSIDE: "Inside, for", COVERING: "Inherited from"}


def by_theme(
    groups: Collection[Group],
    themes: Iterable[Theme],
    place: Place,
    above: Collection[int],
    request: HttpRequest,
) -> list[dict[str, Any]]:
    """Return the objectives of these groups under the first of their themes, in the order of `themes`.

    `above` has the keys of the places that wholly hold this one. Here comes before inside, inside before
    inherited. One query.
    """
    near = {INSIDE: inside_keys(place, groups), COVERING: above}
    found: dict[int | None, list[dict[str, Any]]] = {}
    for group in groups:
        for page in group.pages:
            first = page.themes[0].pk if page.themes else None
            item = {
                "card": page_card(page, request),
                "reference": page.reference,
                "relation": group.relation,
                "origin": origin(page, group.relation, place, near),
            }
            found.setdefault(first, []).append(item)
    shown = [themed(theme, found[theme.pk], place) for theme in themes if theme.pk in found]
    return [*shown, *([themed(None, found[None], place)] if None in found else [])]


def themed(theme: Theme | None, items: list[dict[str, Any]], place: Place) -> dict[str, Any]:
    """Return one theme with its objectives and where to see all of them."""
    if theme is None:
        return {"name": "Without a theme", "url": "", "items_here": items}
    url = search_url(place=place.code, kind="objective", theme=theme.slug)
    return {"name": theme.name, "url": url, "items_here": items}


def inside_keys(place: Place, groups: Iterable[Group]) -> set[int]:
    """Return which of the places that these objectives name lie wholly inside the place."""
    named = {tagged.pk for group in groups for page in group.pages for tagged in page.places}
    return set(Place.objects.inside(place).filter(pk__in=named).order_by().values_list("pk", flat=True))


def origin(page: Any, relation: str, place: Place, near: Mapping[str, Collection[int]]) -> str:
    """Return where an objective is from, as its label says it."""
    if relation == HERE:
        return f"For {place.name}"
    names = [tagged.name for tagged in page.places if tagged.pk in near[relation]]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{FROM[relation]} {names[0]}{more}"
