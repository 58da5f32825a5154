"""Which entries come on a page, and what is shown of them."""

import json
import re
from html import escape
from typing import Any

from tantivy import DocAddress, Document, Searcher, SnippetGenerator

from search.engines import Scope
from search.engines.embedded.packing import key_in
from search.engines.embedded.query import Compiler
from search.request import SearchRequest
from search.results import Hit

FRAGMENT_LENGTH, SUMMARY_LENGTH = 160, 320
LONGEST_EDGE = 12
LAST_WORD, FIRST_WORD = re.compile(r"\S+$"), re.compile(r"^\S+")
# Things of equal score are put in order here, so a few more than the page holds are fetched; when even
# those are equal, as many more as this.
SPARE, MOST_TIES = 10, 1_000

Ranked = list[tuple[int, DocAddress]]


def hits_of_page(
    searcher: Searcher, compiler: Compiler, request: SearchRequest, scope: Scope
) -> tuple[Hit, ...]:
    """Return the hits of the request's page, with highlights when words are looked for."""
    if request.sort == "date" or not compiler.tokens:
        ranked = by_date(searcher, compiler, request, scope)
    else:
        ranked = by_merit(searcher, compiler, request, scope)
    marker = Marker(searcher, compiler) if compiler.tokens else None
    return tuple(hit(searcher, number, address, marker) for number, address in ranked)


def by_date(searcher: Searcher, compiler: Compiler, request: SearchRequest, scope: Scope) -> Ranked:
    """Return the entries of the page, newest first."""
    query = compiler.query(request, scope, scored=False)
    start = (request.page - 1) * request.page_size
    found = searcher.search(query, request.page_size, count=False, order_by_field="newest", offset=start)
    return list(found.hits)


def by_merit(searcher: Searcher, compiler: Compiler, request: SearchRequest, scope: Scope) -> Ranked:
    """Return the entries of the page, best first, and newest first among equals."""
    query = compiler.query(request, scope, scored=True)
    end = request.page * request.page_size
    found = best(searcher, query, end, end + SPARE)
    if len(found) == end + SPARE and found[-1][0] == found[end - 1][0]:
        found = best(searcher, query, end, end + MOST_TIES)
    numbers = searcher.fast_field_values("newest", [address for _, address in found])
    ranked = sorted(zip(found, numbers, strict=True), key=lambda each: (-each[0][0], -each[1]))
    return [(number, address) for (_, address), number in ranked[end - request.page_size : end]]


def best(searcher: Searcher, query: Any, end: int, limit: int) -> list[tuple[float, DocAddress]]:
    """Return the best entries with scores in which no accident of adding up is left."""
    hits = searcher.search(query, limit, count=False).hits
    return [(round(score, 4), address) for score, address in hits]


class Marker:
    """Finds the fragments of a text that have what is looked for."""

    def __init__(self, searcher: Searcher, compiler: Compiler) -> None:
        self.generator = SnippetGenerator.create(searcher, compiler.marked(), compiler.schema, "text")

    def fragment(self, text: str, length: int) -> str:
        """Return the best fragment as safe HTML, or nothing."""
        document = Document()
        document.add_text("text", text)
        self.generator.set_max_num_chars(length)
        snippet = self.generator.snippet_from_doc(document)
        # The engine escapes the text, so that the only <b> in its answer are its own.
        marked: str = snippet.to_html()
        if "<b>" not in marked:
            return ""
        before, after = edges(text, snippet.fragment())
        return before + marked.replace("<b>", "<mark>").replace("</b>", "</mark>") + after


def edges(text: str, fragment: str) -> tuple[str, str]:
    """Return the punctuation that the engine cut off around a fragment, and dots where the text goes on."""
    start = text.find(fragment)
    end = start + len(fragment)
    opening = "".join(LAST_WORD.findall(text[max(0, start - LONGEST_EDGE) : start]))
    closing = "".join(FIRST_WORD.findall(text[end : end + LONGEST_EDGE]))
    dots_before = "… " if text[: start - len(opening)].strip() else ""
    dots_after = " …" if text[end + len(closing) :].strip() else ""
    return dots_before + escape(opening), escape(closing) + dots_after


def hit(searcher: Searcher, number: int, address: DocAddress, marker: Marker | None) -> Hit:
    """Return a hit with what is stored of it."""
    stored = json.loads(searcher.doc(address).get_first("stored"))
    card = stored["card"]
    return Hit(key_in(number), card["kind"], card, highlights(marker, card["summary"], stored["body"]))


def highlights(marker: Marker | None, summary: str, body: str) -> tuple[str, ...]:
    """Return what to show of the summary, which is short, and of the body, where they have the words."""
    if marker is None:
        return ()
    fragments = (marker.fragment(summary, SUMMARY_LENGTH), marker.fragment(body, FRAGMENT_LENGTH))
    return tuple(filter(None, fragments))
