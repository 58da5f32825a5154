"""How signing in works here, where it differs from allauth's defaults."""

import time
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as context_of_allauth
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from partners.mail.services import post_message
from partners.registrations.drafts import kept as kept_registration
from portal.operations.audited.sign_in import note_lock_out

FRESH = 10 * 60  # seconds after signing in during which nobody is asked for the password again


class AccountAdapter(DefaultAccountAdapter):
    """Our words, our addresses, and no question twice within ten minutes."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "cannot_remove_primary_email": "Choose another address to sign in with before you remove this one.",
        "duplicate_email": "You have this mail address already.",
        "email_password_mismatch": "The mail address or the password is not right. Check both.",
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "That was a lot at once. Wait a few minutes, then try again.",
        "same_as_current": "This is the same as before.",
        "too_many_login_attempts": "There were too many attempts. Wait five minutes, then try again.",
        "unverified_primary_email": "Confirm the new address first: open the link that we sent to it.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter: it goes out after the commit, and in the same time whoever has an account."""
        request = context_of_allauth.request
        words = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        post_message(key=f"account-{uuid4()}", message=self.render_mail(template_prefix, email, words))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether somebody may open an account: always, or only by invitation where the site says so."""
        invited = bool(request.session.get("account_verified_email"))
        return invited or settings.OPEN_SIGN_UP

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Refuse after too many wrong passwords, and put that on record."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_lock_out(email=str(credentials.get("email", "")))
            raise

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after signing in: to a form that was begun, to work, or to one's account."""
        if kept_registration(request):
            return reverse("registrations:new")
        has_work = request.user.has_perm("wagtailadmin.access_admin")
        return reverse("wagtailadmin_home" if has_work else "account_home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after opening an account."""
        return reverse("account_home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after changing a password."""
        return reverse("account_home")

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whether to ask for the password again: not of somebody who has just signed in."""
        request = context_of_allauth.request
        records = get_authentication_records(request, request.user)
        just_now = any(time.time() - record["at"] < FRESH for record in records)
        return not just_now and super().is_reauthentication_required(app=app, **kwargs)
