"""How many new short addresses come from one network address in an hour.

Enough to stop a script from filling the table. Asking for one that is there already costs nothing. The
counts live in the cache, under a keyed digest of the network address, for an hour and nowhere else.
"""

from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from outcomes.proposals.limits import network_address

PERIOD = timedelta(hours=1)
MOST = 30


def may_add(request: HttpRequest) -> bool:
    """Count one more new short address, and say whether that is not too many."""
    address = network_address(request)
    key = f"short_addresses:{salted_hmac('short_addresses.limits', address).hexdigest()}"
    cache.add(key, 0, PERIOD.total_seconds())
    try:
        return cache.incr(key) <= MOST
    except ValueError:
        # The hour ended between the two.
        return True
