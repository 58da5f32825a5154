"""Objectives, plans, case studies and proposals by title: from the index that every site has."""

from collections.abc import Collection, Sequence

from wagtail.models import Page

from outcomes.selectors import readable_pages, specific_pages
from search.engines import EngineUnavailableError
from search.engines.choice import titles
from search.results import Hit
from search.sources import visible_keys
from search.suggestions.found import Suggestion
from search.visibility import scope_now

# Something may be hidden between the answer of the index and that of the database.
SPARE = 4


def titles_for(text: str, words: Sequence[str], limit: int, *, nearly: bool = False) -> list[Suggestion]:
    """Return what anybody may open at this moment, whatever the index says: three queries, mostly.

    Without an index the database answers, and forgives no slip.
    """
    try:
        found = titles().titled(text, scope_now(), limit + SPARE, nearly=nearly)
    except EngineUnavailableError:
        return [] if nearly else from_database(words, limit)
    return shown(found, visible_keys({hit.key for hit in found}))[:limit]


def shown(found: Sequence[Hit], visible: Collection[str]) -> list[Suggestion]:
    """Return those of these that may be seen."""
    return [
        Suggestion(hit.card["title"], hit.card["kind_label"], hit.card["url"])
        for hit in found
        if hit.key in visible
    ]


def from_database(words: Sequence[str], limit: int) -> list[Suggestion]:
    """Return the newest pages whose title has all these words somewhere."""
    pages = readable_pages()
    for word in words:
        pages = pages.filter(title__icontains=word)
    keys = pages.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:limit]
    return [Suggestion(page.title, page.kind_label, address(page)) for page in specific_pages(keys)]


def address(page: Page) -> str:
    """Return the address of a page."""
    return page.get_url() or ""
