"""Search results as the template gets them: labels, links and nothing left to work out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Paginator

from outcomes.cards import Card
from outcomes.casestudies.models import CaseStudy
from search.addresses import address
from search.cards import restored
from search.comparison.chosen import MOST as MOST_COMPARED
from search.comparison.chosen import public_studies, study_key, without
from search.documents import split_key
from search.exports.links import ways_to_take
from search.labels import FACET_LABELS, Labels, in_order, labels_of
from search.request import AROUND, FACETS, SearchRequest
from search.results import SearchResults
from search.saved.ways import ways_to_hear
from search.service import totals
from search.where.lying import in_words
from search.where.shown import AROUND_LABELS, around_labels, asked_about, where_facts

Shown = dict[str, Any]
Address = Callable[[SearchRequest], str]
MOST_SUGGESTIONS = 5
# A facet with more values than this shows the first few, has the others folded away, and a box to find one.
LONG, FIRST = 10, 8


def context_of(
    request: SearchRequest, results: SearchResults, problems: list[str], keys: Sequence[str] = ()
) -> Shown:
    """Return the context of the results page. `keys` name what was ticked to be compared."""
    typed = request
    link = partial(address, keys=keys)
    if results.instead:
        request = replace(request, text=results.instead)
    labels = {facet: labels_of(facet, values_in(facet, request, results)) for facet in FACETS}
    known = asked_about(request)
    chosen = chosen_filters(request, {**labels, **around_labels(request, known)}, link)
    if results.page != request.page:
        problems = [*problems, f"There is no page {request.page:,}, so this is the last one."]
    request = request.with_page(results.page)
    return {
        "q": request.text,
        "sort": request.sort,
        "as_typed": request.text if request.as_typed else "",
        "query": request.to_query(),
        "results": {
            "total": results.total,
            "cards": cards_of(request, results, keys),
        },
        "facets": [
            shown_facet(facet, counts, request, labels[facet]) for facet, counts in results.facets.items()
        ],
        "where": where_facts(request, known),
        "chosen": chosen,
        "clear_url": link(request.without_filters()) if chosen else "",
        "problems": problems,
        "notice": results.notice,
        "also": results.also,
        "instead_of": instead_of(typed, link) if results.instead else None,
        "pagination": pagination(request, results.total, link),
        "compare": compared(request, results, keys),
        "take_away": ways_to_take(request) if results.facets else None,
        "alerts": ways_to_hear(request),
        # One page for each choice of filters is one page too many for those who list the web.
        "is_narrowed": bool(request.to_query()),
        "suggestions": [] if results.total else suggestions(request, chosen, link),
    }


def cards_of(request: SearchRequest, results: SearchResults, keys: Sequence[str]) -> list[Card]:
    """Return the cards of the page, with how each lies to the places asked about, and what can be ticked."""
    relations = in_words(request, [hit.card for hit in results.hits])
    return [
        replace(
            restored(hit.card, hit.highlights),
            relation=relation,
            key=hit.key if hit.kind == CaseStudy.kind else "",
            is_ticked=hit.key in keys,
            page_id=split_key(hit.key)[1] if hit.kind == CaseStudy.kind else None,
        )
        for hit, relation in zip(results.hits, relations, strict=True)
    ]


def compared(request: SearchRequest, results: SearchResults, keys: Sequence[str]) -> Shown | None:
    """Return what was ticked so far, also on other pages; None where nothing is and nothing can be."""
    here = {hit.key for hit in results.hits if hit.kind == CaseStudy.kind}
    if not here and not keys:
        return None
    studies = [(study_key(study), study.title) for study in public_studies(keys)]
    ticked = [key for key, _ in studies]
    return {
        "most": MOST_COMPARED,
        "url": address(request, ticked, name="search:compare"),
        "studies": [
            {"title": title, "remove_url": address(request, without(ticked, key))} for key, title in studies
        ],
        # What is ticked and has no box here goes with the form all the same.
        "elsewhere": [key for key in ticked if key not in here],
    }


def instead_of(typed: SearchRequest, link: Address) -> Shown:
    """Return what was typed, with the address that looks for just that."""
    return {"text": typed.text, "url": link(replace(typed, as_typed=True, page=1))}


def values_in(facet: str, request: SearchRequest, results: SearchResults) -> list[str]:
    """Return every value of a facet that is shown anywhere on the page."""
    return list({*request.chosen(facet), *results.facets.get(facet, ())})


def shown_facet(facet: str, counts: dict[str, int], request: SearchRequest, labels: Labels) -> Shown:
    """Return one facet of the filter panel. What has no name was deleted just now, and is left out."""
    chosen = request.chosen(facet)
    named = [value for value in counts if value in labels]
    values = [
        {"value": value, "label": labels[value], "count": counts[value], "selected": value in chosen}
        for value in in_order(facet, named, counts, labels, chosen)
    ]
    is_long = len(values) > LONG
    return {
        "name": facet,
        "label": FACET_LABELS[facet],
        "values": values,
        "first": values[:FIRST] if is_long else values,
        "others": values[FIRST:] if is_long else [],
        "is_other_chosen": is_long and any(each["selected"] for each in values[FIRST:]),
        "selected_count": len(chosen),
    }


def chosen_filters(request: SearchRequest, labels: dict[str, Labels], link: Address) -> list[Shown]:
    """Return every chosen value with the address that takes it away."""
    return [
        {
            "label": FACET_LABELS.get(facet) or AROUND_LABELS[facet],
            "value_label": labels[facet].get(value, value),
            "remove_url": link(request.without(facet, value)),
        }
        for facet, value in every_choice(request)
    ]


def pagination(request: SearchRequest, total: int, link: Address) -> Shown:
    """Return the links to the other pages; a link without a number stands for pages left out."""
    page = Paginator(range(total), request.page_size).page(request.page)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "number": page.number,
        "num_pages": page.paginator.num_pages,
        "has_previous": page.has_previous(),
        "previous_url": link(request.with_page(page.number - 1)) if page.has_previous() else "",
        "has_next": page.has_next(),
        "next_url": link(request.with_page(page.number + 1)) if page.has_next() else "",
        "links": [page_link(request, number, link) for number in numbers],
    }


def page_link(request: SearchRequest, number: int | str, link: Address) -> Shown:
    """Return the link to one page, or the gap that stands for some."""
    if isinstance(number, str):
        return {"number": None, "url": "", "current": False}
    return {"number": number, "url": link(request.with_page(number)), "current": number == request.page}


def suggestions(request: SearchRequest, chosen: list[Shown], link: Address) -> list[Shown]:
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
        {"label": label, "url": link(option), "count": count}
        for (label, option), count in zip(options, counts, strict=False)
        if count
    ]


def every_choice(request: SearchRequest) -> list[tuple[str, str]]:
    """Return every chosen value with the name of its filter, in the order of `chosen_filters`."""
    facets = [(facet, value) for facet in FACETS for value in request.chosen(facet)]
    return [*facets, *((name, value) for name, value in request.around().items() if name in AROUND)]
