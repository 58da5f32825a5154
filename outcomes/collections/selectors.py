"""What a list shows: its items in order, each with its case study while everybody may read that."""

from dataclasses import dataclass

from django.db.models import QuerySet

from outcomes.casestudies.answers import ANSWER_RELATIONS
from outcomes.casestudies.models import CaseStudy
from outcomes.collections.models import CollectedItem, Collection
from partners.agencies.acting import partner_of
from partners.people.models import User


@dataclass(frozen=True)
class Entry:
    """One item, numbered from 1. It has no `study` while that is not published."""

    number: int
    item: CollectedItem
    study: CaseStudy | None


def lists_of(user: User) -> QuerySet[Collection]:
    """Return the lists that a person may change, acting for this partner; the last changed first."""
    kept = Collection.objects.kept_by(user, partner_of(user)).counted()
    # Counting drops the order that lists have by themselves.
    return kept.select_related("partner", "owner").order_by("-changed_at", "-pk")


def entries_of(collection: Collection) -> list[Entry]:
    """Return what is in a list, in a number of queries that does not grow with it."""
    items = list(collection.items.select_related("added_by"))
    public = CaseStudy.objects.live().public().defer("body")
    studies = public.prefetch_related(*ANSWER_RELATIONS).in_bulk([item.page_id for item in items])
    return [Entry(number, item, studies.get(item.page_id)) for number, item in enumerate(items, 1)]
