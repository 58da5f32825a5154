"""Cards in the form in which the index keeps them, so that a page of results fetches no content."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from outcomes.cards import Card
from outcomes.casestudies.marks import marks_for
from partners.agencies.models import Partner

StoredCard = dict[str, Any]


def stored(card: Card) -> StoredCard:
    """Return the facts of a card as plain values."""
    partner = card.partner
    return {
        "title": card.title,
        "url": card.url,
        "kind": card.kind,
        "kind_label": card.kind_label,
        "summary": card.summary,
        "partner": partner and {"name": partner.name, "slug": partner.slug, "kind": partner.kind},
        "contributors": card.contributors,
        "places": card.places,
        "place_codes": card.place_codes,
        "themes": card.themes,
        "date": card.date and card.date.isoformat(),
        "marked_by": card.marked_by,
        "status": card.status,
        "review_on": card.review_on and card.review_on.isoformat(),
    }


def restored(facts: StoredCard, highlights: Iterable[str] = ()) -> Card:
    """Return the card. Its partner is as it was when it was indexed, and not from the database."""
    marked_by = facts.get("marked_by") or {}
    partner, day, review_on = facts["partner"], facts["date"], facts.get("review_on")
    return Card(
        **{
            **facts,
            "partner": Partner(**partner) if partner else None,
            "marks": marks_for(**marked_by) if marked_by else (),
            "marked_by": marked_by,
            "date": date.fromisoformat(day) if day else None,
            "review_on": date.fromisoformat(review_on) if review_on else None,
            "highlights": list(highlights),
        }
    )
