"""Addresses from which what was found can be taken away."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from search.request import SearchRequest


@dataclass(frozen=True)
class Way:
    """One way to take results away: the name of its address, and what a link to it says."""

    name: str
    label: str


WAYS = (
    Way("csv", "Table (CSV)"),
    Way("xlsx", "Excel"),
    Way("json", "JSON"),
    Way("geojson", "Map points (GeoJSON)"),
)
FEED = Way("atom", "Feed of what is new (Atom)")


def address_of(name: str, request: SearchRequest, root: str = "") -> str:
    """Return where all of a request's results can be had in a form, whatever page was asked for."""
    return with_query(root.rstrip("/") + reverse(f"search_exports:{name}"), request.with_page(1))


def shown_address(request: SearchRequest, root: str) -> str:
    """Return the whole address of the search page that shows the same."""
    return with_query(root.rstrip("/") + reverse("search:search"), request.with_page(1))


def with_query(path: str, request: SearchRequest) -> str:
    """Return an address for a request."""
    query = request.to_query()
    return f"{path}?{query}" if query else path


def ways_to_take(request: SearchRequest) -> dict[str, Any]:
    """Return the links of the search page, and the one to the feed."""
    return {
        "files": [{"label": way.label, "url": address_of(way.name, request)} for way in WAYS],
        "feed": {"label": FEED.label, "url": address_of(FEED.name, request)},
    }
