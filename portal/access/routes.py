"""All addresses of the site, found by walking through them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Route(NamedTuple):
    """One address: its name, empty if it has none, and its pattern."""

    name: str
    pattern: str


def all_routes(
    resolver: URLResolver | None = None, before: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[Route]:
    """Yield every address, in the order in which they are tried."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Route(":".join([*spaces, each.name]) if each.name else "", pattern)
        else:
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from all_routes(each, pattern, inner)
