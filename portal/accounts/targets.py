"""Where a person may be led after signing in: to this site, and nowhere else."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

WANTED = "accounts.wanted"


def on_this_site(request: HttpRequest, target: str | None) -> str:
    """Return the target when it lies on this site, else nothing."""
    hosts = {request.get_host()}
    if target and url_has_allowed_host_and_scheme(
        target, allowed_hosts=hosts, require_https=request.is_secure()
    ):
        return target
    return ""


def keep_wanted(request: HttpRequest) -> None:
    """Remember, over the pages in between, where the person was going."""
    if wanted := on_this_site(request, request.GET.get("next")):
        request.session[WANTED] = wanted


def kept_wanted(request: HttpRequest) -> str:
    """Return where the person was going before the pages in between, else nothing."""
    return on_this_site(request, request.session.get(WANTED))
