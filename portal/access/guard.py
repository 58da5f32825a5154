"""The door before every view: lets in whom the register admits."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, reverse

from outcomes.casestudies.guided import unsent
from partners.agencies.acting import standing_of
from partners.policy.table import Standing
from portal.access.register import rule_for
from portal.access.rules import PUBLIC


class AccessGuard:
    """Refuses before the view runs. What has no entry in the register does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, parts: dict[str, Any]
    ) -> HttpResponse | None:
        """Let in, send to sign in, or refuse. Raises Http404, PermissionDenied."""
        rule = rule_for(*names_of(request.resolver_match))
        if rule is PUBLIC:
            return None
        if rule is None or not rule.is_open:
            raise Http404("There is no such page.")
        if rule.admits(request, parts):
            return None
        if standing_of(request.user) is Standing.VISITOR and "x-requested-with" not in request.headers:
            unsent.keep(request)
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        raise PermissionDenied


def names_of(match: ResolverMatch | None) -> tuple[str, str]:
    """Return the name of an address and its pattern, as the register knows them."""
    if match is None:
        return "", ""
    name = match.view_name if match.url_name else ""
    return name, match.route
