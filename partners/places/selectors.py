"""What a page about a place needs to know, each in a fixed number of queries."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure, PlaceOutline
from partners.places.outlines import frame
from partners.places.parts import Part
from partners.places.querysets import SIZE

MOST_PER_KIND = 200
STEPS_DOWN = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.COUNTY, PlaceKind.DISTRICT, PlaceKind.WARD)
SMALL = (PlaceKind.WARD, PlaceKind.NEIGHBOURHOOD, PlaceKind.MSOA, PlaceKind.LSOA)
LARGE = [kind for kind in PlaceKind if kind not in SMALL]
# A region has thousands of these. They are listed where a person can still make something of the list.
LISTED_IN = {
    PlaceKind.MSOA: (PlaceKind.DISTRICT, PlaceKind.WARD, PlaceKind.NEIGHBOURHOOD),
    PlaceKind.LSOA: (PlaceKind.WARD, PlaceKind.NEIGHBOURHOOD, PlaceKind.MSOA),
}


@dataclass
class KindGroup:
    """Places of one kind: some of them, and how many there are in all."""

    kind: PlaceKind
    total: int = 0
    parts: list[Part] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The kind in words, in the plural where there are several."""
        return self.kind.label if self.total == 1 else self.kind.plural

    @property
    def more(self) -> int:
        """How many are not among `parts`."""
        return self.total - len(self.parts)


def place_context(place: Place, limit: int = MOST_PER_KIND) -> dict[str, Any]:
    """Return what `surroundings` does, and the `outline` to draw, if any."""
    return {**surroundings(place, limit), "outline": drawn_outline(place)}


def surroundings(place: Place, limit: int = MOST_PER_KIND) -> dict[str, list[KindGroup]]:
    """Return `parents` and `children` by kind, bigger kinds first; three queries.

    Of each kind of children at most `limit` are there, by name; `children_of_kind` has all. Places that have
    ended are no children any more; census areas are children of places that are not much bigger.
    """
    above = PlaceClosure.objects.filter(descendant=place).exclude(ancestor=place).select_related("ancestor")
    kinds = [kind for kind in PlaceKind if place.kind in LISTED_IN.get(kind, PlaceKind)]
    below = PlaceClosure.objects.filter(
        ancestor=place, descendant__ended_on__isnull=True, descendant__kind__in=kinds
    ).exclude(descendant=place)
    return {
        "parents": grouped(Part(row.ancestor, row.share) for row in above),
        "children": limited_groups(below, limit),
    }


def drawn_outline(place: Place) -> dict[str, str] | None:
    """Return `view_box` and `path` for a drawing of the place, or nothing when its boundary is not here."""
    outline = PlaceOutline.objects.filter(place=place).first()
    if outline is None:
        return None
    geometry = json.loads(outline.geometry)
    around = frame([geometry])
    return {"view_box": around.view_box, "path": around.path(geometry)}


def grouped(parts: Iterable[Part]) -> list[KindGroup]:
    """Return the parts by kind, bigger kinds first and, within a kind, greater shares first."""
    groups: dict[str, KindGroup] = {}
    for part in sorted(parts, key=lambda part: (-part.share, part.place.name)):
        group = groups.setdefault(part.place.kind, KindGroup(PlaceKind(part.place.kind)))
        group.parts.append(part)
        group.total += 1
    return [groups[kind] for kind in PlaceKind if kind in groups]


def limited_groups(below: QuerySet[PlaceClosure], limit: int) -> list[KindGroup]:
    """Return at most `limit` descendants of each kind by name, with how many there are; two queries."""
    totals = dict(below.values_list("descendant__kind").annotate(Count("pk")))
    position = Window(
        RowNumber(), partition_by=F("descendant__kind"), order_by=["descendant__name", "descendant__code"]
    )
    parts = defaultdict(list)
    for row in below.annotate(position=position).filter(position__lte=limit).select_related("descendant"):
        parts[row.descendant.kind].append(Part(row.descendant, row.share))
    return [
        KindGroup(kind, totals[kind], sorted(parts[kind], key=lambda part: part.place.name))
        for kind in PlaceKind
        if kind in totals
    ]


def children_of_kind(place: Place, kind: str) -> QuerySet[Place]:
    """Return all places of a kind that lie in this one, wholly or partly, for paging through."""
    return Place.objects.current().filter(ancestor_links__ancestor=place, kind=kind).exclude(pk=place.pk)


def breadcrumb(place: Place) -> list[Place]:
    """Return country, region, county and district that wholly hold the place, then the place; one query."""
    above = Place.objects.covering(place).of_kind(*STEPS_DOWN).exclude(pk=place.pk)
    return [*above.biggest_first(), place]


def places_by_kind() -> list[KindGroup]:
    """Return all places but wards and smaller ones by kind, bigger kinds first; one query."""
    places = Place.objects.current().of_kind(*LARGE).order_by(SIZE, "name", "code")
    return grouped(Part(place, 1.0) for place in places)
