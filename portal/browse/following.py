"""Following a place: the buttons, and the page of what is new in the places that a person follows."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from outcomes.cards import page_cards
from outcomes.locality import pages_inside
from outcomes.selectors import specific_pages
from partners.following.rules import NotAllowedError
from partners.following.selectors import followed_places, follows
from partners.following.services import follow, unfollow
from partners.people.models import User
from partners.places.models import Place
from portal.browse.finding import place_or_404

MOST_NEW = 30


def follow_facts(place: Place, request: HttpRequest) -> dict[str, bool]:
    """Return whether the reader follows a place, and whether there is anything to press."""
    if not isinstance(request.user, User):
        return {"follows": False, "may_follow": False}
    following = follows(request.user, place)
    return {"follows": following, "may_follow": following or place.ended_on is None}


@never_cache
@require_POST
def place_follow(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a place, or stop with `follow=no`; then back to where the button was."""
    place = place_or_404(code)
    if not isinstance(request.user, User):
        return redirect(f"{reverse('account_login')}?{urlencode({'next': place.get_absolute_url()})}")
    if request.POST.get("follow") == "no":
        unfollow(user=request.user, place=place)
        messages.success(request, f"You no longer follow {place.label}.")
    else:
        try:
            follow(user=request.user, place=place, at=timezone.now())
            messages.success(request, f"You follow {place.label}.")
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
    return redirect("browse:followed" if request.POST.get("back") == "list" else place)


@never_cache
@login_required
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """The places that the signed-in person follows, and what is new in them. Nobody else sees this."""
    places = followed_places(cast(User, request.user))
    return render(request, "browse/followed.html", {"places": places, **news(places, request)})


def news(places: list[Place], request: HttpRequest) -> dict[str, Any]:
    """Return the newest things for these places or inside them; queries do not grow with the places."""
    found = pages_inside([place.pk for place in places]).order_by("-first_published_at", "-pk")
    newest = list(found.values_list("pk", flat=True)[:MOST_NEW])
    return {"cards": page_cards(specific_pages(newest), request)}
