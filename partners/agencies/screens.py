"""The editors' side: for which partner I act, and choosing another."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from partners.agencies.acting import act_for, membership_of, memberships_of
from partners.agencies.models import Membership, Partner


class ActingPanel(Component):
    """Says for which partner a person acts, with a button for each other partner of theirs."""

    name = "acting"
    order = 10
    template_name = "agencies/admin/acting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the memberships; `csrf_token` comes with the request."""
        request = parent_context["request"]
        now = membership_of(request.user)
        others = [each for each in memberships_of(request.user) if now is None or each.pk != now.pk]
        return {"now": now, "others": others, "request": request}


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act for another partner from now on. Raises PermissionDenied for one that is not the person's."""
    sent = request.POST.get("partner", "")
    partner = get_object_or_404(Partner, pk=int(sent) if sent.isdecimal() and len(sent) < 19 else 0)
    try:
        act_for(request, partner)
    except Membership.DoesNotExist as error:
        raise PermissionDenied from error
    messages.success(request, f"You act for {partner} now.")
    return redirect("wagtailadmin_home")
