"""Documents of shared pages: objectives, joint plans and case studies."""

import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from outcomes.cards import page_card
from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.pages import SharedPage
from outcomes.plans.models import JointPlan
from outcomes.selectors import KINDS, content_types
from partners.parts.board import text_of
from search import cards
from search.choices import NOT_RECORDED
from search.documents import Built, Document
from search.lookups import Lookups, PlaceFacts
from search.page_rows import read_pages
from search.records import page_record
from search.sql import PUBLIC_PAGES, rows
from search.text import stream_text

logger = logging.getLogger(__name__)

OWN_TEXTS: dict[type[SharedPage], tuple[str, ...]] = {
    Objective: ("why_here", "who_was_involved", "long_term_outcome"),
    JointPlan: (),
    CaseStudy: (
        "for_whom",
        "what_changed",
        "what_did_not_work",
        "cost",
        "consulted",
        "contact",
        "source_title",
        "source_publisher",
    ),
}


class PageSource:
    """Pages of every kind that partners publish together."""

    name = "page"
    model = Page
    visibility_columns = ("live", "path")

    def candidates(self) -> QuerySet[Page]:
        """All published pages of these kinds, also private ones."""
        return Page.objects.live().filter(content_type__in=content_types().values()).order_by("pk")

    def count(self) -> int:
        """Return about how many documents there will be."""
        return self.candidates().count()

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        """Return the next ids in order of all that might be public."""
        return list(self.candidates().filter(pk__gt=object_id).values_list("pk", flat=True)[:limit])

    def visible(self, ids: Collection[int]) -> set[int]:
        """Return which of these pages are published and in no private part of the site, in one query."""
        return {object_id for (object_id,) in rows(PUBLIC_PAGES, ids)} if ids else set()

    def build(self, ids: Iterable[int], lookups: Lookups) -> Built:
        """Return the documents of those of these pages that the public may see."""
        pages = read_pages(KINDS, self.visible(list(ids)), lookups)
        lookups.places.fetch({place.pk for page in pages for place in page.places})
        lookups.tree.fetch(page.path for page in pages)
        built = Built()
        for page in pages:
            try:
                built.documents[page.pk] = self.document(page, lookups)
            except Exception as error:
                logger.exception("Page %s cannot be indexed.", page.pk)
                built.failures[page.pk] = error
        return built

    def document(self, page: Any, lookups: Lookups) -> Document:
        """Return the document of one page."""
        places = lookups.places.covering(place.pk for place in page.places)
        return Document(
            source=self.name,
            object_id=page.pk,
            kind=page.kind,
            title=page.title,
            summary=page.summary,
            body=body_of(page),
            names=tuple(names_of(page, places)),
            themes=themes_of(page),
            places=tuple(facts.tag for facts in places),
            own_places=tuple(place.code for place in page.places),
            partners=tuple(share.partner.slug for share in page.ordered_shares),
            partner_kinds=tuple(dict.fromkeys(share.partner.kind for share in page.ordered_shares)),
            card=cards.stored(page_card(page)),
            **FACTS[page.model](page),
            date=page.first_published_at,
            review_on=page.page_review.review_on if page.page_review else None,
            branch=lookups.tree.branch(page.path),
            record=page_record(page),
        )


def body_of(page: Any) -> str:
    """Return the kind's own texts, the text of the body, and what each partner says for itself."""
    own = [getattr(page, name) for name in OWN_TEXTS[page.model]]
    measured = (text for row in page.effects for text in row)
    texts = (*own, *measured, stream_text(page.body), text_of(page, page.part_kind, page.parts))
    return "\n".join(text for text in texts if text)


def names_of(page: Any, places: Iterable[PlaceFacts]) -> Iterable[str]:
    """Return the names and the reference that a page can be found by, each once."""
    named = [share.partner.name for share in page.ordered_shares]
    named += [provider.name for provider in page.providers]
    named += [name for facts in places for name in facts.names]
    for theme in page.themes:
        named += [theme.name, theme.parent.name] if theme.parent else [theme.name]
    return dict.fromkeys([*named, *filter(None, [getattr(page, "reference", "")])])


def themes_of(page: Any) -> tuple[str, ...]:
    """Return the slugs of the themes and of those above them; where there is none, that."""
    own = [theme.slug for theme in page.themes]
    above = [theme.parent.slug for theme in page.themes if theme.parent]
    return tuple(dict.fromkeys(own + above)) or (NOT_RECORDED,)


def objective_facts(page: Any) -> dict[str, Any]:
    """Return how far it has come. It has no year: it is what is wanted, not what happened."""
    return {"status": page.status}


def case_study_facts(page: Any) -> dict[str, Any]:
    """Return what it cost, who provided it, when it ended, what changed and how well that is known."""
    sectors = dict.fromkeys(provider.sector for provider in page.providers if provider.sector)
    return {
        "sectors": tuple(sectors) or (NOT_RECORDED,),
        "effect": page.effect or NOT_RECORDED,
        "evidence": page.evidence_strength or NOT_RECORDED,
        "cost": page.band or NOT_RECORDED,
        "years": (str(page.year) if page.year else NOT_RECORDED,),
    }


def plan_facts(page: Any) -> dict[str, Any]:
    """Return every year of the plan's period, or the one that is known."""
    years = [day.year for day in (page.starts_on, page.ends_on) if day]
    period = range(min(years), max(years) + 1) if years else ()
    return {"years": tuple(map(str, period)) or (NOT_RECORDED,)}


FACTS: dict[type[SharedPage], Callable[[Any], dict[str, Any]]] = {
    Objective: objective_facts,
    CaseStudy: case_study_facts,
    JointPlan: plan_facts,
}
