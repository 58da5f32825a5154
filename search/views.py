"""The search page."""

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partners.places.postcode_privacy import private, see_other
from search.comparison.chosen import named_in
from search.presentation import context_of
from search.request import parse
from search.service import search
from search.where.names import place_facts
from search.where.postcodes import address_without, holds_one, postcode_facts


# Nothing is changed by it, and a token would give every visitor a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """Answer what the address asks for. What it asks for and makes no sense is named on the page.

    A whole postcode leads on to an address that names its place instead. The forms send one by POST where
    scripts run, so that not even the first address holds it.
    """
    asked, too_long = readable(request)
    if holds_one(asked):
        return private(see_other(address_without(asked)))
    if request.method == "POST":
        return see_other(f"{request.path}?{asked.urlencode()}")
    wanted, problems = parse(asked)
    results = search(wanted, request.user)
    around = wanted.places or tuple(filter(None, [wanted.near]))
    facts = postcode_facts(asked, around) | place_facts(asked, around)
    shown = context_of(wanted, results, [*too_long, *problems], named_in(asked))
    return render(request, "search/search.html", shown | facts)


def readable(request: HttpRequest) -> tuple[QueryDict, list[str]]:
    """Return what is asked; nothing and a sentence when it has more parts than Django reads."""
    try:
        return (request.POST if request.method == "POST" else request.GET), []
    except TooManyFieldsSent:
        request.GET = QueryDict()
        return request.GET, ["The address has more parts than we can read, so all of them were left out."]
