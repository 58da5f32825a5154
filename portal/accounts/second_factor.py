"""The second factor: whether this session was opened with one, and allauth's part in our words."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from partners.people.models import User
from portal.accounts.duties import needs_second_factor

GIVEN = "accounts.second_factor"
REAL_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def mark_given(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Remember for this session that its owner has shown a second factor."""
    request.session[GIVEN] = user.pk


def was_given(request: HttpRequest) -> bool:
    """Whether the owner of this session has shown a second factor in it."""
    return bool(request.session.get(GIVEN) == request.user.pk)


def has_second_factor(user: User) -> bool:
    """Whether a person has a passkey or an authenticator app. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=REAL_FACTORS).exists()


def forget_second_factors(user: User) -> int:
    """Take away a person's second factors, when they have lost them all. Returns how many there were."""
    return int(Authenticator.objects.filter(user=user).delete()[0])


def keys() -> MultiFernet:
    """The keys that secrets of authenticator apps are kept under: made of SECRET_KEY, then of older ones."""
    digests = (hashlib.sha256(f"portal.accounts.mfa:{key}".encode()).digest() for key in secret_keys())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def secret_keys() -> list[str]:
    """The site's secret, then those that it replaced."""
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


class MFAAdapter(DefaultMFAAdapter):
    """allauth's second factors, with our name, our words, and secrets kept under a key."""

    error_messages = {
        "add_email_blocked": "Remove your passkeys and app before you add an address, then add them again.",
        "cannot_delete_authenticator": (
            "Your role needs a second factor. Add another one before you remove this one."
        ),
        "cannot_generate_recovery_codes": "Add a passkey or an authenticator app first.",
        "incorrect_code": "That did not work. Try again with a new code.",
        "unverified_email": "Confirm your mail address first: open the link that we sent you.",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret. Raises InvalidToken when no key of ours opens it."""
        return keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether a factor may go: always, except the last one of somebody who needs one."""
        if not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=REAL_FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002  # allauth's name
        """Return the name that a new passkey has until its owner gives it another."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME
