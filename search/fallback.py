"""Answering from the database while there is no index: by words in titles and summaries, without counts."""

from collections.abc import Iterable

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from wagtail.models import Page

from outcomes.cards import page_card
from outcomes.casestudies.models import EvidenceStrength
from outcomes.selectors import KINDS, readable_pages, specific_pages
from search import cards
from search.documents import key_of
from search.fallback_filters import FILTERS, tags_of
from search.request import SearchRequest
from search.results import Hit, SearchResults
from search.where.whereabouts import Where
from search.where.working_out import worked_out
from search.words import parse_words

NOTICE = (
    "Search is working in a simple way just now: it looks only at the titles and summaries of objectives, "
    "plans and case studies, and cannot count by filter. Please try again later."
)


def search(request: SearchRequest) -> SearchResults:
    """Answer a request, newest first, in a number of queries that does not grow.

    What is overdue for a check comes after all others, unless the order by date was asked for.
    """
    order = ["-first_published_at", "-pk"]
    found = matching(request)
    if request.sort == "relevance":
        overdue = Q(review__review_on__lt=timezone.localdate())
        found = found.annotate(overdue=Case(When(overdue, then=1), default=0))
        order.insert(0, "overdue")
    if request.sort == "evidence":
        found = found.annotate(strength=strength())
        order.insert(0, "-strength")
    found = found.order_by(*order)
    total = found.count()
    page = min(request.page, max(1, -(-total // request.page_size)))
    start = (page - 1) * request.page_size
    ids = list(found.values_list("pk", flat=True)[start : start + request.page_size])
    pages = sorted(specific_pages(ids), key=lambda each: ids.index(each.pk))
    hits = tuple(Hit(key_of("page", each.pk), each.kind, cards.stored(page_card(each))) for each in pages)
    return SearchResults(total, page, hits, notice=NOTICE)


def strength() -> Case:
    """Return the rank of the strength of evidence; 0 where none is recorded."""
    ranks = enumerate(EvidenceStrength.values, start=1)
    return Case(*(When(casestudy__evidence_strength=value, then=rank) for rank, value in ranks), default=0)


def matching(request: SearchRequest) -> QuerySet[Page]:
    """Return the public pages that have all the words and fit all filters."""
    pages = with_words(readable_pages(), request.text)
    for where in wanted_places(request):
        pages = pages.filter(pk__in=tags_of(where).values("page"))
    for facet in request.chosen_facets:
        if facet in FILTERS:
            pages = pages.filter(FILTERS[facet](request.chosen(facet)))
    return pages


def wanted_places(request: SearchRequest) -> Iterable[Where]:
    """Yield what a request says about places, order and distances aside."""
    whereabouts, _ = worked_out(request)
    if request.places:
        yield whereabouts.chosen or Where(inside=request.places)
    yield from whereabouts.always


def with_words(pages: QuerySet[Page], text: str) -> QuerySet[Page]:
    """Keep the pages that have every word in their title or summary."""
    words = parse_words(text)
    for concept in words.concepts:
        pages = pages.filter(says(concept.text))
    for excluded in words.excluded:
        pages = pages.exclude(says(excluded))
    return pages


def says(text: str) -> Q:
    """Return the condition that a title or summary has this text."""
    condition = Q(title__icontains=text)
    for model in KINDS:
        condition |= Q(**{f"{model._meta.model_name}__summary__icontains": text})
    return condition
