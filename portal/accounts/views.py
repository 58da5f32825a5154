"""Doors that lead to the one sign-in form, and the pages about an account that allauth does not have."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partners.members.selectors import joinable, open_requests
from partners.people.models import User
from portal.accounts import sessions
from portal.accounts.forms import NameForm
from portal.accounts.models import SignOnService
from portal.accounts.second_factor import has_second_factor
from portal.accounts.targets import on_this_site


def to_the_one_door(request: HttpRequest) -> HttpResponseRedirect:
    """Send every other sign-in address to the one that is guarded, keeping where the person wanted to go.

    Raises PermissionDenied for somebody who is signed in already: what sent them here is not theirs to see.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    address = reverse("account_login")
    wanted = on_this_site(request, request.GET.get("next", ""))
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show a person what we hold about them, and lead to where they change it."""
    user = person(request)
    return render(
        request,
        "account/home.html",
        {
            "person": user,
            "addresses": EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
            "memberships": user.memberships.select_related("partner").order_by("partner__name"),
            "joinable": joinable(user),
            "join_requests": open_requests(user),
            "has_second_factor": has_second_factor(user),
            "sessions": sessions.sessions_of(user),
            "has_services": SignOnService.objects.filter(partner__memberships__user=user).exists(),
        },
    )


@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Let a person change how they are called here."""
    form = NameForm(request.POST or None, instance=User.objects.get(pk=person(request).pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is changed.")
        return redirect("account_home")
    return render(request, "account/name.html", {"form": form})


@never_cache
@login_required
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Show a person where they are signed in."""
    current = request.session.session_key
    return render(
        request,
        "account/sessions.html",
        {"sessions": sessions.sessions_of(person(request)), "current_key": current},
    )


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of the person who asks, or all but this one."""
    theirs = sessions.sessions_of(person(request))
    if chosen := request.POST.get("session"):
        session = get_object_or_404(theirs, pk=chosen if chosen.isdecimal() else None)
        sessions.end(theirs.filter(pk=session.pk))
        messages.success(request, f"Signed out: {session.browser}.")
    else:
        ended = sessions.end(theirs.exclude(session_key=request.session.session_key or ""))
        messages.success(request, f"Signed out in {ended} other {'place' if ended == 1 else 'places'}.")
    return redirect("account_sessions")


def person(request: HttpRequest) -> User:
    """Return who is signed in. Raises PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
