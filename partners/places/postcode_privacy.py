"""Answers that came from a postcode: kept by nobody, named to no other site, and led away from at once."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect


def see_other(address: str) -> HttpResponseRedirect:
    """Return a redirect that is followed with GET, whatever was sent."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def private(response: HttpResponse) -> HttpResponse:
    """Return the response, kept by no cache and named to no other site."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
