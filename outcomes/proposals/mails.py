"""What the mails say. Each is one text and the same in HTML, without pictures or anything that tracks."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from outcomes.proposals.links import CONFIRM_WITHIN, absolute, confirm_path, own_path
from outcomes.proposals.models import Decision, Proposal
from outcomes.proposals.moves import Status
from outcomes.proposals.rules import partners_answering
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
    send("confirm", f"Confirm your proposal {proposal.reference}", proposal, proposal.proposer_email, context)


def waiting(proposal: Proposal, moderator: User) -> None:
    """Tell a moderator that a proposal waits."""
    context = {"moderate_url": absolute(reverse("proposals_moderation:proposal", args=[proposal.reference]))}
    send("waiting", f"Proposal {proposal.reference} waits for an answer", proposal, moderator.email, context)


def decision(made: Decision) -> None:
    """Send the proposer a decision with its reason."""
    proposal = made.proposal
    subject = SUBJECTS.get(Status(made.to_status), "News of your proposal {reference}")
    context = {"decision": made, "own_url": absolute(own_path(proposal))}
    send("decision", subject.format(reference=proposal.reference), proposal, proposal.proposer_email, context)


def send(name: str, subject: str, proposal: Proposal, address: str, context: dict[str, Any]) -> None:
    """Send one mail to one address, from the pair of templates with this name."""
    context = {"proposal": proposal, "site_name": settings.WAGTAIL_SITE_NAME, "subject": subject, **context}
    text = render_to_string(f"proposals/mail/{name}.txt", context).strip() + "\n"
    message = EmailMultiAlternatives(subject=subject, body=text, to=[address])
    message.attach_alternative(render_to_string(f"proposals/mail/{name}.html", context), "text/html")
    message.send()
