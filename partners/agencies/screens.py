"""The editors' side: choosing for which partner I act."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from partners.agencies.acting import act_for
from partners.agencies.opened_for import ARRIVES, partner_marked


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act for another partner from now on, and stay on the page if the new partner may open it too.

    Raises PermissionDenied for a partner that is not the person's, and for none.
    """
    partner = partner_marked(request.user, request.POST.get("partner"))
    if partner is None:
        raise PermissionDenied
    act_for(request, partner)
    messages.success(request, f"You act for {partner} now.")
    target = within_admin(request.POST.get("next", ""))
    request.session[ARRIVES] = target
    return HttpResponseRedirect(target)


def within_admin(target: str) -> str:
    """Return the target when it is an address of the admin, else the admin's first page."""
    home = reverse("wagtailadmin_home")
    if not target.startswith(home) or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return home
    try:
        # Whatever else begins like the admin ends in a pattern without a name.
        return target if resolve(target.partition("?")[0]).url_name else home
    except Resolver404:
        return home
