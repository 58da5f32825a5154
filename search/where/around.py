"""Places that others are near to or like: where they are, and whether there are figures to compare them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.measures import COMPARED
from partners.places.models import PlaceClosure, PlaceCode
from search.where.distance import Point, point_of

LONGEST_CODE = 9


@dataclass(frozen=True)
class Found:
    """A place. `point` is None where none stands for it.

    `district` is the code of the one that it is, or lies wholly in, if that can be compared with others; else
    it is empty.
    """

    code: str
    label: str
    kind: str
    point: Point | None
    district: str


def places_found(given: Collection[str]) -> dict[str, Found]:
    """Return places by any code, in capitals, that they have or had; in one query, or none for nothing."""
    codes = {code.upper() for code in given if len(code) <= LONGEST_CODE}
    if not codes:
        return {}
    rows = PlaceCode.objects.filter(code__in=codes).select_related("place")
    return {row.code: found(row) for row in rows.annotate(district=Subquery(comparable()[:1]))}


def found(row: PlaceCode) -> Found:
    """Return what there is to say of a code's place."""
    place = row.place
    district: str | None = row.district  # type: ignore[attr-defined]  # annotated by the query
    return Found(place.code, place.label, place.kind, point_of(place), district or "")


def comparable() -> QuerySet[PlaceClosure, str]:
    """Return the code of the district that wholly holds a place and has every figure that is compared."""
    compared = Q(ancestor__figures__measure__in=[measure.name for measure in COMPARED])
    districts = PlaceClosure.objects.filter(
        descendant=OuterRef("place"),
        share__gte=WHOLE,
        ancestor__kind=PlaceKind.DISTRICT,
        ancestor__ended_on=None,
    )
    counted = districts.annotate(figures=Count("ancestor__figures", filter=compared))
    return (
        counted.filter(figures=len(COMPARED))
        .order_by("ancestor__code")
        .values_list("ancestor__code", flat=True)
    )
