"""Mails, sent in the background after what they tell of is stored. A task knows keys, never addresses."""

from django_tasks import task

from outcomes.proposals import mails
from outcomes.proposals.models import Decision, Proposal
from partners.people.models import User


@task()
def send_confirm_link(proposal_id: int) -> None:
    """Ask the proposer to confirm the mail address."""
    mails.confirm_link(Proposal.objects.select_related("place").get(pk=proposal_id))


@task()
def tell_moderator(proposal_id: int, user_id: int) -> None:
    """Tell one moderator that a proposal waits for an answer."""
    mails.waiting(Proposal.objects.select_related("place").get(pk=proposal_id), User.objects.get(pk=user_id))


@task()
def tell_proposer(decision_id: int) -> None:
    """Send the proposer one decision with its reason."""
    decisions = Decision.objects.select_related("partner", "proposal__place")
    mails.decision(decisions.get(pk=decision_id))
