"""The editors' side: which pages are due to be checked, and the check of one page."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.freshness import rules, services
from partners.freshness.forms import ReviewForm
from partners.freshness.models import PageReview
from partners.freshness.reviewed import Reviewed
from partners.freshness.selectors import out_of_date
from partners.freshness.services import StaleReviewError
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.screens import furniture

PER_PAGE = 50
# How much of what was said and confirmed a screen shows.
LATEST = 10


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The published pages of my partner that are due to be checked."""
    user = person(request)
    due = Paginator(out_of_date(user), PER_PAGE).get_page(request.GET.get("p"))
    about = furniture("Due for a check", "date")
    context = {**about, "partner": partner_of(user), "due": due, "index_url": reverse("freshness:index")}
    return render(request, "freshness/admin/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Date and contact of the check of a page, who confirmed it, and what a contact said was wrong."""
    found, now = my_page(request, page_id), timezone.now()
    review = PageReview.objects.filter(page=found.pk).first() or services.draft_of(page=found, at=now)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, review=review, today=timezone.localdate(now))
    stale = None
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.choose(page=found, choice=form.choice, seen=seen, by=person(request), at=now)
        except StaleReviewError as refusal:
            stale = refusal.now
            typed = {**form.cleaned_data, "seen": stale.version}
            form = ReviewForm(typed, review=stale, today=timezone.localdate(now))
        else:
            messages.success(request, f"The next check of “{found.title}” is saved.")
            return redirect("freshness:page", found.pk)
    context = {"page": found, "review": review, "form": form, "differences": differences(form, stale)}
    return render(request, "freshness/admin/page.html", {**about_page(found), **context, "stale": stale})


@require_POST
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page is still right. Raises PermissionDenied for others', and for none."""
    found = my_page(request, page_id)
    words = request.POST.get("round", "")
    seen = int(words) if words.isdecimal() and len(words) < 10 else 0
    try:
        row = services.confirm(page=found, seen=seen, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Thank you. “{found.title}” is to be checked again by {row.next_on:%-d %B %Y}."
        )
    return redirect("freshness:page", found.pk)


def about_page(found: Page) -> dict[str, Any]:
    """Return what stands around the screen of one page, and the latest that was said of it."""
    above = (found.title, reverse("wagtailadmin_pages:edit", args=[found.pk]))
    return {
        **furniture("Still right?", "date", above),
        "confirmations": list(found.confirmations.select_related("by")[:LATEST]),
        "remarks": list(found.said_wrong.all()[:LATEST]),
    }


def differences(form: ReviewForm, now: PageReview | None) -> list[dict[str, Any]]:
    """Return what somebody else saved where it differs from what was typed."""
    if now is None or not form.is_valid():
        return []
    return [
        {"label": field.label, "theirs": getattr(now, field.name), "ours": form.cleaned_data[field.name]}
        for field in form.visible_fields()
        if getattr(now, field.name) != form.cleaned_data[field.name]
    ]


def my_page(request: HttpRequest, page_id: int) -> Page:
    """Return a page whose checks I may make. Raises PermissionDenied for any other, or none."""
    found = Page.objects.filter(pk=page_id).first()
    kind = found.specific_class if found else None
    if found is None or kind is None or not issubclass(kind, Reviewed):
        raise PermissionDenied
    if not rules.may_check(person(request), found):
        raise PermissionDenied
    return found


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
