"""The editors' side: which groups wait for an answer, and the page on which one is answered."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component

from partners.agencies.convening import may_name
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.registrations import rules, services
from partners.registrations.forms import DeclineForm
from partners.registrations.models import Registration, RegistrationQuerySet
from partners.registrations.selectors import partners_alike, registrations_alike, to_answer
from partners.screens import furniture

PAGE_SIZE = 50
ICON = "group"
APPROVED = "{name} is a partner now. {person} is its first partner admin and gets a mail."
DECLINED = "{reference} is declined. The person who sent it gets your reason by email."


class WaitingPanel(Component):
    """Says on the first page how many groups wait for this person's answer; nothing when none does."""

    name = "registrations"
    order = 40
    template_name = "registrations/admin/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return how many wait."""
        return {"total": to_answer(parent_context["request"].user).waiting().count()}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The registrations for my places: those that wait, the longest first, or those that were answered."""
    mine = mine_to_answer(request)
    shows_answered = request.GET.get("show") == "answered"
    waiting, answered = mine.waiting(), mine.answered().order_by("-answered_at", "-pk")
    shown = (answered if shows_answered else waiting).prefetch_related("places")
    context = {
        **furniture("Registrations", ICON),
        "tabs": [
            {"key": "waiting", "label": "Waiting", "total": waiting.count(), "current": not shows_answered},
            {"key": "answered", "label": "Answered", "total": answered.count(), "current": shows_answered},
        ],
        "shows_answered": shows_answered,
        "page_obj": WagtailPaginator(shown, PAGE_SIZE).get_page(request.GET.get("p")),
    }
    return render(request, "registrations/admin/index.html", context)


@require_safe
def registration(request: HttpRequest, reference: str) -> HttpResponse:
    """One registration, with what may be the same group and, while it waits, the two answers."""
    return page(request, my_registration(request, reference), DeclineForm())


@require_POST
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a partner of the group."""
    found = my_registration(request, reference)
    try:
        partner = services.approve(registration=found, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, APPROVED.format(name=partner.name, person=found.applicant))
    return redirect("registrations_moderation:registration", found.reference)


@require_POST
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no, with a reason."""
    found = my_registration(request, reference)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, found, form)
    try:
        reason = form.cleaned_data["reason"]
        services.decline(registration=found, by=person(request), reason=reason, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, DECLINED.format(reference=found.reference))
    return redirect("registrations_moderation:registration", found.reference)


def page(request: HttpRequest, found: Registration, form: DeclineForm) -> HttpResponse:
    """The page of one registration; the form may be one that was refused, shown with what was typed."""
    refusal = ""
    try:
        rules.check_can_answer(person(request), found)
    except NotAllowed as error:
        refusal = str(error)
    context = {
        **furniture(found.reference, ICON, ("Registrations", reverse("registrations_moderation:index"))),
        "registration": found,
        "places": list(found.places.all()),
        "alike": partners_alike(found) if found.is_waiting else [],
        "others": registrations_alike(found) if found.is_waiting else [],
        "form": form,
        "refusal": refusal,
        "answered_by": found.answered_by if may_name(person(request), found.answered_for) else None,
    }
    return render(request, "registrations/admin/registration.html", context)


def my_registration(request: HttpRequest, reference: str) -> Registration:
    """Return a registration that this person may answer. Raises PermissionDenied for any other, or none."""
    related = ("applicant", "answered_by", "answered_for", "partner")
    found = mine_to_answer(request).select_related(*related).filter(reference=reference).first()
    if found is None:
        raise PermissionDenied
    return found


def mine_to_answer(request: HttpRequest) -> RegistrationQuerySet:
    """Return what this person answers. Raises PermissionDenied when there is no place where they do."""
    if not rules.answers_something(person(request)):
        raise PermissionDenied
    return to_answer(person(request))


def person(request: HttpRequest) -> User:
    """Return who is signed in; the door before this let nobody else in."""
    return cast(User, request.user)
