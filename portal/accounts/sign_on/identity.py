"""Whom a sign-on service means: always issuer and subject together, never a mail address."""

import hashlib
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class SignOnError(Exception):
    """A sign-on that must not succeed. The words are for the log."""


def identity(issuer: str, subject: str) -> str:
    """Return what an account is bound to: a digest of both, so that no other issuer can claim the subject.

    Raises SignOnError when either is missing.
    """
    if not issuer or not subject:
        raise SignOnError("issuer or subject is missing")
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def is_private(address: str) -> bool:
    """Whether nobody on the way can read or change what is sent to an address: HTTPS, or this machine."""
    parts = urlsplit(address or "")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
