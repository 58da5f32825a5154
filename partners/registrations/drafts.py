"""What a visitor wrote before signing in, kept in their session until it is sent.

The session lives on the server, and the words never leave it: they are in no address and no cookie.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

KEY = "registrations.draft"
TEXTS = ("name", "summary", "charity", "company", "website", "applicant_role")


def keep(request: HttpRequest, places: list[str]) -> None:
    """Keep what was sent, with the codes of all the places that were meant."""
    request.session[KEY] = {**{name: request.POST.get(name, "") for name in TEXTS}, "places": places}


def kept(request: HttpRequest) -> Mapping[str, Any]:
    """Return what was kept, to start the form with; nothing when there is none."""
    draft = request.session.get(KEY)
    return draft if isinstance(draft, dict) else {}


def forget(request: HttpRequest) -> None:
    """Throw away what was kept, once it is sent."""
    request.session.pop(KEY, None)
