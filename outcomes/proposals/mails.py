"""What the letters say. Each is one text and the same in HTML, without pictures or anything that tracks."""

from typing import Any

from django.urls import reverse

from outcomes.proposals.links import CONFIRM_WITHIN, confirm_path, own_path
from outcomes.proposals.models import Decision, Proposal
from outcomes.proposals.moves import Status
from outcomes.proposals.rules import partners_answering
from partners.mail.links import absolute
from partners.mail.services import post
from partners.people.models import User

# A subject names the reference and not the title: what somebody typed does not belong in a mail's head.
SUBJECTS = {
    Status.OPEN: "Your proposal {reference} is open for support",
    Status.DECLINED: "An answer to your proposal {reference}",
    Status.ADOPTED: "Your proposal {reference} was adopted",
}


def confirm_link(proposal: Proposal) -> None:
    """Send the proposer the link that confirms the mail address."""
    context = {
        "confirm_url": absolute(confirm_path(proposal)),
        "days": CONFIRM_WITHIN.days,
        "answered_by": partners_answering(proposal.place),
    }
    subject = f"Confirm your proposal {proposal.reference}"
    send(proposal, "confirm", "confirm", proposal.proposer_email, subject, context)


def waiting(proposal: Proposal, moderator: User) -> None:
    """Tell a moderator that a proposal waits."""
    context = {"moderate_url": absolute(reverse("proposals_moderation:proposal", args=[proposal.reference]))}
    subject = f"Proposal {proposal.reference} waits for an answer"
    send(proposal, "waiting", f"waiting-{moderator.pk}", moderator.email, subject, context)


def decision(made: Decision) -> None:
    """Send the proposer a decision with its reason."""
    proposal = made.proposal
    subject = SUBJECTS.get(Status(made.to_status), "News of your proposal {reference}")
    subject = subject.format(reference=proposal.reference)
    context = {"decision": made, "own_url": absolute(own_path(proposal))}
    send(proposal, "decision", f"decision-{made.pk}", proposal.proposer_email, subject, context)


def send(
    proposal: Proposal, name: str, key: str, address: str, subject: str, context: dict[str, Any]
) -> None:
    """Write one letter to one address, from the pair of templates with this name."""
    post(
        key=f"proposal-{proposal.pk}-{key}",
        to=address,
        subject=subject,
        template=f"proposals/mail/{name}",
        context={"proposal": proposal, **context},
    )
