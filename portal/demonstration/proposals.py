"""Proposals of the demonstration: some waiting, some open, some answered."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from outcomes.objectives.models import Objective
from outcomes.proposals.models import Decision, Proposal
from outcomes.proposals.moves import Status
from partners.agencies.models import Partner
from partners.places.models import Place
from portal.demonstration.content import entries, moment

READ_AFTER = timedelta(days=9)
ANSWERED_AFTER = timedelta(days=40)


@transaction.atomic
def make_proposals() -> None:
    """Make the proposals that are missing, with their decisions. Sends no mail: nobody would read it."""
    for number, facts in enumerate(entries("proposal"), start=1):
        key = f"demonstration-{number}"
        if not Proposal.objects.filter(submission_key=key).exists():
            make_proposal(facts, key=key)


def make_proposal(facts: dict[str, Any], *, key: str) -> None:
    """Make one proposal and what was decided about it."""
    submitted = moment(facts["submitted"])
    answered = facts["status"] != Status.RECEIVED
    proposal = Proposal.objects.create(
        place=Place.objects.get(code=facts["place"]),
        title=facts["title"],
        what_should_change=facts["what_should_change"],
        why=facts["why"],
        proposer_name=facts["name"],
        proposer_email="proposer@neighbours.example",
        show_name=True,
        status=facts["status"],
        submitted_at=submitted,
        confirmed_at=submitted + timedelta(minutes=7),
        accepted_at=submitted + READ_AFTER if answered else None,
        objective=Objective.objects.filter(slug=facts["objective"]).first(),
        submission_key=key,
    )
    if answered:
        Decision.objects.bulk_create(decisions_of(proposal, facts, submitted))


def decisions_of(proposal: Proposal, facts: dict[str, Any], submitted: datetime) -> list[Decision]:
    """Return the steps that led to the proposal's status; the last one carries the reason."""
    steps = [(Status.RECEIVED, Status.OPEN, READ_AFTER)]
    if proposal.status != Status.OPEN:
        steps.append((Status.OPEN, Status(proposal.status), ANSWERED_AFTER))
    partner = Partner.objects.get(slug=facts["decided_by"])
    return [
        Decision(
            proposal=proposal,
            from_status=start,
            to_status=end,
            reason=facts["decision_reason"] if end == proposal.status else "",
            partner=partner,
            decided_at=submitted + after,
        )
        for start, end, after in steps
    ]
