"""Puts the judged searches to the demonstration, as a visitor would."""

from django.utils.text import slugify

from bench.relevance.figures import DEEP
from bench.relevance.judged import Judged
from outcomes.selectors import readable_pages
from search.request import SearchRequest
from search.results import Hit
from search.service import search


def name_of(hit: Hit) -> str:
    """Return what the judgements call a thing: the last part of its address, or of a proposal its title."""
    if hit.kind == "proposal":
        return slugify(hit.card["title"])
    return str(hit.card["url"].rstrip("/").rpartition("/")[2])


def found(text: str) -> list[str]:
    """Return the names of what somebody finds who types this, the best first.

    Raises RuntimeError when another engine answered than the one to measure.
    """
    results = search(SearchRequest(text=text, page_size=DEEP))
    if results.notice:
        raise RuntimeError(results.notice)
    return [name_of(hit) for hit in results.hits]


def missing(searches: list[Judged]) -> set[str]:
    """Return what the judgements name and nobody can find, because no such page is on the site."""
    named = {name for each in searches for name in each.grades}
    proposals = {name_of(hit) for hit in search(SearchRequest(kinds=("proposal",), page_size=DEEP)).hits}
    return named - set(readable_pages().values_list("slug", flat=True)) - proposals
