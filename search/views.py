"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.presentation import context_of
from search.request import parse
from search.service import search


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Answer what the address asks for. What it asks for and makes no sense is named on the page."""
    wanted, problems = parse(request.GET)
    results = search(wanted, request.user)
    return render(request, "search/search.html", context_of(wanted, results, problems))
