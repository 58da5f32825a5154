"""JSON: what was asked for, every facet, and every thing; and the same for one page of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from search.exports.links import address_of, shown_address
from search.exports.service import Export
from search.exports.things import Thing, thing_of
from search.labels import FACET_LABELS, in_order, labels_of
from search.request import SearchRequest
from search.results import Facets, SearchResults

Facts = dict[str, Any]


# Made once: making one takes as long as writing a thing.
ENCODER = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encoded(value: Any) -> str:
    """Return a value as JSON."""
    return ENCODER.encode(value)


def written(export: Export, root: str, problems: list[str]) -> Iterator[bytes]:
    """Yield all that was found. A file that does not end in `"complete":true}` was cut.

    The total comes last, because it is the number of things in the file.
    """
    facts = head(export.request, export.typed, root, problems, export.notice, export.also)
    facts["retrieved"] = export.at
    facts["facets"] = facets_shown(export.facets)
    yield f'{encoded(facts)[:-1]},"things":['.encode()
    yield from listed(export, root)


def listed(export: Export, root: str) -> Iterator[bytes]:
    """Yield things until the end of the file."""
    total = 0
    for hits in export.hits:
        if hits:
            yield (("," if total else "") + ",".join(encoded(thing_of(hit, root)) for hit in hits)).encode()
            total += len(hits)
    yield f'],"total":{total},"complete":true}}'.encode()


def page_of(results: SearchResults, request: SearchRequest, root: str, problems: list[str]) -> Facts:
    """Return one page of what was found, with the addresses of its neighbours."""
    typed, size = request.text, request.page_size
    request = request.with_text(results.instead or typed).with_page(results.page)
    pages = max(1, -(-results.total // size))
    return {
        **head(request, typed, root, problems, results.notice, results.also),
        "retrieved": timezone.now(),
        "facets": facets_shown(results.facets),
        "things": [thing_of(hit, root) for hit in results.hits],
        "total": results.total,
        "page": {"number": results.page, "of": pages, "size": size, **neighbours(request, pages, root)},
        "complete": True,
    }


def neighbours(request: SearchRequest, pages: int, root: str) -> Mapping[str, str | None]:
    """Return the addresses of the pages before and after."""
    number = request.page
    return {
        "previous": page_address(request, number - 1, root) if number > 1 else None,
        "next": page_address(request, number + 1, root) if number < pages else None,
    }


def page_address(request: SearchRequest, number: int, root: str) -> str:
    """Return the address of one page of JSON. The first one has a number too: without any, all is meant."""
    start = address_of("json", request, root)
    return f"{start}{'&' if '?' in start else '?'}page={number}"


def head(
    request: SearchRequest, typed: str, root: str, problems: list[str], notice: str, also: tuple[str, ...]
) -> Facts:
    """Return what was asked for. `instead_of` has the words typed when others were looked for."""
    return {
        "address": shown_address(request, root),
        "q": request.text,
        "instead_of": typed if typed != request.text else None,
        "also_looked_for": also,
        "sort": request.sort,
        "problems": problems,
        "notice": notice or None,
    }


def facets_shown(facets: Facets) -> list[Thing]:
    """Return every facet with every value, in the order in which the page lists them; one query for some."""
    shown = []
    for facet, counts in facets.items():
        labels = labels_of(facet, list(counts))
        ordered = in_order(facet, [value for value in counts if value in labels], counts, labels)
        values = [{"code": value, "name": labels[value], "count": counts[value]} for value in ordered]
        shown.append({"facet": facet, "name": FACET_LABELS[facet], "values": values})
    return shown
