"""Addresses that several pages lead to."""

from django.urls import reverse
from django.utils.http import urlencode


def search_url(**query: str) -> str:
    """Return the address of a search."""
    return f"{reverse('search:search')}?{urlencode(query)}"
