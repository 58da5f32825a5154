"""What the pages of places, themes and partners show, each in a fixed number of queries."""

import json
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from outcomes.cards import Card, page_cards
from outcomes.locality import Group, groups_for_place
from outcomes.proposals.selectors import proposals_for_place
from outcomes.selectors import KINDS, latest_by_kind, readable_pages
from outcomes.themes.models import Theme
from partners.agencies.models import Partner, PartnerKind
from partners.places.models import Place, PlaceOutline
from partners.places.outlines import frame
from partners.places.selectors import breadcrumb, place_context

PER_GROUP = 4
PER_SECTION = 6
RELATION_LABELS = {
    "here": "For {place}",
    "inside": "Inside {place}",
    "covering": "For a wider area that {place} lies in",
}
EXPLANATIONS = {
    "objective": "What partners have agreed that they want here.",
    "plan": "What partners will do and buy together.",
    "case_study": "What was done here, and what came of it.",
    "proposal": "What residents and community groups have asked for.",
}


def search_url(**query: str) -> str:
    """Return the address of a search."""
    return f"{reverse('search:search')}?{urlencode(query)}"


def place_facts(place: Place, request: HttpRequest) -> dict[str, Any]:
    """Return everything on the page of a place."""
    groups = groups_for_place(place, PER_GROUP)
    sections = [section_of(model.kind, model.kind_label_plural, groups, place, request) for model in KINDS]
    return {
        "place": place,
        "crumbs": [{"name": p.name, "url": p.get_absolute_url()} for p in breadcrumb(place)],
        **place_context(place),
        "outline": outline_of(place),
        "sections": [*sections, proposal_section(place)],
        "partners": partners_of(place),
    }


def outline_of(place: Place) -> dict[str, str] | None:
    """Return the place's outline as an SVG path and its viewBox, or None when none is known."""
    known = PlaceOutline.objects.filter(place=place).first()
    if known is None:
        return None
    geometry = json.loads(known.geometry)
    view = frame([geometry])
    return {"path": view.path(geometry), "view_box": view.view_box}


def section_of(
    kind: str, title: str, groups: list[Group], place: Place, request: HttpRequest
) -> dict[str, Any]:
    """Return what is published of one kind: here, inside and for what contains the place."""
    shown = [group for group in groups if group.model.kind == kind and group.total]
    return {
        "key": kind,
        "title": title,
        "explanation": EXPLANATIONS[kind],
        "groups": [
            relation_group(group.relation, page_cards(group.pages, request), group.total, place, kind)
            for group in shown
        ],
    }


def proposal_section(place: Place) -> dict[str, Any]:
    """Return what people proposed around the place."""
    groups = [
        relation_group(group.relation, group.cards, group.total, place, "proposal")
        for group in proposals_for_place(place, PER_GROUP)
        if group.total
    ]
    return {
        "key": "proposal",
        "title": "Proposals",
        "explanation": EXPLANATIONS["proposal"],
        "groups": groups,
    }


def relation_group(relation: str, cards: list[Card], total: int, place: Place, kind: str) -> dict[str, Any]:
    """Return one group of cards with its words, and where to see all of them."""
    more = search_url(place=place.code, kind=kind) if relation != "covering" and total > len(cards) else ""
    return {
        "relation": relation,
        "label": RELATION_LABELS[relation].format(place=place.name),
        "cards": cards,
        "total": total,
        "more_url": more,
    }


def partners_of(place: Place) -> list[dict[str, Any]]:
    """Return the partners that serve this place or one that contains it, by kind."""
    serving = Partner.objects.filter(serves__in=Place.objects.covering(place)).distinct()
    by_kind: dict[str, list[Partner]] = {}
    for partner in serving:
        by_kind.setdefault(partner.kind, []).append(partner)
    return [{"kind_label": kind.label, "partners": by_kind[kind]} for kind in PartnerKind if kind in by_kind]


def theme_tree() -> list[dict[str, Any]]:
    """Return the three kinds of well-being with their themes."""
    themes = Theme.objects.top().prefetch_related(
        Prefetch("children", Theme.objects.order_by("position", "name"))
    )
    return [{"theme": theme, "children": list(theme.children.all())} for theme in themes]


def theme_facts(theme: Theme, request: HttpRequest) -> dict[str, Any]:
    """Return everything on the page of a theme; a kind of well-being shows all of its themes' pages."""
    pages = (
        readable_pages().filter(Q(theme_tags__theme=theme) | Q(theme_tags__theme__parent=theme)).distinct()
    )
    return {
        "theme": theme,
        "parent": theme.parent,
        "children": list(theme.children.all()) if theme.parent_id is None else [],
        "sections": sections_of(pages, request, theme=theme.slug),
    }


def partner_facts(partner: Partner, request: HttpRequest) -> dict[str, Any]:
    """Return everything on the page of a partner."""
    pages = readable_pages().filter(shares__partner=partner)
    return {
        "partner": partner,
        "identifiers": list(partner.identifiers.all()),
        "serves": list(partner.serves.all()),
        "sections": sections_of(pages, request, partner=partner.slug),
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
