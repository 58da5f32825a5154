"""What the pages of the guided form have in common."""

from typing import Any, cast

from django.http import HttpRequest

from outcomes.casestudies.guided.steps import MINUTES, STEPS
from partners.agencies.acting import partner_of
from partners.people.models import User


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows: for whom somebody writes, and how long it takes."""
    return {"partner": partner_of(person(request)), "total": len(STEPS), "minutes": MINUTES}
