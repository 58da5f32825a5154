"""Counts that hold across processes and under parallel load, without a second service.

The default cache belongs to one process. A limit on guesses that counts per process is no limit, and neither
is a list of used codes. allauth keeps both in what its modules call `cache`; `share_allauths_counts` gives
them this store instead. With REDIS_URL it is Redis, otherwise a table of ours.
"""

import secrets
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.connection import ConnectionProxy
from django.utils.crypto import salted_hmac

ALIAS = "limits"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ONE_IN = 200  # writes, between two clearings of what has expired
USERS = (
    "allauth.core.internal.ratelimit",
    "allauth.mfa.totp.internal.auth",
    "allauth.socialaccount.internal.jwtkit",
)
shared = ConnectionProxy(caches, ALIAS)


def share_allauths_counts() -> None:
    """Let allauth keep its limits and used codes in the shared store. Raises AttributeError if it moved."""
    for name in USERS:
        module = import_module(name)
        module.cache  # noqa: B018  # a module that no longer has one must not pass silently
        module.cache = shared  # type: ignore[attr-defined]  # modules take any attribute


class TableCache(BaseCache):
    """A cache in our own table. Values are JSON; nothing that still counts makes room for more."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def digest(self, key: str, version: int | None) -> str:
        """Return the key of a row: keyed, so that the table tells nobody whose address was counted."""
        return salted_hmac("portal.accounts.limits", self.make_key(key, version)).hexdigest()

    def until(self, timeout: Any) -> datetime:
        """Return when a value that is stored now expires. `timeout` is in seconds, None for never."""
        moment = self.get_backend_timeout(timeout)
        return NEVER if moment is None else datetime.fromtimestamp(moment, UTC)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value unless there is one. Of any number of callers at once, one gets True."""
        from portal.accounts.models import SharedCount

        row = {"value": value, "expires_at": self.until(timeout)}
        digest = self.digest(key, version)
        if SharedCount.objects.filter(key=digest, expires_at__lte=timezone.now()).update(**row):
            return True
        try:
            with transaction.atomic():
                SharedCount.objects.create(key=digest, **row)
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default where there is none or it has expired."""
        from portal.accounts.models import SharedCount

        rows = SharedCount.objects.filter(key=self.digest(key, version), expires_at__gt=timezone.now())
        return next(iter(rows.values_list("value", flat=True)), default)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value over whatever is there."""
        from portal.accounts.models import SharedCount

        SharedCount.objects.update_or_create(
            key=self.digest(key, version), defaults={"value": value, "expires_at": self.until(timeout)}
        )
        if secrets.randbelow(ONE_IN) == 0:
            SharedCount.objects.filter(expires_at__lte=timezone.now()).delete()

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value. Returns whether there was one."""
        from portal.accounts.models import SharedCount

        return bool(SharedCount.objects.filter(key=self.digest(key, version)).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        from portal.accounts.models import SharedCount

        SharedCount.objects.all().delete()
