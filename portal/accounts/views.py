"""Doors that lead to the one sign-in form."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def to_the_one_door(request: HttpRequest) -> HttpResponseRedirect:
    """Send every other sign-in address to the one that is guarded, keeping where the person wanted to go."""
    address = reverse("account_login")
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        address = f"{address}?{urlencode({'next': wanted})}"
    return HttpResponseRedirect(address)
