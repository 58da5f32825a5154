"""What is published for a place, for what lies inside it, for what contains it, and for places like it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from outcomes.casestudies.models import CaseStudy
from outcomes.pages import SharedPage
from outcomes.selectors import KINDS, content_types, readable_pages, specific_pages
from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure
from partners.places.tagging import PagePlace

HERE, INSIDE, COVERING, ALIKE = "here", "inside", "covering", "alike"
RELATIONS = (HERE, INSIDE, COVERING, ALIKE)
MOST = 20

# Relation and kind of pages; and how many of each sort to show, at most MOST.
Sort = tuple[str, type[SharedPage]]
Limit = Callable[[str, type[SharedPage]], int]


@dataclass(frozen=True)
class Group:
    """Pages of one kind that stand in one relation to a place: the newest of them, and how many in all."""

    relation: str
    model: type[SharedPage]
    pages: list[Any]
    total: int


@dataclass(frozen=True)
class Locality:
    """A place, and the keys of places like it, whose case studies are worth reading there too."""

    place: Place
    alike: Collection[int] = ()

    def candidates(self) -> QuerySet[Page]:
        """Return the readable pages for any place around."""
        return readable_pages().filter(pk__in=self.tags().values("page"))

    def pages(self) -> QuerySet[Page]:
        """Return the readable pages around, each with its nearest `relation` only.

        Of places alike there are case studies only: what others agreed or plan binds nobody here.
        """
        elsewhere = Q(relation=ALIKE) & ~Q(content_type=content_types()[CaseStudy])
        return self.candidates().annotate(relation=self.relation("pk")).exclude(elsewhere)

    def tags(self) -> QuerySet[PagePlace]:
        """Return the tags of pages with any of these places."""
        covering = PlaceClosure.objects.filter(share__gte=WHOLE, descendant=self.place).values("ancestor")
        near = Q(place__in=covering)
        if self.alike:
            near |= Q(place__in=keys_inside(self.alike))
        if PlaceKind(self.place.kind).size < PlaceKind.DISTRICT.size:
            # A country holds more places than there are tags of pages: cheaper to ask for each tag.
            rows = PlaceClosure.objects.filter(share__gte=WHOLE, ancestor=self.place)
            near |= Q(Exists(rows.filter(descendant=OuterRef("place"))))
        else:
            near |= Q(place__in=keys_inside([self.place.pk]))
        return PagePlace.objects.filter(near)

    def relation(self, page: str) -> Case:
        """Return the nearest relation of a page, whose key a query has in this column, to the place."""
        tags = PagePlace.objects.filter(page=OuterRef(page))
        # One look-up for each tag: a join would tempt the database to walk through all of a country instead.
        whole = PlaceClosure.objects.filter(share__gte=WHOLE)
        within = whole.filter(ancestor=self.place, descendant=OuterRef("place"))
        over = whole.filter(ancestor=OuterRef("place"), descendant=self.place)
        return Case(
            When(Exists(tags.filter(place=self.place)), then=Value(HERE)),
            When(Exists(tags.filter(Exists(within))), then=Value(INSIDE)),
            When(Exists(tags.filter(Exists(over))), then=Value(COVERING)),
            default=Value(ALIKE),
        )

    def groups(self, limit: Limit) -> list[Group]:
        """Return the newest pages by relation and kind, at most `limit` says of each; fixed queries."""
        keys, totals = self.newest(limit)
        pages = specific_pages(keys)
        return [
            Group(relation, model, [page for page in pages if keys[page.pk] == (relation, model)], total)
            for (relation, model), total in sorted(totals.items(), key=in_order)
        ]

    def newest(self, limit: Limit) -> tuple[dict[int, Sort], dict[Sort, int]]:
        """Return where each of the newest pages belongs, and how many there are of each sort; one query."""
        alike = [F("relation"), F("content_type")]
        newest_first = [F("first_published_at").desc(nulls_last=True), F("pk").desc()]
        numbered = (
            self.pages()
            .order_by()
            .annotate(
                position=Window(RowNumber(), partition_by=alike, order_by=newest_first),
                total=Window(Count("pk"), partition_by=alike),
            )
            .filter(position__lte=MOST)
        )
        models = {content_type.pk: model for model, content_type in content_types().items()}
        keys: dict[int, Sort] = {}
        totals: dict[Sort, int] = {}
        for pk, relation, content_type, position, total in numbered.values_list(
            "pk", "relation", "content_type", "position", "total"
        ):
            belongs = relation, models[content_type]
            totals[belongs] = total
            if position <= limit(*belongs):
                keys[pk] = belongs
        return keys, totals


def keys_inside(places: Iterable[int]) -> QuerySet[PlaceClosure, int]:
    """Return the keys of these places and of all that lies wholly inside them."""
    rows = PlaceClosure.objects.filter(ancestor__in=places, share__gte=WHOLE)
    return rows.values_list("descendant", flat=True)


def in_order(item: tuple[Sort, int]) -> tuple[int, int]:
    """Return what sorts groups: the nearest relation first, then the order of kinds."""
    (relation, model), _ = item
    return RELATIONS.index(relation), KINDS.index(model)


def pages_inside(places: Iterable[int]) -> QuerySet[Page]:
    """Return the readable pages for any of these places or for places inside them."""
    tags = PagePlace.objects.filter(place__in=keys_inside(places))
    return readable_pages().filter(pk__in=tags.values("page"))
