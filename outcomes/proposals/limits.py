"""How many proposals, or other things, come from one browser, network address or mail address in an hour.

Enough to stop a thoughtless script and to keep the form from flooding somebody's mailbox; moderation
does the rest. The counts live in the cache for an hour and nowhere else. Their keys are keyed digests, so
that neither the cache nor the database holds a network address. A library or community centre shares one,
hence the larger number. Several server processes need a shared cache (REDIS_URL), or each counts for itself.
"""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

PERIOD = timedelta(hours=1)
PER_SESSION = 5
PER_MAIL_ADDRESS = 5
PER_NETWORK_ADDRESS = 20


def is_too_much(request: HttpRequest, mail_address: str, what: str = "proposals") -> bool:
    """Whether enough new ones have come from here, or for this mail address, within the hour."""
    keys = limits(request, mail_address, what)
    counts = cache.get_many(keys)
    return any(counts.get(key, 0) >= most for key, most in keys.items())


def count(request: HttpRequest, mail_address: str, what: str = "proposals") -> None:
    """Count one new proposal, or whatever it is. A form sent twice is one and counts once."""
    if request.session.session_key is None:
        request.session.save()  # gives a new visitor's session the key that is counted
    for key in limits(request, mail_address, what):
        if not cache.add(key, 1, PERIOD.total_seconds()):
            cache.incr(key)


def limits(request: HttpRequest, mail_address: str, what: str = "proposals") -> dict[str, int]:
    """Return the key of each count that this request adds to, and how high it may get."""
    senders = (
        ("mail", mail_address.lower(), PER_MAIL_ADDRESS),
        ("network", network_address(request), PER_NETWORK_ADDRESS),
        ("session", request.session.session_key, PER_SESSION),
    )
    return {key_of(f"{what}:{kind}", value): most for kind, value, most in senders if value}


def network_address(request: HttpRequest) -> str:
    """Return the sender's address as the sign-in pages see it: one setting about proxies serves both."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""


def key_of(kind: str, value: str) -> str:
    """Return a key from which the value cannot be read."""
    return f"{kind}:{salted_hmac('proposals.limits', value).hexdigest()}"
