"""Reads of public proposals for pages of other kinds. Nothing here shows one that was not accepted."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from outcomes.cards import Card
from outcomes.objectives.models import Objective
from outcomes.proposals.models import Proposal, ProposalQuerySet
from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceClosure

KIND = "proposal"
KIND_LABEL = "Proposal"


@dataclass(frozen=True)
class ProposalGroup:
    """The newest proposals 'here', 'inside' or 'covering' a place, and how many there are in all."""

    relation: str
    cards: list[Card]
    total: int


@dataclass(frozen=True)
class Origin:
    """The proposal that an objective came from. `proposer` is empty unless the name may be shown."""

    reference: str
    title: str
    url: str | None
    place: Place
    proposer: str


def proposal_card(proposal: Proposal) -> Card:
    """Return the card of a proposal whose place should be fetched already."""
    return Card(
        title=proposal.title,
        url=proposal.get_absolute_url(),
        kind=KIND,
        kind_label=KIND_LABEL,
        summary=proposal.opening,
        places=[proposal.place.label],
        place_codes=[proposal.place.code],
        date=timezone.localdate(proposal.accepted_at) if proposal.accepted_at else None,
        status=proposal.get_status_display(),
    )


def public_proposals(places: QuerySet[Place] | None = None) -> ProposalQuerySet:
    """Everybody's proposals, newest first; with `places`, those for exactly these places."""
    proposals = Proposal.objects.public().select_related("place").newest_first()
    return proposals if places is None else proposals.filter(place__in=places)


def proposals_for_place(place: Place, limit: int) -> list[ProposalGroup]:
    """Return the newest `limit` proposals for the place, within it and for what contains it.

    Six queries, however many places and proposals there are.
    """
    whole, here = PlaceClosure.objects.filter(share__gte=WHOLE), Q(place=place)
    # For each proposal one look-up: a list of all places inside would be long for a country.
    inside = Q(Exists(whole.filter(ancestor=place, descendant=OuterRef("place"))))
    covering = Q(place__in=whole.filter(descendant=place).values("ancestor"))
    ways = {"here": here, "inside": inside & ~here, "covering": covering & ~here}
    return [newest(relation, public_proposals().filter(way), limit) for relation, way in ways.items()]


def newest(relation: str, proposals: ProposalQuerySet, limit: int) -> ProposalGroup:
    """Return the first `limit` of these as cards."""
    cards = [proposal_card(proposal) for proposal in proposals[:limit]]
    return ProposalGroup(relation, cards, proposals.count())


def origin_of(objective: Objective) -> Origin | None:
    """Return the proposal that this objective came from, the first one when others were merged into it."""
    origins = Proposal.objects.filter(objective=objective).select_related("place")
    first = origins.order_by("submitted_at", "pk").first()
    if first is None:
        return None
    url = first.get_absolute_url() if first.is_public else None
    return Origin(first.reference, first.title, url, first.place, first.public_name)
