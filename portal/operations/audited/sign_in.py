"""Signing in, being locked out, and every change of what somebody signs in with."""

from functools import partial
from typing import Any

from allauth.account import signals as account
from django.apps import apps
from django.contrib.auth.signals import user_logged_in
from django.dispatch import Signal

from partners.audit.services import record
from partners.people.models import User
from portal.accounts.limits import shared

LOCKED_FOR = 5 * 60  # seconds, as allauth locks


def note(action: str, kept: dict[str, Any], user: User, **_: Any) -> None:
    """Add a row: people do this to their own account."""
    record(action=action, by=user, on=user, changed=kept)


def note_factor(action: str, user: User, authenticator: Any, **_: Any) -> None:
    """Add a row about a second factor; of the factor itself only its kind is kept."""
    record(action=action, by=user, on=user, changed={"kind": authenticator.type})


def note_lock_out(*, email: str) -> None:
    """Add a row, one for as long as the lock lasts: somebody tried too many passwords.

    An address without an account is not written down.
    """
    if shared.add(f"locked out {email.lower()}", 1, LOCKED_FOR):
        about = User.objects.filter(email__iexact=email).first()
        record(action="account.locked_out", by=None, about=about)


def listeners() -> list[tuple[Signal, Any]]:
    """Return each signal with what hears it."""
    heard: list[tuple[Signal, Any]] = [
        (user_logged_in, partial(note, "account.signed_in", {})),
        (account.user_signed_up, partial(note, "account.opened", {})),
        (account.password_set, partial(note, "account.password_changed", {"how": "first"})),
        (account.password_changed, partial(note, "account.password_changed", {"how": "changed"})),
        (account.password_reset, partial(note, "account.password_changed", {"how": "reset by mail"})),
        (account.email_added, partial(note, "account.address_changed", {"how": "added"})),
        (account.email_changed, partial(note, "account.address_changed", {"how": "changed"})),
        (account.email_removed, partial(note, "account.address_changed", {"how": "removed"})),
    ]
    if apps.is_installed("allauth.mfa"):
        from allauth.mfa import signals as mfa

        heard += [
            (mfa.authenticator_added, partial(note_factor, "account.factor_added")),
            (mfa.authenticator_removed, partial(note_factor, "account.factor_removed")),
            (mfa.authenticator_reset, partial(note_factor, "account.factor_renewed")),
        ]
    return heard


def connect() -> None:
    """Listen."""
    for number, (signal, listener) in enumerate(listeners()):
        signal.connect(listener, weak=False, dispatch_uid=f"audited.sign_in.{number}")
