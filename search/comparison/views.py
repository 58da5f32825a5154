"""The page that sets case studies side by side. Its address holds which, and the search they are from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from outcomes.casestudies.answers import ANSWER_RELATIONS
from partners.places.postcode_privacy import private, see_other
from search.addresses import address
from search.comparison.chosen import named_in, public_studies
from search.comparison.side_by_side import comparison
from search.request import parse
from search.views import readable
from search.where.postcodes import address_without, holds_one


# The form of results sends a postcode by POST, which nothing is changed by.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Set up to four case studies side by side.

    The form of results sends all of its fields. What is empty in them is taken out of the address first, so
    that it can be passed on.
    """
    asked, _ = readable(request)
    if holds_one(asked):
        return private(see_other(address_without(asked)))
    wanted, _ = parse(asked)
    keys = named_in(asked)
    tidy = address(wanted, keys, name="search:compare")
    if request.method == "POST" or "" in {value for name in asked for value in asked.getlist(name)}:
        return see_other(tidy)
    facts = comparison(wanted, keys, public_studies(keys, ANSWER_RELATIONS))
    return render(request, "search/compare.html", facts)
