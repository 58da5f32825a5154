"""Addresses of searches, with what is ticked to be compared."""

from collections.abc import Sequence

from django.http import QueryDict
from django.urls import reverse

from search.request import STUDY, SearchRequest


def address(request: SearchRequest, keys: Sequence[str] = (), *, name: str = "search:search") -> str:
    """Return the address of a search with what is ticked, or of another page that `name` names."""
    named = QueryDict(mutable=True)
    named.setlist(STUDY, list(keys))
    query = "&".join(filter(None, [request.to_query(), named.urlencode()]))
    return reverse(name) + (f"?{query}" if query else "")
