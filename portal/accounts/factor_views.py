"""The pages about second factors where allauth's need more: a picture of their own, and a way back."""

from typing import Any

from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from portal.accounts.duties import needs_second_factor
from portal.accounts.second_factor import has_second_factor
from portal.accounts.targets import keep_wanted, kept_wanted
from portal.accounts.views import person


@never_cache
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Explain why a second factor is needed and offer both kinds."""
    keep_wanted(request)
    if has_second_factor(person(request)):
        return redirect("mfa_index")
    return render(request, "mfa/choose.html", {"is_required": needs_second_factor(person(request))})


@never_cache
@login_required
def totp_picture(request: HttpRequest) -> HttpResponse:
    """Draw the secret that this session is setting up, for an app to read. Raises Http404 without one."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(person(request), secret))
    return HttpResponse(picture, content_type="image/svg+xml")


class AddPasskey(AddWebAuthnView):
    """Adds a passkey that can sign in alone: on a device, behind a finger, a face or a PIN."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return allauth's context, with options that ask for such a passkey."""
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}


class RemovePasskey(RemoveWebAuthnView):
    """Removes a passkey, unless it is the last second factor of somebody who needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


class SignInWithPasskey(NextRedirectMixin, LoginWebAuthnView):
    """Signs in by a passkey alone and leads on to where the person was going."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in with the passkey that answered."""
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=self.get_next_url())
        return flows.perform_passwordless_login(self.request, authenticator, login)


class RecoveryCodes(ViewRecoveryCodesView):
    """Shows recovery codes, then leads on to where the person was going before all this."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return allauth's context and the way on."""
        return {**super().get_context_data(**kwargs), "wanted": kept_wanted(self.request)}
