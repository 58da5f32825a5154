"""The page of a partner: what it is, where it works, whom to reach, and what it publishes; few queries."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from outcomes.proposals.models import Proposal
from outcomes.proposals.selectors import proposal_card
from outcomes.selectors import readable_pages
from partners.agencies.models import Partner
from partners.agencies.numbers import OfficialNumber
from partners.neighbourhoods.selectors import neighbourhoods_of
from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceClosure
from partners.sharing.models import Share
from portal.browse.selectors import PER_SECTION, sections_of
from portal.browse.served import ServedMap, served_map

MOST_WORKED_WITH = 8
MOST_CONVENERS = 6


def partner_facts(partner: Partner, request: HttpRequest) -> dict[str, Any]:
    """Return everything on the page of a partner."""
    pages = readable_pages().filter(shares__in=Share.objects.named().filter(partner=partner))
    serves = list(partner.serves.select_related("outline").order_by("name", "code"))
    publications = sections_of(pages, request, partner=partner.slug)
    proposals = proposal_section(partner, serves)
    return {
        "partner": partner,
        "numbers": [OfficialNumber(each.scheme, each.value) for each in partner.identifiers.all()],
        "contacts": list(partner.contacts.all()),
        "serves": serves,
        "map": map_of(serves),
        "neighbourhoods": [drawn.place for drawn in neighbourhoods_of(partner)],
        "conveners": conveners_of(partner, serves),
        "works_with": works_with(partner, pages),
        "totals": [each for each in (*publications, *proposals) if each["total"]],
        "sections": [*publications, *proposals],
    }


def map_of(serves: list[Place]) -> ServedMap | None:
    """Return a drawing of the places that a partner serves, or None when nothing can be drawn."""
    return served_map(serves) if serves else None


def conveners_of(partner: Partner, serves: list[Place]) -> list[Partner]:
    """Return who brings partners together where this one works; nobody beside itself."""
    above = PlaceClosure.objects.filter(descendant__in=serves, share__gte=WHOLE).values("ancestor")
    found = Partner.objects.convening(Place.objects.filter(pk__in=above)).exclude(pk=partner.pk)
    return list(found.order_by("name")[:MOST_CONVENERS])


def works_with(partner: Partner, pages: QuerySet[Any]) -> list[dict[str, Any]]:
    """Return the partners with which it has a part in most pages that anybody may read."""
    shared = Share.objects.named().filter(page__in=pages.order_by().values("pk")).exclude(partner=partner)
    counts = shared.values("partner").annotate(pages=Count("page")).order_by("-pages", "partner__name")
    often = {row["partner"]: row["pages"] for row in counts[:MOST_WORKED_WITH]}
    found = Partner.objects.in_bulk(often)
    return [{"partner": found[key], "pages": pages} for key, pages in often.items()]


def proposal_section(partner: Partner, serves: list[Place]) -> list[dict[str, Any]]:
    """Return the public proposals that it answered, the newest first; no section where it answers none."""
    if not partner.is_convening:
        return []
    answered = Proposal.objects.public().filter(decisions__partner=partner).distinct()
    newest = answered.select_related("place").newest_first()[:PER_SECTION]
    cards, total = [proposal_card(proposal) for proposal in newest], answered.count()
    return [
        {
            "key": "proposal",
            "title": "Proposals that it answered",
            "cards": cards,
            "total": total,
            "more_url": proposals_url(serves) if total > len(cards) else "",
        }
    ]


def proposals_url(serves: list[Place]) -> str:
    """Return where all proposals are, for the place where there is only one."""
    query = f"?{urlencode({'place': serves[0].code})}" if len(serves) == 1 else ""
    return reverse("proposals:list") + query
