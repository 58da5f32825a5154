"""What those who take results away get besides the card: codes, points, dates. Kept in the index with it.

Themes and places are in the order of their names on the card.
"""

from datetime import datetime
from typing import Any

from outcomes.proposals.models import Proposal
from partners.places.models import Place
from search.page_rows import PlaceRow

Record = dict[str, Any]
# How what a case study tells of was bought, and what counted: names of its fields.
COMMISSIONING = ("buying_route", "price_weight", "quality_weight", "social_value_weight", "contract_value")


def page_record(page: Any) -> Record:
    """Return the record of a shared page, fetched with its relations."""
    published = page.first_published_at
    return {
        "reference": getattr(page, "reference", ""),
        "partners": [
            [share.partner.slug, share.partner.name, share.partner.kind] for share in page.ordered_shares
        ],
        "themes": [theme.slug for theme in page.themes],
        "places": [place_facts(place) for place in page.places],
        "cost_pounds": getattr(page, "cost_amount", None),
        "cost_year": getattr(page, "cost_year", None),
        "base_place": [page.base_place.code, page.base_place.label] if page.base_place else None,
        **{name: getattr(page, name, None) for name in COMMISSIONING},
        "published": said(published),
        "updated": said(page.last_published_at or published),
    }


def proposal_record(proposal: Proposal) -> Record:
    """Return the record of a proposal. Who proposed it is not in it."""
    return {
        "reference": proposal.reference,
        "partners": [],
        "themes": [],
        "places": [place_facts(proposal.place)],
        "cost_pounds": None,
        "cost_year": None,
        "base_place": None,
        **dict.fromkeys(COMMISSIONING),
        "published": said(proposal.accepted_at),
        "updated": said(proposal.accepted_at),
    }


def place_facts(place: Place | PlaceRow) -> list[Any]:
    """Return code, kind, longitude and latitude of a place; None for a point that is not known."""
    if place.longitude is None or place.latitude is None:
        return [place.code, place.kind, None, None]
    # To a metre; a point that stands for an area is not even that good.
    return [place.code, place.kind, round(place.longitude, 5), round(place.latitude, 5)]


def said(moment: datetime | None) -> str:
    """Return a moment as text, to the second, or nothing."""
    return moment.isoformat(timespec="seconds") if moment else ""
