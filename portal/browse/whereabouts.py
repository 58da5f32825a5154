"""Where a place lies: up the ladder of council areas, and in every other kind of area."""

from collections.abc import Iterable
from typing import Any

from partners.places.kinds import PlaceKind
from partners.places.models import Place
from partners.places.selectors import STEPS_DOWN, KindGroup

# What a kind of area is for, where its own name does not say it to everybody.
CALLED = {
    PlaceKind.ICB: "NHS integrated care board",
    PlaceKind.HEALTH_BOARD: "NHS health board",
    PlaceKind.DISTRICT: "Council area",
}


def crumbs(place: Place, parents: Iterable[KindGroup]) -> list[dict[str, str]]:
    """Return country, region, county, district and ward that wholly hold the place, then the place."""
    above = [part.place for group in ladder(parents) for part in group.parts if part.is_whole]
    return [{"name": step.name, "url": step.get_absolute_url()} for step in (*above, place)]


def ladder(parents: Iterable[KindGroup]) -> list[KindGroup]:
    """Return the groups that are steps from a country down to a ward, from the top."""
    steps = {group.kind: group for group in parents}
    return [steps[kind] for kind in STEPS_DOWN if kind in steps]


def also_in(parents: Iterable[KindGroup]) -> list[dict[str, Any]]:
    """Return what holds the place and is no step of the ladder, or holds only a part of it."""
    rows = []
    for group in parents:
        on_ladder = group.kind in STEPS_DOWN
        parts = [part for part in group.parts if not (on_ladder and part.is_whole)]
        if parts:
            label = CALLED.get(group.kind, group.kind.label)
            rows.append({"kind": group.kind, "label": label, "parts": parts})
    return rows


def district_of(place: Place, parents: Iterable[KindGroup]) -> Place | None:
    """Return the district that the place is, or lies wholly inside of."""
    if place.kind == PlaceKind.DISTRICT:
        return place
    districts = [group for group in parents if group.kind == PlaceKind.DISTRICT]
    return next((part.place for group in districts for part in group.parts if part.is_whole), None)
