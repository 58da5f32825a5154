"""Proposals that partners took up, with the day on which they did."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import WITH_OBJECTIVE, Status
from partners.places.models import Place

TAKEN_UP = (Status.ADOPTED, Status.MERGED)


@dataclass(frozen=True)
class Adopted:
    """A public proposal, and when it was decided to adopt it or to merge it with an objective."""

    proposal: Proposal
    at: datetime


def adopted_inside(place: Place, limit: int) -> list[Adopted]:
    """Return the proposals for a place or inside it that were taken up last, newest first; one query."""
    public = Proposal.objects.public().filter(status__in=WITH_OBJECTIVE)
    decided = (
        public.inside(Place.objects.filter(pk=place.pk))
        .annotate(adopted_at=Max("decisions__decided_at", filter=Q(decisions__to_status__in=TAKEN_UP)))
        .filter(adopted_at__isnull=False)
        .order_by("-adopted_at", "-pk")
    )
    # The types plugin loses what `annotate` adds after a method of our own.
    return [Adopted(proposal, proposal.adopted_at) for proposal in decided[:limit]]  # type: ignore[attr-defined]
