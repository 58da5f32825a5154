"""Which places the place facet lists."""

from collections.abc import Collection

from django.db.models import Q

from partners.places.closure import WHOLE
from partners.places.models import Place


def listed_places(codes: Collection[str]) -> dict[str, str]:
    """Return code → kind of these places and of those directly in them, in one query."""
    directly_in = Q(parent_links__parent__code__in=codes, parent_links__share__gte=WHOLE)
    return dict(Place.objects.filter(Q(code__in=codes) | directly_in).order_by().values_list("code", "kind"))
