"""What the home page shows."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from outcomes.cards import page_cards
from outcomes.selectors import Latest, latest_by_kind, readable_pages
from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.places.models import Place

LATEST_PER_KIND = 3
INDEX_ADDRESSES = {"objective": "/objectives/", "case_study": "/case-studies/", "plan": "/plans/"}


def home_facts(request: HttpRequest) -> dict[str, Any]:
    """Return counts, the latest of each kind and the themes, in a fixed number of queries."""
    latest = latest_by_kind(readable_pages(), LATEST_PER_KIND)
    children = Prefetch("children", Theme.objects.order_by("position", "name"))
    themes = Theme.objects.top().prefetch_related(children)
    return {
        "counts": {
            **{f"{group.model.kind}s": group.total for group in latest},
            "case_studies": next((group.total for group in latest if group.model.kind == "case_study"), 0),
            "partners": Partner.objects.count(),
            "places": Place.objects.current().count(),
        },
        "latest": [latest_group(group, request) for group in latest],
        "themes": [{"theme": theme, "children": list(theme.children.all())} for theme in themes],
    }


def latest_group(group: Latest, request: HttpRequest) -> dict[str, Any]:
    """Return one kind's newest pages as cards, with the address of the whole list."""
    return {
        "label": group.model.kind_label_plural,
        "kind": group.model.kind,
        "index_url": INDEX_ADDRESSES[group.model.kind],
        "cards": page_cards(group.pages, request),
        "total": group.total,
    }
