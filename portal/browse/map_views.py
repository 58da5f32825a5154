"""The map of a place: a page with an equal table, and the same as GeoJSON."""

from hashlib import sha256
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from partners.places.geojson import CONTENT_TYPE
from partners.places.maps import kinds_inside
from partners.places.models import Place
from portal.browse.map_choices import BadMapError, MapChoice
from portal.browse.map_pages import page_facts
from portal.browse.maps import place_map

SECONDS_KEPT = 60


# Compressed, so its length tells something of its content: but there is nothing secret in it and nothing
# of the visitor, and Django adds a random length besides.
@require_safe
@gzip_page
@vary_on_headers("Accept-Encoding")
@cache_control(public=True, max_age=SECONDS_KEPT)
def map_geojson(request: HttpRequest, code: str) -> HttpResponse:
    """A place and its parts as GeoJSON. What cannot be drawn is answered with 400 and a sentence."""
    place = find_place(code)
    if place.code != code:
        return moved(request, "browse:map_geojson", place)
    try:
        choice = MapChoice.asked(request.GET, place, kinds_inside(place))
    except BadMapError as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.BAD_REQUEST)
    body = place_map(place, choice).geojson().encode()
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def find_place(code: str) -> Place:
    """Return the place that has or had a code, with its outline. Raises Http404."""
    found = Place.objects.with_code(code.upper()).select_related("outline").first()
    if found is None:
        raise Http404("No place has or had this code.")
    return found


def moved(request: HttpRequest, name: str, place: Place) -> HttpResponse:
    """Return the redirect from a former code to the current one, with the same choice."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, args=[place.code])
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


# Nothing on the page is secret either: it has no form that carries a token.
@require_safe
@gzip_page
def map_page(request: HttpRequest, code: str) -> HttpResponse:
    """The map of a place beside a table that says the same."""
    place = find_place(code)
    if place.code != code:
        return moved(request, "browse:place_map", place)
    kinds = kinds_inside(place)
    choice, problem = MapChoice.usual(kinds), ""
    try:
        choice = MapChoice.asked(request.GET, place, kinds).completed(choice)
    except BadMapError as error:
        problem = str(error)
    facts = page_facts(place_map(place, choice), kinds, request.GET.get("sort", ""))
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    errors = [{"text": problem, "href": "#map-form"}] if problem else []
    return render(request, "browse/place_map.html", {**facts, "errors": errors}, status=status)
