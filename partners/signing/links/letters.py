"""The letters of a link for signing. Their texts are emptied when they are sent (`partners.mail`)."""

from django.urls import reverse

from partners.mail.links import absolute
from partners.mail.services import post
from partners.signing.links.models import SignatureLink


def link(sent: SignatureLink, token: str) -> None:
    """Send the link. Nothing of the page is told: a letter can be forwarded, or read by a scanner."""
    post(
        key=f"signature-link-{sent.pk}",
        to=sent.address,
        subject=f"Please sign for {sent.partner}",
        template="signing/mail/link",
        context={
            "partner": sent.partner,
            "asked_by": sent.asked_by,
            "asked_for": sent.asked_for,
            "due_on": sent.round.due_on,
            "expires_at": sent.expires_at,
            "url": absolute(reverse("signature_links:link", args=[token])),
        },
    )


def code(sent: SignatureLink, code: str) -> None:
    """Send a code."""
    post(
        key=f"signature-link-{sent.pk}-code-{sent.codes_sent}",
        to=sent.address,
        subject=f"Your code to sign for {sent.partner}",
        template="signing/mail/code",
        context={"partner": sent.partner, "code": code},
    )
