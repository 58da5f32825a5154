"""Which entries come on a page, and what is shown of them."""

import json
from html import escape
from operator import itemgetter

from tantivy import DocAddress, Document, Query, Searcher, SnippetGenerator

from search.engines.embedded.query import Compiler
from search.results import Hit

FRAGMENT_LENGTH, SUMMARY_LENGTH = 160, 320
LONGEST_EDGE = 12
# Things of equal score are put in order here, so a few more than the page holds are fetched; when even
# those are equal, as many more as this.
SPARE, MOST_TIES = 10, 1_000

Scored = list[tuple[float, DocAddress]]


def hits_of_page(searcher: Searcher, compiler: Compiler, page: int) -> tuple[Hit, ...]:
    """Return the hits of a page, with highlights when words are looked for."""
    if compiler.plan.sort == "date":
        addresses = by_date(searcher, compiler, page)
    elif not compiler.tokens:
        addresses = by_date_if_checked(searcher, compiler, page)
    else:
        addresses = by_merit(searcher, compiler, page)
    marker = Marker(searcher, compiler) if compiler.tokens else None
    return tuple([hit(searcher, address, marker) for address in addresses])


def by_date(searcher: Searcher, compiler: Compiler, page: int) -> list[DocAddress]:
    """Return the entries of the page, newest first."""
    query = compiler.query(scored=False)
    size = compiler.plan.page_size
    start = (page - 1) * size
    found = searcher.search(query, size, count=False, order_by_field="newest", offset=start)
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
    """Return the entries of the page, newest first, and after all others what is overdue for a check."""
    size = compiler.plan.page_size
    start = (page - 1) * size
    checked = compiler.query(scored=False, overdue=False)
    first = searcher.search(checked, size, count=True, order_by_field="newest", offset=start)
    addresses = [address for _, address in first.hits]
    if missing := size - len(addresses):
        # Without a count the engine says nothing; with one it counts all, whatever the page.
        overdue = compiler.query(scored=False, overdue=True)
        skip = max(0, start - (first.count or 0))
        rest = searcher.search(overdue, missing, count=False, order_by_field="newest", offset=skip)
        addresses += [address for _, address in rest.hits]
    return addresses


def ranked(searcher: Searcher, compiler: Compiler, limit: int) -> Scored:
    """Return the best entries, of which those that are overdue for a check count for less."""
    checked = best(searcher, compiler.query(scored=True, overdue=False), limit)
    overdue = best(searcher, compiler.query(scored=True, overdue=True), limit)
    if not overdue:
        return checked
    less = [(round(score * compiler.plan.weights.overdue, 4), address) for score, address in overdue]
    return sorted([*checked, *less], key=itemgetter(0), reverse=True)[:limit]


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
    before, after = text[max(0, start - LONGEST_EDGE) : start], text[end : end + LONGEST_EDGE]
    opening = "" if before[-1:].strip() == "" else before.split()[-1]
    closing = "" if after[:1].strip() == "" else after.split(None, 1)[0]
    dots_before = "… " if start > len(opening) else ""
    dots_after = " …" if end + len(closing) < len(text) else ""
    return dots_before + escape(opening), escape(closing) + dots_after


def hit(searcher: Searcher, address: DocAddress, marker: Marker | None) -> Hit:
    """Return a hit with what is stored of it."""
    stored = json.loads(searcher.doc(address).get_first("stored"))
    card = stored["card"]
    return Hit(stored["key"], card["kind"], card, highlights(marker, card["summary"], stored["body"]))


def highlights(marker: Marker | None, summary: str, body: str) -> tuple[str, ...]:
    """Return what to show of the summary, which is short, and of the body, where they have the words."""
    if marker is None:
        return ()
    fragments = (marker.fragment(summary, SUMMARY_LENGTH), marker.fragment(body, FRAGMENT_LENGTH))
    return tuple(filter(None, fragments))
