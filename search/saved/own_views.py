"""Saved searches of people with an account."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners.people.models import User
from search.saved import lists, services
from search.saved.asked import PostcodeGivenError, asked_for, name_for, shown, to_its_place, words_of
from search.saved.forms import NamedForm
from search.saved.models import How, Subscriber
from search.saved.services import MOST_SEARCHES, TooManyError, Wish

TOO_MANY = f"You have {MOST_SEARCHES} saved searches, which is as many as we keep. Delete one first."


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The searches that the signed-in person saved. Nobody else sees them."""
    subscriber = Subscriber.objects.filter(user=cast(User, request.user)).first()
    return lists.show(request, subscriber, {"is_own": True})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Name a search and keep it. The address says which, as that of the results does."""
    try:
        wanted, problems = asked_for(request)
    except PostcodeGivenError as given:
        return to_its_place(request, given)
    form = NamedForm(request.POST or None, initial={"name": name_for(words_of(wanted))})
    if request.method == "POST" and form.is_valid():
        wish = Wish(wanted, form.cleaned_data["name"], How(form.cleaned_data["how"]))
        try:
            services.save(user=cast(User, request.user), wish=wish, at=timezone.now())
        except TooManyError:
            form.add_error(None, TOO_MANY)
        else:
            messages.success(request, f"“{wish.name}” is saved.")
            return redirect("own_searches:list")
    return render(request, "saved_searches/new.html", shown(form, wanted, problems))
