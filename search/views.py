"""The search page."""

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.presentation import context_of
from search.request import parse
from search.service import search


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Answer what the address asks for. What it asks for and makes no sense is named on the page."""
    too_long = unreadable(request)
    wanted, problems = parse(request.GET)
    results = search(wanted, request.user)
    return render(request, "search/search.html", context_of(wanted, results, [*too_long, *problems]))


def unreadable(request: HttpRequest) -> list[str]:
    """Empty an address with more parts than Django reads, and return a sentence about that."""
    try:
        len(request.GET)
    except TooManyFieldsSent:
        request.GET = QueryDict()
        return ["The address has more parts than we can read, so all of them were left out."]
    return []
