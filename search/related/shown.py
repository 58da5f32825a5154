"""Which pages are shown with a page as being like it: cards from the database, and only of what is public."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from outcomes.cards import Card
from outcomes.casestudies.models import CaseStudy
from outcomes.selectors import content_types
from partners.agencies.models import Partner
from partners.places.closure import WHOLE
from partners.places.tagging import PagePlace
from search.sql import RELATED_PAGES, rows

Facts = tuple[Any, ...]
SHOWN = 3
SHOWN_TRIED = 6
ALIKE, WORKED, LINKED = range(3)  # how a row of the query stands to the page
# The columns of a case study that its marks come from, in the order of the query.
MARKED_BY = ("cost", "cost_amount", "cost_year", "cost_band", "effect", "evidence_strength")


@dataclass
class Related:
    """A few pages like a page, case studies that name it, and what was tried in other places."""

    alike: list[Card] = field(default_factory=list)
    elsewhere: list[Card] = field(default_factory=list)
    tried: list[Card] = field(default_factory=list)


def related_to(page: Page, request: HttpRequest | None = None) -> Related:
    """Return what to show with a page, in two queries; nothing that the public may not see."""
    found = sorted_out(rows(RELATED_PAGES, [WHOLE], [page.pk], [page.pk], [page.pk]))
    places = places_of({facts[0] for some in found for facts in some})
    alike, elsewhere, tried = (
        [card(facts, places.get(facts[0], []), request) for facts in some] for some in found
    )
    return Related(alike, elsewhere, tried)


def sorted_out(found: list[tuple[Any, ...]]) -> tuple[list[Facts], list[Facts], list[Facts]]:
    """Return the facts of what is alike, of what was tried elsewhere, and of what was tried for the page.

    Each thing stands in one place. What is like the page and was tried in its own places is no elsewhere: it
    comes after what is alike.
    """
    by_relation: dict[int, list[tuple[bool, Facts]]] = defaultdict(list)
    for relation, is_here, *facts in found:
        by_relation[relation].append((bool(is_here), tuple(facts)))
    tried = [facts for _, facts in by_relation[LINKED]][:SHOWN_TRIED]
    known = {facts[0] for _, facts in by_relation[LINKED]}
    worked = [(is_here, facts) for is_here, facts in by_relation[WORKED] if facts[0] not in known]
    alike = [facts for _, facts in by_relation[ALIKE] if facts[0] not in known]
    alike += [facts for is_here, facts in worked if is_here]
    elsewhere = [facts for is_here, facts in worked if not is_here]
    return alike[:SHOWN], elsewhere[:SHOWN], tried


def places_of(page_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the labels of the places of these pages."""
    places: dict[int, list[str]] = defaultdict(list)
    if page_ids:
        for tag in PagePlace.objects.filter(page_id__in=page_ids).select_related("place").order_by("pk"):
            places[tag.page_id].append(tag.place.label)
    return places


def card(facts: tuple[Any, ...], places: list[str], request: HttpRequest | None) -> Card:
    """Return the card for a row."""
    page_id, title, url_path, content_type, summary, name, slug, kind, *marks = facts
    model = next(model for model, row in content_types().items() if row.pk == content_type)
    return Card(
        title=title,
        url=Page(pk=page_id, title=title, url_path=url_path).get_url(request) or "",
        kind=model.kind,
        kind_label=model.kind_label,
        summary=summary,
        partner=Partner(name=name, slug=slug, kind=kind) if name else None,
        places=places,
        marks=CaseStudy(**dict(zip(MARKED_BY, marks, strict=True))).marks if model is CaseStudy else (),
    )
