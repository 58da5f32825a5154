"""How much is published in each of many places."""

from collections.abc import Collection

from django.db.models import Count

from outcomes.pages import SharedPage
from outcomes.selectors import content_types, readable_pages
from partners.places.closure import WHOLE
from partners.places.tagging import PagePlace


def counts_inside(places: Collection[int], model: type[SharedPage]) -> dict[int, int]:
    """Return, by the key of each place that has any, how many pages of a kind name it or a place inside it.

    Only what everybody may read counts, and a page counts once however many of its places lie inside.
    """
    pages = readable_pages().filter(content_type=content_types()[model])
    tags = PagePlace.objects.filter(
        page__in=pages.order_by().values("pk"),
        place__ancestor_links__ancestor__in=places,
        place__ancestor_links__share__gte=WHOLE,
    )
    inside = tags.order_by().values_list("place__ancestor_links__ancestor")
    return dict(inside.annotate(Count("page", distinct=True)))
