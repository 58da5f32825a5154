"""Answering a postcode without leaving it in an address, a log or a cache."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from partners.places.postcode_privacy import private, see_other
from partners.places.postcode_selectors import PostcodeAnswer, Precision, find_postcode
from partners.places.postcodes import Level, Postcode

INSTEAD = "That postcode is not in use, or not in our list. "


def postcode_response(request: HttpRequest, answer: PostcodeAnswer) -> HttpResponse:
    """Return the page of the answer, or lead away from an address that holds a full postcode."""
    if request.method != "POST" and answer.postcode.level is Level.FULL:
        return private(see_other(address_without(answer)))
    facts = {"answer": answer, "q": str(answer.postcode), "note": INSTEAD if "instead" in request.GET else ""}
    return private(render(request, "browse/postcode.html", facts))


def away_from(postcode: Postcode) -> HttpResponse:
    """Lead from an address that holds a full postcode to its place, whose page says who works there."""
    answer = find_postcode(str(postcode))
    return private(see_other(address_without(answer) if answer else reverse("browse:place_find")))


def address_without(answer: PostcodeAnswer) -> str:
    """Return the address that says most without the whole postcode: the place, else the sector."""
    if answer.precision is Precision.EXACT and answer.place is not None:
        return answer.place.get_absolute_url()
    return find_address(str(answer.postcode.sector), instead="1")


def find_address(text: str, **more: str) -> str:
    """Return the address that finds a text, which may be kept in histories and logs."""
    return f"{reverse('browse:place_find')}?{urlencode({'q': text, **more})}"
