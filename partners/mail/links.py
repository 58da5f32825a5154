"""Addresses in letters: whole, with the host."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return the whole address. The host comes from the settings: a request can claim any."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
