"""Search results as the template gets them: labels, links and nothing left to work out."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from search.cards import restored
from search.labels import FACET_LABELS, Labels, in_order, labels_of
from search.request import FACETS, SearchRequest
from search.results import SearchResults
from search.service import totals

Shown = dict[str, Any]
MOST_SUGGESTIONS = 5


def context_of(request: SearchRequest, results: SearchResults, problems: list[str]) -> Shown:
    """Return the context of the results page."""
    typed = request
    if results.instead:
        request = replace(request, text=results.instead)
    labels = {facet: labels_of(facet, values_in(facet, request, results)) for facet in FACETS}
    chosen = chosen_filters(request, labels)
    if results.page != request.page:
        problems = [*problems, f"There is no page {request.page:,}, so this is the last one."]
    request = request.with_page(results.page)
    return {
        "q": request.text,
        "sort": request.sort,
        "as_typed": request.text if request.as_typed else "",
        "results": {
            "total": results.total,
            "cards": [restored(hit.card, hit.highlights) for hit in results.hits],
        },
        "facets": [
            shown_facet(facet, counts, request, labels[facet]) for facet, counts in results.facets.items()
        ],
        "chosen": chosen,
        "clear_url": address(request.without_filters()) if chosen else "",
        "problems": problems,
        "notice": results.notice,
        "also": results.also,
        "instead_of": instead_of(typed) if results.instead else None,
        "pagination": pagination(request, results.total),
        "suggestions": [] if results.total else suggestions(request, chosen),
    }


def instead_of(typed: SearchRequest) -> Shown:
    """Return what was typed, with the address that looks for just that."""
    return {"text": typed.text, "url": address(replace(typed, as_typed=True, page=1))}


def address(request: SearchRequest) -> str:
    """Return the address of a request."""
    query = request.to_query()
    return reverse("search:search") + (f"?{query}" if query else "")


def values_in(facet: str, request: SearchRequest, results: SearchResults) -> list[str]:
    """Return every value of a facet that is shown anywhere on the page."""
    return list({*request.chosen(facet), *results.facets.get(facet, ())})


def shown_facet(facet: str, counts: dict[str, int], request: SearchRequest, labels: Labels) -> Shown:
    """Return one facet of the filter panel. What has no name was deleted just now, and is left out."""
    chosen = request.chosen(facet)
    named = [value for value in counts if value in labels]
    return {
        "name": facet,
        "label": FACET_LABELS[facet],
        "values": [
            {"value": value, "label": labels[value], "count": counts[value], "selected": value in chosen}
            for value in in_order(facet, named, counts, labels)
        ],
        "selected_count": len(chosen),
    }


def chosen_filters(request: SearchRequest, labels: dict[str, Labels]) -> list[Shown]:
    """Return every chosen value with the address that takes it away."""
    return [
        {
            "label": FACET_LABELS[facet],
            "value_label": labels[facet].get(value, value),
            "remove_url": address(request.without(facet, value)),
        }
        for facet in FACETS
        for value in request.chosen(facet)
    ]


def pagination(request: SearchRequest, total: int) -> Shown:
    """Return the links to the other pages; a link without a number stands for pages left out."""
    page = Paginator(range(total), request.page_size).page(request.page)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "number": page.number,
        "num_pages": page.paginator.num_pages,
        "has_previous": page.has_previous(),
        "previous_url": address(request.with_page(page.number - 1)) if page.has_previous() else "",
        "has_next": page.has_next(),
        "next_url": address(request.with_page(page.number + 1)) if page.has_next() else "",
        "links": [page_link(request, number) for number in numbers],
    }


def page_link(request: SearchRequest, number: int | str) -> Shown:
    """Return the link to one page, or the gap that stands for some."""
    if isinstance(number, str):
        return {"number": None, "url": "", "current": False}
    return {"number": number, "url": address(request.with_page(number)), "current": number == request.page}


def suggestions(request: SearchRequest, chosen: list[Shown]) -> list[Shown]:
    """Return what would find something: the same without one of its filters, or without any."""
    options = [
        (f"Without {filter_['label'].lower()}: {filter_['value_label']}", request.without(facet, value))
        for filter_, (facet, value) in zip(chosen, every_choice(request), strict=True)
    ]
    if len(options) > 1:
        options = [*options[:MOST_SUGGESTIONS], ("Without any filter", request.without_filters())]
    if request.text and chosen:
        options.append(("Without the words, with the same filters", request.with_text("")))
    counts = totals([option for _, option in options]) if options else []
    return [
        {"label": label, "url": address(option), "count": count}
        for (label, option), count in zip(options, counts, strict=False)
        if count
    ]


def every_choice(request: SearchRequest) -> list[tuple[str, str]]:
    """Return every chosen value with its facet, in the order of `chosen_filters`."""
    return [(facet, value) for facet in FACETS for value in request.chosen(facet)]
