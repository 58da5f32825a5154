"""Which entries come on a page, and what is shown of them."""

import json
from operator import itemgetter

from tantivy import DocAddress, Query, Searcher

from search.engines.embedded.query import Compiler
from search.marking import Marker
from search.results import Hit

# Things of equal score are put in order here, so a few more than the page holds are fetched; when even
# those are equal, as many more as this.
SPARE, MOST_TIES = 10, 1_000

SORTED_BY = {"date": "newest", "evidence": "strongest"}

Scored = list[tuple[float, DocAddress]]


def hits_of_page(searcher: Searcher, compiler: Compiler, page: int) -> tuple[Hit, ...]:
    """Return the hits of a page, with highlights when words are looked for."""
    addresses = addresses_of_page(searcher, compiler, page)
    marker = Marker(compiler.marked()) if compiler.tokens else None
    return tuple([hit(searcher, address, marker) for address in addresses])


def addresses_of_page(searcher: Searcher, compiler: Compiler, page: int) -> list[DocAddress]:
    """Return the entries of a page in the order asked for."""
    if field := SORTED_BY.get(compiler.plan.sort):
        return by_number(searcher, compiler, page, field)
    if not compiler.tokens:
        return by_date_if_checked(searcher, compiler, page)
    return by_merit(searcher, compiler, page)


def by_number(searcher: Searcher, compiler: Compiler, page: int, field: str) -> list[DocAddress]:
    """Return the entries of the page, those with the highest number in a field first."""
    query = compiler.query(scored=False)
    size = compiler.plan.page_size
    start = (page - 1) * size
    found = searcher.search(query, size, count=False, order_by_field=field, offset=start)
    return [address for _, address in found.hits]


def by_merit(searcher: Searcher, compiler: Compiler, page: int) -> list[DocAddress]:
    """Return the entries of the page, best first, and newest first among equals."""
    end = page * compiler.plan.page_size
    found = ranked(searcher, compiler, end + SPARE)
    if len(found) == end + SPARE and found[-1][0] == found[end - 1][0]:
        found = ranked(searcher, compiler, end + MOST_TIES)
    if len({score for score, _ in found}) < len(found):
        found = newest_first(searcher, found)
    return [address for _, address in found[end - compiler.plan.page_size : end]]


def by_date_if_checked(searcher: Searcher, compiler: Compiler, page: int) -> list[DocAddress]:
    """Return the entries of the page, newest first within each part of what is found."""
    size = compiler.plan.page_size
    skip = (page - 1) * size
    addresses: list[DocAddress] = []
    for part in compiler.in_order():
        # Without a count the engine does not say how many there are; with one it does, whatever the page.
        missing = size - len(addresses)
        found = searcher.search(part, missing, count=skip > 0, order_by_field="newest", offset=skip)
        addresses += [address for _, address in found.hits]
        if len(addresses) == size:
            break
        skip = max(0, skip - (found.count or 0))
    return addresses


def ranked(searcher: Searcher, compiler: Compiler, limit: int) -> Scored:
    """Return the best entries, of which those that are overdue for a check count for less.

    What was not fetched scores no more than the last that was. So the best are known when enough score no
    less than that even when they count for less.
    """
    query = compiler.query(scored=True)
    fetched = limit
    while True:
        found = best(searcher, query, fetched)
        lowered = with_overdue_lowered(searcher, compiler, found)
        if len(found) < fetched or sum(score >= found[-1][0] for score, _ in lowered) >= limit:
            return lowered[:limit]
        fetched *= 2


def with_overdue_lowered(searcher: Searcher, compiler: Compiler, found: Scored) -> Scored:
    """Return the entries with what is overdue counting for less, best first."""
    today, less = compiler.plan.scope.today.toordinal(), compiler.plan.weights.overdue
    due = searcher.fast_field_values("review_on", [address for _, address in found]) if found else []
    lowered = [
        (score if day is None or day >= today else round(score * less, 4), address)
        for (score, address), day in zip(found, due, strict=True)
    ]
    return sorted(lowered, key=itemgetter(0), reverse=True)


def best(searcher: Searcher, query: Query, limit: int) -> Scored:
    """Return the best entries with scores in which no accident of adding up is left."""
    hits = searcher.search(query, limit, count=False).hits
    return [(round(score, 4), address) for score, address in hits]


def newest_first(searcher: Searcher, found: Scored) -> Scored:
    """Put entries of equal score in order."""
    scores, addresses = zip(*found, strict=True)
    numbers = searcher.fast_field_values("newest", list(addresses))
    ranked = sorted(zip(scores, numbers, addresses, strict=True), key=itemgetter(0, 1), reverse=True)
    return [(score, address) for score, _, address in ranked]


def hit(searcher: Searcher, address: DocAddress, marker: Marker | None) -> Hit:
    """Return a hit with what is stored of it."""
    stored = json.loads(searcher.doc(address).get_first("stored"))
    card = stored["card"]
    highlights = marker.highlights(card["summary"], stored["body"]) if marker else ()
    return Hit(stored["key"], card["kind"], card, highlights, stored["record"])
