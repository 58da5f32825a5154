"""Pages of places, themes and partners, with everything that is published for them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from outcomes.themes.models import Theme
from partners.agencies.models import Partner, PartnerKind
from partners.places.models import Place
from partners.places.postcode_privacy import see_other
from partners.places.postcode_selectors import find_postcode
from partners.places.postcodes import first_postcode
from partners.places.querysets import CODE
from partners.places.selectors import places_by_kind
from portal.browse import selectors
from portal.browse.finding import place_or_404
from portal.browse.following import follow_facts
from portal.browse.partner_page import partner_facts
from portal.browse.place_page import place_facts
from portal.browse.postcodes import away_from, find_address, postcode_response
from portal.browse.suggestions import found_by_name
from portal.design.pagination import links_for

PARTNERS_PER_PAGE = 50


def place_list(request: HttpRequest) -> HttpResponse:
    """All large places by kind, and a box to find any."""
    return render(request, "browse/place_list.html", {"groups": places_by_kind()})


# Nothing is changed by it, and a token would give every visitor of the home page a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def place_find(request: HttpRequest) -> HttpResponse:
    """Find a place by postcode, name or code; a single certain answer opens at once.

    The forms send POST, so that a postcode is in no address. Names go on to an address that can be passed on.
    """
    asked = request.POST if request.method == "POST" else request.GET
    q = asked.get("q", "").replace("\x00", "").strip()[:200]
    if answer := find_postcode(str(first_postcode(q) or q)):
        return postcode_response(request, answer)
    if request.method == "POST":
        return see_other(find_address(q))
    if place := place_with_code(q):
        return redirect(place)
    results, similar = found_by_name(q)
    if len(results) == 1:
        return redirect(results[0]["url"])
    return render(request, "browse/place_find.html", {"q": q, "results": results, "similar": similar})


def place_with_code(text: str) -> Place | None:
    """Return the place that a text is the code of, now or once."""
    code = "".join(text.split()).upper()
    return Place.objects.with_code(code).first() if CODE.fullmatch(code) else None


def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one place. A former code leads to the address with the current one, a postcode too."""
    if postcode := first_postcode(code):
        return away_from(postcode)
    found = place_or_404(code)
    if found.code != code:
        return redirect(found, permanent=True)
    return render(
        request, "browse/place.html", {**place_facts(found, request), **follow_facts(found, request)}
    )


def theme_list(request: HttpRequest) -> HttpResponse:
    """All themes under the three kinds of well-being."""
    return render(request, "browse/theme_list.html", {"themes": selectors.theme_tree()})


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one theme."""
    found = get_object_or_404(Theme.objects.select_related("parent"), slug=slug)
    return render(request, "browse/theme.html", selectors.theme_facts(found, request))


def partner_list(request: HttpRequest) -> HttpResponse:
    """The directory of partners, by kind and name."""
    kind = request.GET.get("kind", "")
    q = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if postcode := first_postcode(q):
        return away_from(postcode)
    partners = Partner.objects.search(q)
    if kind in PartnerKind.values:
        partners = partners.filter(kind=kind)
    page_obj = Paginator(partners, PARTNERS_PER_PAGE).get_page(request.GET.get("page"))
    facts = {
        "partners": page_obj.object_list,
        "pagination": links_for(page_obj, request),
        "total": page_obj.paginator.count,
        "kinds": PartnerKind.choices,
        "kind": kind if kind in PartnerKind.values else "",
        "q": q,
    }
    return render(request, "browse/partner_list.html", facts)


def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one partner."""
    found = get_object_or_404(Partner, slug=slug)
    return render(request, "browse/partner.html", partner_facts(found, request))
