"""Cards: the few facts about a thing that lists and search results show."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from partners.agencies.models import Partner


@dataclass(frozen=True)
class Card:
    """One thing in a list. `highlights` are safe HTML fragments; `<mark>` shows what was looked for.

    `relation` says how its places lie to the one that somebody asked about, where that needs saying.
    """

    title: str
    url: str
    kind: str
    kind_label: str
    summary: str = ""
    partner: Partner | None = None
    contributors: int = 0
    places: list[str] = field(default_factory=list)
    place_codes: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    # The marks of a case study, and the plain values that they come from.
    marks: Sequence[Any] = ()
    marked_by: Mapping[str, Any] = field(default_factory=dict)
    date: datetime.date | None = None
    status: str = ""
    review_on: datetime.date | None = None
    highlights: list[str] = field(default_factory=list)
    relation: str = ""
    # What names it where it can be ticked, to be compared with others.
    key: str = ""
    is_ticked: bool = False
    # What can be put into a list: the page of a case study.
    page_id: int | None = None

    @property
    def is_due(self) -> bool:
        """Whether it was due to be checked before today. Asked when it is shown: cards are kept for long."""
        return self.review_on is not None and self.review_on < timezone.localdate()


def page_card(page: Any, request: HttpRequest | None = None) -> Card:
    """Return the card of a shared page, whose shares, places and themes should be fetched already."""
    return Card(
        title=page.title,
        url=page.get_url(request),
        kind=page.kind,
        kind_label=page.kind_label,
        summary=page.summary,
        partner=page.lead_partner,
        contributors=len(page.contributors),
        places=[place.label for place in page.places],
        place_codes=[place.code for place in page.places],
        themes=[theme.name for theme in page.themes],
        marks=getattr(page, "marks", ()),
        marked_by=getattr(page, "marked_by", {}),
        date=timezone.localdate(page.first_published_at) if page.first_published_at else None,
        status=page.get_status_display()
        if hasattr(page, "status") and hasattr(page, "get_status_display")
        else "",
        review_on=page.page_review.review_on if page.page_review else None,
    )


def page_cards(pages: Iterable[Any], request: HttpRequest | None = None) -> list[Card]:
    """Return the cards of many pages."""
    return [page_card(page, request) for page in pages]
