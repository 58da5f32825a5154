"""Answering from the database while there is no index: by words in titles and summaries, without counts."""

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from wagtail.models import Page

from outcomes.cards import page_card
from outcomes.casestudies.models import EvidenceStrength
from outcomes.selectors import KINDS, content_types, readable_pages, specific_pages
from outcomes.themes.models import PageTheme
from partners.places.closure import WHOLE
from partners.places.models import PlaceClosure
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from search import cards
from search.choices import NOT_RECORDED
from search.documents import key_of
from search.request import SearchRequest
from search.results import Hit, SearchResults
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
    if request.kinds:
        chosen = [row.pk for model, row in content_types().items() if model.kind in request.kinds]
        pages = pages.filter(content_type__in=chosen)
    if request.themes:
        tags = PageTheme.objects.filter(
            Q(theme__slug__in=request.themes) | Q(theme__parent__slug__in=request.themes)
        )
        pages = pages.filter(pk__in=tags.values("page"))
    if request.places:
        inside = PlaceClosure.objects.filter(ancestor__code__in=request.places, share__gte=WHOLE).values(
            "descendant"
        )
        pages = pages.filter(pk__in=PagePlace.objects.filter(place__in=inside).values("page"))
    if request.partners:
        named = Share.objects.named().filter(partner__slug__in=request.partners)
        pages = pages.filter(pk__in=named.values("page"))
    if request.partner_kinds:
        named = Share.objects.named().filter(partner__kind__in=request.partner_kinds)
        pages = pages.filter(pk__in=named.values("page"))
    return in_years(with_evidence(pages, request), request)


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


def with_evidence(pages: QuerySet[Page], request: SearchRequest) -> QuerySet[Page]:
    """Keep the case studies with the strengths of evidence chosen."""
    if not request.evidence:
        return pages
    strengths = ["" if value == NOT_RECORDED else value for value in request.evidence]
    return pages.filter(casestudy__evidence_strength__in=strengths)


def in_years(pages: QuerySet[Page], request: SearchRequest) -> QuerySet[Page]:
    """Keep what happened in the years chosen."""
    if not request.years:
        return pages
    condition = Q(casestudy__year__in=request.years)
    for year in request.years:
        condition |= Q(jointplan__starts_on__year=year) | Q(jointplan__ends_on__year=year)
        condition |= Q(jointplan__starts_on__year__lte=year, jointplan__ends_on__year__gte=year)
    return pages.filter(condition)
