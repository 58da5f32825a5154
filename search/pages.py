"""Documents of shared pages: objectives, joint plans and case studies."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from outcomes.cards import page_card
from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.pages import CARD_RELATIONS, SharedPage
from outcomes.plans.models import JointPlan
from outcomes.selectors import KINDS, content_types
from partners.parts.board import text_of
from search import cards
from search.choices import NOT_RECORDED
from search.documents import Built, Document
from search.lookups import Lookups, PlaceFacts
from search.sql import PUBLIC_PAGES, rows
from search.text import stream_text

logger = logging.getLogger(__name__)

RELATIONS = (*CARD_RELATIONS, "theme_tags__theme__parent", "published_parts__version")
OWN_TEXTS: dict[type[SharedPage], tuple[str, ...]] = {
    Objective: ("why_here", "who_was_involved", "long_term_outcome"),
    JointPlan: (),
    CaseStudy: (
        "for_whom",
        "what_changed",
        "what_did_not_work",
        "cost",
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
        visible = self.visible(list(ids))
        pages = [page for model in KINDS for page in fetched(model, visible)]
        lookups.places.fetch({tag.place_id for page in pages for tag in page.place_tags.all()})
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
        """Return the document of one page, fetched with its relations."""
        places = lookups.places.covering(tag.place_id for tag in page.place_tags.all())
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
            partners=tuple(share.partner.slug for share in page.ordered_shares),
            partner_kinds=tuple(dict.fromkeys(share.partner.kind for share in page.ordered_shares)),
            card=cards.stored(page_card(page)),
            evidence=(page.evidence_strength or NOT_RECORDED) if isinstance(page, CaseStudy) else "",
            years=YEARS.get(type(page), no_years)(page),
            date=page.first_published_at,
            review_on=page.page_review.review_on if page.page_review else None,
            branch=lookups.tree.branch(page.path),
        )


def fetched(model: type[SharedPage], ids: Collection[int]) -> Sequence[Any]:
    """Return the pages of one kind among these, with all that a document needs, in five queries or six."""
    return list(model.objects.filter(pk__in=ids).order_by("pk").prefetch_related(*RELATIONS))


def body_of(page: Any) -> str:
    """Return the kind's own texts, the text of the body, and what each partner says for itself."""
    own = [getattr(page, name) for name in OWN_TEXTS[type(page)]]
    said = {part.partner_id: part.version for part in page.published_parts.all()}
    texts = (*own, stream_text(page.body), text_of(page, page.part_kind, said))
    return "\n".join(text for text in texts if text)


def names_of(page: Any, places: Iterable[PlaceFacts]) -> Iterable[str]:
    """Return the names and the reference that a page can be found by, each once."""
    named = [share.partner.name for share in page.ordered_shares]
    named += [name for facts in places for name in facts.names]
    for theme in page.themes:
        named += [theme.name, theme.parent.name] if theme.parent else [theme.name]
    return dict.fromkeys([*named, *filter(None, [getattr(page, "reference", "")])])


def themes_of(page: Any) -> tuple[str, ...]:
    """Return the slugs of the themes and of those above them."""
    own = [theme.slug for theme in page.themes]
    above = [theme.parent.slug for theme in page.themes if theme.parent]
    return tuple(dict.fromkeys(own + above))


def no_years(page: Any) -> tuple[str, ...]:
    """An objective has no year: it is what is wanted, not what happened."""
    return ()


def case_study_years(page: CaseStudy) -> tuple[str, ...]:
    """Return the year in which it ended."""
    return (str(page.year),) if page.year else ()


def plan_years(page: JointPlan) -> tuple[str, ...]:
    """Return every year of the plan's period, or the one that is known."""
    years = [day.year for day in (page.starts_on, page.ends_on) if day]
    return tuple(str(year) for year in range(min(years), max(years) + 1)) if years else ()


YEARS: dict[type[SharedPage], Callable[[Any], tuple[str, ...]]] = {
    CaseStudy: case_study_years,
    JointPlan: plan_years,
}
