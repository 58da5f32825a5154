"""What the screens about one partner's members have in common."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from partners.agencies.acting import standing_of
from partners.agencies.models import Partner
from partners.members.models import Invitation, JoinRequest
from partners.members.rules import may
from partners.people.models import User
from partners.policy.table import Action, Standing, Thing
from partners.screens import furniture

ICON = "user"


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def managed(request: HttpRequest, partner_id: int) -> Partner:
    """Return the partner whose members this person manages. Raises PermissionDenied for any other."""
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None or not may(person(request), partner, Thing.MEMBERSHIP, Action.READ):
        raise PermissionDenied
    return partner


def frame(request: HttpRequest, partner: Partner, tab: str, title: str = "") -> dict[str, Any]:
    """Return heading, way back and tabs of a screen about the partner; two queries."""
    above = [("Members", reverse("members_admin:index"))] if is_operator(request) else []
    home = (str(partner), reverse("members_admin:members", args=[partner.pk]))
    around = furniture(title, ICON, *above, home) if title else furniture(str(partner), ICON, *above)
    return {**around, "partner": partner, "tabs": tabs(partner, tab)}


def tabs(partner: Partner, current: str) -> list[dict[str, Any]]:
    """Return the screens about a partner, with how much waits on each."""
    waiting = {
        "invitations": Invitation.objects.filter(partner=partner).unanswered().count(),
        "requests": JoinRequest.objects.filter(partner=partner, answer="").count(),
    }
    names = {
        "members": "Members",
        "invitations": "Invitations",
        "requests": "Requests to join",
        "domains": "Mail domains",
    }
    return [
        {
            "label": f"{label} ({waiting[key]})" if waiting.get(key) else label,
            "url": reverse(f"members_admin:{key}", args=[partner.pk]),
            "is_current": key == current,
        }
        for key, label in names.items()
    ]


def is_operator(request: HttpRequest) -> bool:
    """Whether this person runs the site, and so manages every partner's members."""
    return standing_of(person(request)) is Standing.OPERATOR
