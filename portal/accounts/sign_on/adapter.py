"""Whom a partner's sign-on lets in: that partner's members, and those whom it has invited."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.module_loading import import_string

from partners.agencies.models import Membership, Partner
from partners.people.models import User
from portal.accounts.models import SignOnService

log = logging.getLogger(__name__)


def is_invited(partner: Partner, address: str) -> bool:
    """Whether a partner has invited this mail address, as the function named in SIGN_ON_INVITED knows."""
    return bool(address) and bool(import_string(settings.SIGN_ON_INVITED)(partner, address))


class SignOnAdapter(DefaultSocialAccountAdapter):
    """allauth's single sign-on, without any way from a mail address to an account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Stop a sign-on that must go no further. Raises ImmediateHttpResponse with a page that says why."""
        partner = SignOnService.objects.select_related("partner").get(app=sociallogin.provider.app).partner
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if not is_member(request.user, partner):
                raise refusal(request, partner, "not_member")
        elif sociallogin.is_existing:
            if not is_member(sociallogin.user, partner):
                raise refusal(request, partner, "not_member")
        elif not is_invited(partner, mail_address(sociallogin)):
            raise refusal(request, partner, "not_known")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether an account may be made: `pre_social_login` has let only invited people come this far."""
        return True

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Never: whoever runs a sign-on service could name any address."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Find nobody by a mail address."""
        return

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """Never take a service's word: people confirm their address by a link of ours."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Write down why a sign-on failed. The visitor is not told: it may be an attack."""
        log.warning("Sign-on by %s failed: %s %s", provider.sub_id, error, exception or "")


def mail_address(sociallogin: SocialLogin) -> str:
    """Return the mail address that a service names, else nothing."""
    return sociallogin.email_addresses[0].email if sociallogin.email_addresses else ""


def is_member(user: Any, partner: Partner) -> bool:
    """Whether a person belongs to a partner now."""
    return isinstance(user, User) and Membership.objects.filter(user=user, partner=partner).exists()


def refusal(request: HttpRequest, partner: Partner, reason: str) -> ImmediateHttpResponse:
    """Return the page that says why a sign-on goes no further, as an exception to raise."""
    page = render(request, "socialaccount/refused.html", {"partner": partner, "reason": reason}, status=403)
    return ImmediateHttpResponse(page)
