"""What is published for a place, for what lies inside it and for what contains it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from outcomes.pages import SharedPage
from outcomes.selectors import newest_of_each_kind, readable_pages, specific_pages, totals_by_kind
from partners.places.models import Place, PlaceClosure
from partners.places.tagging import PagePlace

INSIDE_SHARE = 0.99
RELATIONS = ("here", "inside", "covering")


@dataclass(frozen=True)
class Group:
    """Pages of one kind that stand in one relation to a place: the newest of them, and how many in all."""

    relation: str
    model: type[SharedPage]
    pages: list[Any]
    total: int


def pages_by_relation(place: Place) -> dict[str, QuerySet[Page]]:
    """Return the readable pages here, inside and covering; each page under its nearest relation only."""
    closure = PlaceClosure.objects.filter(share__gte=INSIDE_SHARE).exclude(ancestor=F("descendant"))
    here = tagged([place.pk])
    inside = tagged(closure.filter(ancestor=place).values("descendant"))
    covering = tagged(closure.filter(descendant=place).values("ancestor"))
    readable = readable_pages()
    return {
        "here": readable.filter(here),
        "inside": readable.filter(inside).exclude(here),
        "covering": readable.filter(covering).exclude(here | inside),
    }


def tagged(places: Iterable[int] | QuerySet[Any]) -> Q:
    """Pages that name one of these places."""
    return Q(Exists(PagePlace.objects.filter(page=OuterRef("pk"), place__in=places)))


def groups_for_place(place: Place, per_group: int) -> list[Group]:
    """Return what is published around a place, by relation and kind; the number of queries is fixed."""
    relations = pages_by_relation(place)
    newest = {relation: newest_of_each_kind(pages, per_group) for relation, pages in relations.items()}
    totals = {relation: totals_by_kind(pages) for relation, pages in relations.items()}
    specific = specific_pages(pk for ids in newest.values() for pk in ids)
    return [
        Group(
            relation,
            model,
            [p for p in specific if isinstance(p, model) and p.pk in set(newest[relation])],
            total,
        )
        for relation in RELATIONS
        for model, total in totals[relation].items()
    ]
