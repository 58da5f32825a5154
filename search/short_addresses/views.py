"""Asking for the short address of a search, and following one."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from partners.places.postcode_privacy import private, see_other
from search.exports.described import words_for
from search.request import SearchRequest, parse
from search.short_addresses.limits import may_add
from search.short_addresses.models import ShortAddress
from search.short_addresses.services import TooManyError, short_address
from search.where.postcodes import address_without, holds_one


# It gives the same to everybody who asks for the same, and a token would give every visitor a cookie.
@csrf_exempt
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Lead to the page that shows the short address of a search."""
    try:
        asked = QueryDict(request.POST.get("search", ""))
    except TooManyFieldsSent:
        asked = QueryDict()
    if holds_one(asked):
        return private(see_other(address_without(asked)))
    wanted, _ = parse(asked)
    try:
        found = short_address(request=wanted, may_add=lambda: may_add(request))
    except TooManyError:
        long = request.build_absolute_uri(long_address(wanted.canonical().to_query()))
        facts = {"address": long, "back_url": long, "is_too_much": True}
        return shown(request, wanted, facts, HTTPStatus.TOO_MANY_REQUESTS)
    return see_other(reverse("short_addresses:show", args=[found.code]))


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a short address, to be copied."""
    found = get_object_or_404(ShortAddress, code=code.lower())
    wanted, _ = parse(QueryDict(found.query))
    address = request.build_absolute_uri(found.get_absolute_url())
    return shown(request, wanted, {"address": address, "back_url": long_address(found.query)})


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the search. What was kept is asked as it is: former codes of places are known there."""
    found = get_object_or_404(ShortAddress, code=code.lower())
    return unlisted(HttpResponseRedirect(long_address(found.query)))


def shown(
    request: HttpRequest, wanted: SearchRequest, facts: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """Return the page with an address to copy, and what is looked for there."""
    page = render(request, "search/short_address.html", {**facts, "words": words_for(wanted)}, status=status)
    return unlisted(page)


def long_address(query: str) -> str:
    """Return the address of the search page for a query."""
    return reverse("search:search") + (f"?{query}" if query else "")


def unlisted(response: HttpResponse) -> HttpResponse:
    """Return the answer, listed by no search engine of the web."""
    response["X-Robots-Tag"] = "noindex"
    return response
