"""Which places the place facet lists."""

from collections.abc import Collection

from partners.places.closure import WHOLE
from search.sql import PLACES_AND_PARTS, rows


def listed_places(codes: Collection[str]) -> dict[str, str]:
    """Return code → kind of these places and of those directly in them, in one query."""
    return dict(rows(PLACES_AND_PARTS, codes, codes, [WHOLE]))
