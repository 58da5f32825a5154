"""The queries that every search makes, in SQL: composing them each time took longer than answering them."""

from collections.abc import Collection
from typing import Any

from django.db import connection

# What waits in the outbox and may have to be hidden, and where private parts of the site start.
HIDING = """
    SELECT subject, object_id FROM search_searchoutbox WHERE hides
    UNION ALL
    SELECT 'private', page_id FROM wagtailcore_pageviewrestriction
"""
PUBLIC_PAGES = """
    SELECT page.id FROM wagtailcore_page page
    WHERE page.live AND page.id IN ({}) AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction restriction
        JOIN wagtailcore_page top ON top.id = restriction.page_id
        WHERE substr(page.path, 1, length(top.path)) = top.path
    )
"""
# Places with these codes, and those of which the share of 1 named lies directly in one of them. A community
# safety partnership is left out of the parts: nearly always it is a district listed already, counted twice.
PLACES_AND_PARTS = """
    SELECT code, kind FROM places_place WHERE code IN ({})
    UNION
    SELECT part.code, part.kind FROM places_place whole
    JOIN places_placelink link ON link.parent_id = whole.id
    JOIN places_place part ON part.id = link.child_id
    WHERE whole.code IN ({}) AND link.share >= {}
        AND part.ended_on IS NULL AND part.kind <> 'safety_partnership'
"""


def rows(sql: str, *lists: Collection[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query in which each `{}` stands for a list of values."""
    marks = [", ".join(["%s"] * len(values)) for values in lists]
    with connection.cursor() as cursor:
        cursor.execute(sql.format(*marks), [value for values in lists for value in values])
        return cursor.fetchall()
