"""A form in the admin belongs to the partner for which its page was opened.

A person may have two tabs open, act for another partner in the second, and then press 'save' in the first.
Every form says for which partner it was opened: `templatetags/acting.py` puts it beside the token that each
form needs anyway, and `frontend/admin/acting.js` does so for scripts. What says another partner, or none, is
refused before any view runs.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages

from partners.agencies.acting import AnyUser, act_for, memberships_of, partner_of
from partners.agencies.models import Partner
from partners.screens import furniture

FIELD = "acting_for"
HEADER = "X-Acting-For"
# On the page that refuses: act for that partner again, and then do what was asked.
AGAIN = "act_again"
# Where a switch leads, until the person has arrived there.
ARRIVES = "acting_arrives"
NO_PARTNER = "0"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# Choosing a partner, signing in and signing out mean the same in every tab.
SAME_IN_EVERY_TAB = {"agencies:act", "wagtailadmin_login", "wagtailadmin_logout"}
ABOUT_THE_FORM = (FIELD, AGAIN, "csrfmiddlewaretoken")
CONFLICT = 409
# The one of the answers that Wagtail's autosave knows after which it pauses, and says why.
PAUSES = "invalid_revision"
NOT_SAVED = "Nothing was saved: this was opened for {then}, and you act for {now} now."
NOT_THERE = "{partner} may not open the page that you came from, so this is your first page."


class OnePartnerAtATime:
    """Refuses, in words, what was opened for another partner; leads on after a switch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. Who may not go back to where they switched starts from the first page."""
        response = self.get_response(request)
        if not is_of_admin(request) or request.headers.get("x-requested-with"):
            return response
        arrives = request.session.get(ARRIVES) == request.get_full_path()
        if arrives:
            del request.session[ARRIVES]
        if arrives and response.status_code in (403, 404, 405):
            messages.warning(request, NOT_THERE.format(partner=called(partner_of(request.user))))
            return redirect("wagtailadmin_home")
        may_switch = request.method in SAFE and len(memberships_of(request.user)) > 1
        return offer_to_switch(request) if response.status_code == 403 and may_switch else response

    def process_view(self, request: HttpRequest, view: Any, args: Any, parts: Any) -> HttpResponse | None:
        """Compare what the form says with the partner that its sender acts for."""
        match = request.resolver_match
        if request.method in SAFE or not is_of_admin(request) or match is None:
            return None
        sent = request.POST.get(FIELD) or request.headers.get(HEADER)
        if match.view_name in SAME_IN_EVERY_TAB or sent == mark_of(request.user):
            return None
        # As with the token against forged requests, which stands beside it: Django's test client needs none.
        if sent is None and getattr(request, "_dont_enforce_csrf_checks", False):
            return None
        then = partner_marked(request.user, sent)
        if then and request.POST.get(AGAIN) == sent:
            act_for(request, then)
            return None
        return refusal(request, then)


def is_of_admin(request: HttpRequest) -> bool:
    """Whether somebody who is signed in asks for a page of the admin."""
    return request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated


def mark_of(user: AnyUser) -> str:
    """Return what a form says that is opened now."""
    partner = partner_of(user)
    return str(partner.pk) if partner else NO_PARTNER


def partner_marked(user: AnyUser, mark: str | None) -> Partner | None:
    """Return the partner for which a form was opened, if the person still belongs to it."""
    return next((each.partner for each in memberships_of(user) if str(each.partner_id) == mark), None)


def refusal(request: HttpRequest, then: Partner | None) -> HttpResponse:
    """Say that nothing was saved. What was typed is on the page, to be sent again for the right partner."""
    now = partner_of(request.user)
    words = NOT_SAVED.format(then=called(then) if then else "another partner", now=called(now))
    if request.headers.get("x-requested-with") or not request.accepts("text/html"):
        answer = {"success": False, "error_code": PAUSES, "error_message": words}
        return JsonResponse(answer, status=CONFLICT)
    context = {
        **furniture("Nothing was saved", "warning"),
        "words": words,
        "then": then,
        "now": now,
        "typed": typed(request) if then else [],
        "has_files": bool(request.FILES),
    }
    return render(request, "agencies/admin/opened_for.html", context, status=CONFLICT)


def offer_to_switch(request: HttpRequest) -> HttpResponse:
    """Say no, and that another partner of theirs may be the right one for this page.

    Raises PermissionDenied for somebody who has no other.
    """
    if len(memberships_of(request.user)) < 2:
        raise PermissionDenied
    context = {**furniture("Not for this partner", "lock"), "now": partner_of(request.user)}
    return render(request, "agencies/admin/not_for_this_partner.html", context, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return name and value of all that the form sent, but for what is about the form itself."""
    sent = request.POST.lists()
    return [(name, str(value)) for name, values in sent if name not in ABOUT_THE_FORM for value in values]


def called(partner: Partner | None) -> str:
    """Return the name of a partner, or what to call none."""
    return partner.name if partner else "no partner"
