"""The editors' side: what I was told, and how I want to hear of things.

Notices are a person's own, but what came for one partner is shown only while the person acts for it. Of
the others the list says how many are unread, and offers to act for them; so does the way from a letter.
"""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from partners.agencies.acting import act_for, partner_of
from partners.notices import services
from partners.notices.forms import PreferencesForm
from partners.notices.models import Notice
from partners.notices.preferences import choices_of, choose
from partners.notices.selectors import unread_for_others
from partners.people.models import User
from partners.screens import furniture

ICON = "mail"
TITLE = "Your notices"
PER_PAGE = 30
NO_LONGER = "What you were told there is over, or no longer concerns a partner of yours."


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What I was told: what is unread first."""
    shown = Notice.objects.shown_to(person(request)).select_related("partner").unread_first()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **furniture(TITLE, ICON),
        "page_obj": page,
        "latest": max((notice.pk for notice in page), default=0),
        "has_unread": any(notice.read_at is None for notice in page),
        "others": unread_for_others(person(request)),
        "here": reverse("notices:index"),
    }
    return render(request, "notices/admin/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Lead to what a notice is about, and mark it as read; ask first before acting for another partner."""
    notice = own(request, notice_id)
    if notice is None:
        return no_longer_there(request)
    partner = notice.partner
    if partner and partner != partner_of(request.user) and not person(request).is_superuser:
        if request.method != "POST":
            above = (TITLE, reverse("notices:index"))
            context = {**furniture(f"For {partner}", ICON, above), "notice": notice}
            return render(request, "notices/admin/other_partner.html", context)
        act_for(request, partner)
        messages.success(request, f"You act for {partner} now.")
    services.read(notice=notice, at=timezone.now())
    return redirect(notice.url)


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read."""
    notice = own(request, notice_id)
    if notice is None:
        return no_longer_there(request)
    services.read(notice=notice, at=timezone.now())
    return redirect("notices:index")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read that were there when the list was shown."""
    latest = request.POST.get("latest", "")
    if latest.isdecimal() and len(latest) < 19:
        count = services.read_all(person=person(request), up_to=int(latest), at=timezone.now())
        messages.success(request, f"{count} {'notice is' if count == 1 else 'notices are'} marked as read.")
    return redirect("notices:index")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How I hear of each category by mail."""
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, choices=choices_of(person(request)))
    if form.is_valid():
        choose(person=person(request), choices=form.chosen())
        messages.success(request, "Your choices are saved.")
        return redirect("notices:preferences")
    context = {**furniture("Notices by mail", ICON, (TITLE, reverse("notices:index"))), "form": form}
    return render(request, "notices/admin/preferences.html", context)


def own(request: HttpRequest, notice_id: int) -> Notice | None:
    """Return a notice of mine, None if I may not read it any more. Raises PermissionDenied for all others."""
    mine = Notice.objects.of(person(request)).filter(pk=notice_id)
    if not mine.exists():
        raise PermissionDenied
    return mine.readable().select_related("partner").first()


def no_longer_there(request: HttpRequest) -> HttpResponse:
    """Lead from an old letter to the list."""
    messages.warning(request, NO_LONGER)
    return redirect("notices:index")


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
