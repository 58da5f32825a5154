"""The letters about membership. Each is stored in the transaction of the change and sent after it."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from partners.agencies.models import Membership
from partners.mail.links import absolute
from partners.mail.services import post
from partners.members.models import Invitation, JoinRequest
from partners.people.models import User


def invitation(sent: Invitation, key: str) -> None:
    """Send the link. The letter is the same whether or not the address has an account."""
    context = {
        "partner": sent.partner,
        "role": sent.get_role_display(),
        "invited_by": sent.invited_by,
        "expires_at": sent.expires_at,
        "url": absolute(reverse("members:invitation", args=[key])),
    }
    send("invitation", f"invitation {sent.pk}", sent.address, f"{sent.partner} invites you", context)


def request_waits(request: JoinRequest, admin: User) -> None:
    """Tell an admin that somebody asks to join."""
    url = absolute(reverse("members_admin:requests", args=[request.partner_id]))
    subject = f"Somebody asks to join {request.partner}"
    context = {"request": request, "partner": request.partner, "url": url}
    send("request", f"request {request.pk} for {admin.pk}", admin.email, subject, context)


def request_answered(request: JoinRequest) -> None:
    """Tell the person what the partner said."""
    context = {
        "request": request,
        "partner": request.partner,
        "role": request.get_role_display(),
        "is_approved": request.answer == JoinRequest.Answer.APPROVED,
        "url": absolute(reverse("account_home")),
    }
    subject = f"{request.partner} has answered you"
    send("answer", f"answer {request.pk}", request.address, subject, context)


def role_changed(membership: Membership) -> None:
    """Tell a member of another role."""
    facts = {"role": membership.get_role_display()}
    about(membership, "role", f"Your role at {membership.partner} is another", facts)


def membership_ended(membership: Membership) -> None:
    """Tell somebody that they no longer belong to a partner."""
    about(membership, "ended", f"You no longer belong to {membership.partner}", {})


def about(membership: Membership, name: str, subject: str, facts: dict[str, Any]) -> None:
    """Send a letter to a member. A role can change back and forth, so each letter has a key of its own."""
    url = absolute(reverse("account_home"))
    context = {"partner": membership.partner, "url": url, **facts}
    send(name, f"{name} {uuid4()}", membership.user.email, subject, context)


def send(name: str, key: str, to: str, subject: str, context: dict[str, Any]) -> None:
    """Hand a letter over. A letter with the same key is sent once."""
    post(key=f"members {key}", to=to, subject=subject, template=f"members/mail/{name}", context=context)
