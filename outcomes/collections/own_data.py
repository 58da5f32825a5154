"""What is kept of somebody's lists, for the person whose data it is."""

from typing import Any

from django.http import HttpRequest

from outcomes.collections.models import CollectedItem, Collection
from partners.agencies.models import Partner
from partners.people.models import User


def lists_as_data(user: User, request: HttpRequest) -> dict[str, Any]:
    """Return every list that a person made, with its notes, and what they put into lists of others.

    A case study is named by its number only: its title may not be public any more. Of the lists of a partner
    that they have left nothing is there: others may have rewritten their notes.
    """
    made = Collection.objects.filter(owner=user).select_related("partner").prefetch_related("items")
    partners = Partner.objects.filter(memberships__user=user)
    added = CollectedItem.objects.filter(added_by=user, collection__partner__in=partners)
    added = added.exclude(collection__owner=user)
    return {
        "lists": [list_as_data(each, request) for each in made],
        "put_into_lists_of_others": [item_as_data(item) for item in added],
    }


def list_as_data(collection: Collection, request: HttpRequest) -> dict[str, Any]:
    """Return all that is kept of a list."""
    return {
        "address": request.build_absolute_uri(collection.get_absolute_url()),
        "title": collection.title,
        "what_it_is_for": collection.description,
        "who_may_change_it": collection.get_keeper_display(),
        "partner": collection.partner.name if collection.partner else None,
        "shows_my_name": collection.shows_name,
        "link": request.build_absolute_uri(collection.shared_url) if collection.token else None,
        "made_at": collection.made_at.isoformat(),
        "changed_at": collection.changed_at.isoformat(),
        "case_studies": [item_as_data(item) for item in collection.items.all()],
    }


def item_as_data(item: CollectedItem) -> dict[str, Any]:
    """Return all that is kept of a case study in a list."""
    return {
        "case_study": item.page_id,
        "note": item.note,
        "position": item.position,
        "added_at": item.added_at.isoformat(),
    }
