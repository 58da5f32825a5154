"""What the pages of themes show, and the sections of several pages, each in a fixed number of queries."""

from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest

from outcomes.cards import page_cards
from outcomes.selectors import latest_by_kind, readable_pages
from outcomes.themes.models import PageTheme, Theme
from portal.browse.links import search_url

PER_SECTION = 6


def theme_tree() -> list[dict[str, Any]]:
    """Return the three kinds of well-being with their themes."""
    themes = Theme.objects.top().prefetch_related(
        Prefetch("children", Theme.objects.order_by("position", "name"))
    )
    return [{"theme": theme, "children": list(theme.children.all())} for theme in themes]


def theme_facts(theme: Theme, request: HttpRequest) -> dict[str, Any]:
    """Return everything on the page of a theme; a kind of well-being shows all of its themes' pages."""
    # By their keys: a join would count a page once for each of its themes.
    tags = PageTheme.objects.filter(Q(theme=theme) | Q(theme__parent=theme))
    pages = readable_pages().filter(pk__in=tags.values("page"))
    return {
        "theme": theme,
        "parent": theme.parent,
        "children": list(theme.children.all()) if theme.parent_id is None else [],
        "sections": sections_of(pages, request, theme=theme.slug),
    }


def sections_of(pages: Any, request: HttpRequest, **query: str) -> list[dict[str, Any]]:
    """Return the newest of these pages by kind, each with where to see all of them."""
    return [
        {
            "key": latest.model.kind,
            "title": latest.model.kind_label_plural,
            "cards": page_cards(latest.pages, request),
            "total": latest.total,
            "more_url": search_url(kind=latest.model.kind, **query)
            if latest.total > len(latest.pages)
            else "",
        }
        for latest in latest_by_kind(pages, PER_SECTION)
    ]
