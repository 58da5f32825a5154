"""What every request of a signed-in person passes: the limits on sessions, then the second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from outcomes.casestudies.guided import unsent
from portal.accounts import sessions
from portal.accounts.duties import needs_second_factor
from portal.accounts.second_factor import has_second_factor, was_given

SIGNED_OUT = "You were signed out, because nobody was here for a while or the day was over. Sign in to go on."
# Asked by an open page without anybody at the keyboard.
NOBODY_THERE = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}
# What somebody needs who has no second factor yet; everything else waits until they have one.
WITHOUT_SECOND_FACTOR = {
    "account_confirm_email",
    "account_email",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
    "account_second_factor",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_totp_picture",
}
OPEN_NAMESPACES = {"demonstration", "health"}

Answer = Callable[[HttpRequest], HttpResponse]


def wanted(request: HttpRequest) -> str:
    """Return what a person wanted to see, as a query for the page that comes first."""
    goes_on = request.method in ("GET", "HEAD") or unsent.step_of(request) is not None
    path = request.get_full_path() if goes_on else reverse("account_home")
    return urlencode({"next": path})


class SessionLimits:
    """Ends sessions of staff that were idle or are too old; notes the visits of everybody signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or send its sender to sign in again."""
        now = timezone.now()
        # Without the cookie nobody is signed in; looking for a session would make public pages vary by it.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        if sessions.is_over(request, now):
            person = request.user.pk
            logout(request)
            unsent.keep(request, person)
            messages.info(request, SIGNED_OUT)
            return HttpResponseRedirect(f"{reverse('account_login')}?{wanted(request)}")
        response = self.get_response(request)
        match = request.resolver_match
        if request.user.is_authenticated and not (match and match.view_name in NOBODY_THERE):
            sessions.note_visit(request, now)
        return response


class SecondFactor:
    """Lets nobody who decides for a partner do anything before they have shown a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; `process_view` decides."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Send those who need a second factor to show it, or to get one."""
        match = request.resolver_match
        if match is None or match.view_name in WITHOUT_SECOND_FACTOR or match.namespace in OPEN_NAMESPACES:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if not needs_second_factor(request.user) or was_given(request):
            return None
        name = "mfa_reauthenticate" if has_second_factor(request.user) else "account_second_factor"
        return HttpResponseRedirect(f"{reverse(name)}?{wanted(request)}")
