"""What pages say about neighbourhoods, each in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partners.agencies.models import Partner
from partners.neighbourhoods.models import Neighbourhood, Way
from partners.neighbourhoods.rules import partners_to_write_for
from partners.neighbourhoods.situations import Shares, Situation, kinds_of, rows_above
from partners.people.models import User
from partners.places.closure import ancestor_shares
from partners.places.models import Place
from partners.places.outlines import frame
from partners.places.parts import Part
from partners.places.selectors import KindGroup, grouped


@dataclass(frozen=True)
class Drawn:
    """Who made a neighbourhood, and how: for its public page."""

    owner: Partner
    how: str
    is_archived: bool


HOW = {
    Way.PARTS: "Put together from wards and small areas.",
    Way.DRAWING: "Drawn on a map. Its shares in districts are worked out from simplified borders.",
}


def drawn_by(place: Place) -> Drawn | None:
    """Return who made a neighbourhood, or None for a place of any other kind; at most one query."""
    if place.kind != "neighbourhood":
        return None
    found = Neighbourhood.objects.filter(place=place).select_related("owner").first()
    return Drawn(found.owner, HOW[Way(found.way)], found.archived_on is not None) if found else None


def neighbourhoods_of(partner: Partner) -> QuerySet[Neighbourhood]:
    """Return the neighbourhoods of a partner that are in use, with their places, by name; one query."""
    mine = Neighbourhood.objects.current().filter(owner=partner)
    return mine.select_related("place").order_by("place__name", "pk")


def listed(user: User, show: str) -> QuerySet[Neighbourhood]:
    """Return the neighbourhoods for the editors' list: 'mine', 'all' or 'archived', with what a row shows."""
    rows = Neighbourhood.objects.select_related("place", "owner", "district", "changed_by")
    if show == "mine":
        return rows.current().filter(owner__in=partners_to_write_for(user))
    return rows.current() if show == "all" else rows.exclude(archived_on=None)


def summary(situation: Situation) -> dict[str, Any]:
    """Return what a preview shows: `above` and `parts` by kind with shares, and a `drawing`, if any."""
    rows = rows_above(situation.above)
    kinds = kinds_of({*situation.above, *(key for shares in rows.values() for key in shares)})
    return {
        "above": groups(ancestor_shares(situation.above, rows, kinds)),
        "parts": groups(situation.parts),
        "drawing": drawing(situation),
    }


def groups(shares: Shares) -> list[KindGroup]:
    """Return places with shares by kind, bigger kinds first; one query."""
    places = Place.objects.in_bulk(list(shares))
    return grouped(Part(places[key], share) for key, share in shares.items())


def drawing(situation: Situation) -> dict[str, str] | None:
    """Return `view_box` and `path` of the outline, or nothing when it is not known."""
    if situation.outline is None:
        return None
    around = frame([situation.outline])
    return {"view_box": around.view_box, "path": around.path(situation.outline)}
