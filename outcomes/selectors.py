"""Reads over all kinds of shared pages at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from wagtail.models import Page

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.pages import CARD_RELATIONS, SharedPage
from outcomes.plans.models import JointPlan

KINDS: tuple[type[SharedPage], ...] = tuple(
    sorted((Objective, JointPlan, CaseStudy), key=lambda model: model.kind_order)
)


@dataclass(frozen=True)
class Latest:
    """The newest pages of one kind, and how many there are in all."""

    model: type[SharedPage]
    pages: list[Any]
    total: int


def readable_pages() -> QuerySet[Page]:
    """Every shared page that anybody may read."""
    return Page.objects.live().public().filter(content_type__in=content_types().values())


def content_types() -> dict[type[SharedPage], ContentType]:
    """The content type of each kind (kept in memory after the first use)."""
    return ContentType.objects.get_for_models(*KINDS)  # type: ignore[return-value]


def totals_by_kind(pages: QuerySet[Page]) -> dict[type[SharedPage], int]:
    """Return how many of these pages there are of each kind."""
    totals = dict(pages.order_by().values_list("content_type").annotate(total=Count("pk")))
    return {model: totals.get(content_type.pk, 0) for model, content_type in content_types().items()}


def newest_of_each_kind(pages: QuerySet[Page], per_kind: int) -> list[int]:
    """Return the ids of the newest `per_kind` pages of each kind."""
    place_in_kind = Window(
        RowNumber(),
        partition_by=F("content_type"),
        order_by=[F("first_published_at").desc(nulls_last=True), F("pk").desc()],
    )
    newest = pages.order_by().annotate(place_in_kind=place_in_kind).filter(place_in_kind__lte=per_kind)
    return list(newest.values_list("pk", flat=True))


def latest_by_kind(pages: QuerySet[Page], per_kind: int) -> list[Latest]:
    """Return the newest of these pages, kind by kind, in a number of queries that does not grow."""
    totals = totals_by_kind(pages)
    specific = specific_pages(newest_of_each_kind(pages, per_kind))
    return [
        Latest(model, [page for page in specific if isinstance(page, model)], totals[model])
        for model in KINDS
    ]


def specific_pages(ids: Iterable[int]) -> list[Any]:
    """Return these pages in full, newest first, with all that their cards show."""
    pages = list(Page.objects.filter(pk__in=list(ids)).order_by("-first_published_at", "-pk").specific())
    prefetch_related_objects(pages, *CARD_RELATIONS)
    return pages
