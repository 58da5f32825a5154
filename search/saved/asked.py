"""Which search somebody wants to keep, as an address or a form says it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import TooManyFieldsSent
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from search.addresses import address
from search.request import SearchRequest, parse
from search.saved.kept import conditions_of, in_words
from search.saved.models import NAME_LENGTH, SavedSearch
from search.where.postcodes import address_without, holds_one

NO_POSTCODES = "We do not keep postcodes. These are the results for its place: save this search instead."
EVERYTHING = "Everything that is published"


class PostcodeGivenError(Exception):
    """The search holds a whole postcode, which is never kept. `url` is the search for its place instead."""

    def __init__(self, url: str) -> None:
        super().__init__("Postcodes are never kept.")
        self.url = url


def asked_for(request: HttpRequest) -> tuple[SearchRequest, list[str]]:
    """Return the search that a page is about, and a sentence for each part that makes no sense.

    Its form carries it in `query`. Raises PostcodeGivenError.
    """
    try:
        asked = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    except TooManyFieldsSent:
        asked = QueryDict()
    if holds_one(asked):
        raise PostcodeGivenError(address_without(asked))
    wanted, problems = parse(asked)
    return wanted.with_page(1), problems


def words_of(request: SearchRequest) -> dict[str, str]:
    """Return what a search looks for, by heading."""
    return in_words(SavedSearch(text=request.text), (each.said for each in conditions_of(request)))


def name_for(words: dict[str, str]) -> str:
    """Return a name for a search: its words, then what was chosen."""
    name = ", ".join(words.values()) or EVERYTHING
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"


def to_its_place(request: HttpRequest, given: PostcodeGivenError) -> HttpResponse:
    """Lead to the results for the place of a postcode, and say why."""
    messages.warning(request, NO_POSTCODES)
    return redirect(given.url)


def shown(form: Form, wanted: SearchRequest, problems: list[str]) -> dict[str, Any]:
    """Return what a page needs that asks how to keep a search."""
    return {
        "form": form,
        "words": words_of(wanted),
        "problems": problems,
        "query": wanted.to_query(),
        "results_url": address(wanted),
    }
