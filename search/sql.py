"""The queries that every search makes, in SQL: composing them each time took longer than answering them."""

from collections.abc import Collection
from typing import Any

from django.db import connection

# What waits in the outbox and may have to be hidden, where private parts of the site start, and numbers that
# change with every change of the synonyms.
STATE = """
    SELECT 'synonyms', count(*), max(id), max(changed_at) FROM synonyms_synonymrule
    UNION ALL
    SELECT subject, object_id, NULL, NULL FROM search_searchoutbox WHERE hides
    UNION ALL
    SELECT 'private', page_id, NULL, NULL FROM wagtailcore_pageviewrestriction
"""
PUBLIC_PAGES = """
    SELECT page.id FROM wagtailcore_page page
    WHERE page.live AND page.id IN ({}) AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction restriction
        JOIN wagtailcore_page top ON top.id = restriction.page_id
        WHERE substr(page.path, 1, length(top.path)) = top.path
    )
"""
PUBLIC_PROPOSALS = """
    SELECT id FROM proposals_proposal
    WHERE id IN ({}) AND confirmed_at IS NOT NULL AND accepted_at IS NOT NULL
"""
# What a page is like (0 for the same sort of thing, 1 for what was tried) and what was tried for it (2), as
# far as anybody may open it: whether that is for the page's own places, and the partner that leads it.
RELATED_PAGES = """
    SELECT item.relation, EXISTS (
            SELECT 1 FROM places_pageplace own JOIN places_pageplace tag ON tag.page_id = item.other_id
            WHERE own.page_id = item.page_id AND (tag.place_id = own.place_id OR EXISTS (
                SELECT 1 FROM places_placeclosure inside WHERE inside.ancestor_id = own.place_id
                AND inside.descendant_id = tag.place_id AND inside.share >= {}
            ))
        ),
        page.id, page.title, page.url_path, page.content_type_id,
        COALESCE(objective.summary, plan.summary, study.summary, ''),
        partner.name, partner.slug, partner.kind,
        study.cost, study.cost_amount, study.cost_year, study.cost_band, study.effect, study.evidence_strength
    FROM (
        SELECT page_id, other_id, CASE WHEN is_elsewhere THEN 1 ELSE 0 END AS relation, rank
        FROM search_relateditem WHERE page_id IN ({})
        UNION ALL
        SELECT objective_id, page_id, 2, 0 FROM casestudies_objectivelink WHERE objective_id IN ({})
        UNION ALL
        SELECT plan_id, page_id, 2, 0 FROM casestudies_planlink WHERE plan_id IN ({})
    ) item
    JOIN wagtailcore_page page ON page.id = item.other_id
    LEFT JOIN objectives_objective objective ON objective.page_ptr_id = page.id
    LEFT JOIN plans_jointplan plan ON plan.page_ptr_id = page.id
    LEFT JOIN casestudies_casestudy study ON study.page_ptr_id = page.id
    LEFT JOIN sharing_share share
        ON share.page_id = page.id AND share.role = 'lead' AND share.named_since IS NOT NULL
    LEFT JOIN agencies_partner partner ON partner.id = share.partner_id
    WHERE page.live AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction restriction
        JOIN wagtailcore_page top ON top.id = restriction.page_id
        WHERE substr(page.path, 1, length(top.path)) = top.path
    )
    ORDER BY item.rank, page.first_published_at DESC, page.id DESC
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
# Places that hold one of those with these codes, and whether they do so wholly; and places that lie partly in
# one: as many as there are small areas on a border, so only those that something is about.
PLACES_AROUND = """
    SELECT wider.code, wider.kind, around.share >= {} FROM places_place chosen
    JOIN places_placeclosure around ON around.descendant_id = chosen.id
    JOIN places_place wider ON wider.id = around.ancestor_id
    WHERE chosen.code IN ({}) AND wider.id <> chosen.id
    UNION
    SELECT part.code, part.kind, 1 = 0 FROM places_place chosen
    JOIN places_placeclosure around ON around.ancestor_id = chosen.id
    JOIN places_place part ON part.id = around.descendant_id
    WHERE chosen.code IN ({}) AND around.share < {} AND (
        EXISTS (SELECT 1 FROM places_pageplace tag WHERE tag.place_id = part.id)
        OR EXISTS (SELECT 1 FROM proposals_proposal proposal WHERE proposal.place_id = part.id)
    )
"""
# Places between degrees north and degrees east: all districts, and what something is about. Were the kinds
# named here, databases would go through all places of each.
PLACES_IN_BOX = """
    SELECT place.code, place.kind, place.latitude, place.longitude, place.ended_on FROM places_place place
    WHERE place.latitude BETWEEN {} AND {} AND place.longitude BETWEEN {} AND {} AND (
        place.kind = 'district'
        OR EXISTS (SELECT 1 FROM places_pageplace tag WHERE tag.place_id = place.id)
        OR EXISTS (SELECT 1 FROM proposals_proposal proposal WHERE proposal.place_id = place.id)
    )
"""
# How places lie to those asked about: the share of each in that one, that one's share in it, and both points.
PLACES_ON_PAGE = """
    SELECT place.code, asked.code, part.share, whole.share,
        place.latitude, place.longitude, asked.latitude, asked.longitude
    FROM places_place asked CROSS JOIN places_place place
    LEFT JOIN places_placeclosure part ON part.ancestor_id = asked.id AND part.descendant_id = place.id
    LEFT JOIN places_placeclosure whole ON whole.ancestor_id = place.id AND whole.descendant_id = asked.id
    WHERE asked.code IN ({}) AND place.code IN ({})
"""

# A page of results names every partner that has anything in them.
NAMES_OF_PARTNERS = "SELECT slug, name FROM agencies_partner WHERE slug IN ({})"


def rows(sql: str, *lists: Collection[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query in which each `{}` stands for a list of values."""
    marks = [", ".join(["%s"] * len(values)) for values in lists]
    with connection.cursor() as cursor:
        cursor.execute(sql.format(*marks), [value for values in lists for value in values])
        return cursor.fetchall()
