"""Documents of proposals that a moderator has accepted."""

import logging
from collections.abc import Collection, Iterable

from outcomes.proposals.models import Proposal
from outcomes.proposals.selectors import KIND, proposal_card
from search import cards
from search.documents import Built, Document
from search.lookups import Lookups
from search.records import proposal_record
from search.sql import PUBLIC_PROPOSALS, rows

logger = logging.getLogger(__name__)


class ProposalSource:
    """Proposals, by the rule of their own room for who may read them."""

    name = "proposal"
    model = Proposal
    visibility_columns = ("confirmed_at", "accepted_at")

    def count(self) -> int:
        """Return about how many documents there will be."""
        return Proposal.objects.public().count()

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        """Return the next ids in order of all that are public."""
        public = Proposal.objects.public().filter(pk__gt=object_id).order_by("pk")
        return list(public.values_list("pk", flat=True)[:limit])

    def visible(self, ids: Collection[int]) -> set[int]:
        """Return which of these proposals the public may read, in one query."""
        return {object_id for (object_id,) in rows(PUBLIC_PROPOSALS, ids)} if ids else set()

    def build(self, ids: Iterable[int], lookups: Lookups) -> Built:
        """Return the documents of those of these proposals that the public may read."""
        proposals = list(Proposal.objects.public().filter(pk__in=ids).select_related("place"))
        lookups.places.fetch({proposal.place_id for proposal in proposals})
        built = Built()
        for proposal in proposals:
            try:
                built.documents[proposal.pk] = self.document(proposal, lookups)
            except Exception as error:
                logger.exception("Proposal %s cannot be indexed.", proposal.pk)
                built.failures[proposal.pk] = error
        return built

    def document(self, proposal: Proposal, lookups: Lookups) -> Document:
        """Return the document of one proposal. Who proposed it is not in it."""
        places = lookups.places.covering([proposal.place_id])
        names = [proposal.reference, *(name for facts in places for name in facts.names)]
        card = proposal_card(proposal)
        return Document(
            source=self.name,
            object_id=proposal.pk,
            kind=KIND,
            title=proposal.title,
            summary=card.summary,
            body=f"{proposal.what_should_change}\n{proposal.why}",
            names=tuple(dict.fromkeys(names)),
            themes=(),
            places=tuple(facts.tag for facts in places),
            own_places=(proposal.place.code,),
            partners=(),
            card=cards.stored(card),
            date=proposal.submitted_at,
            status=proposal.status,
            record=proposal_record(proposal),
        )
