"""The editors' side of signing: how far a page has come, submitting it, deciding about it."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action
from partners.screens import furniture
from partners.sharing.rules import may_see_draft
from partners.signing import decisions, rounds, rules
from partners.signing.changes import open_round
from partners.signing.forms import DecisionForm, SubmitForm
from partners.signing.machine import Event, Public, State, Text, can
from partners.signing.models import PageState
from partners.signing.words import standings, words_now


@require_safe
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """How far a page has come: its state, who has signed, who has not, and what can be done next."""
    found, user = my_page(request, page_id), person(request)
    state = state_as_read(found)
    words = words_now(found.pk)
    context = {
        **furniture("Signatures", "check", (found.get_admin_display_title(), edit_url(found))),
        "page": found,
        "state": state,
        "round": open_round(found.pk),
        "standings": standings(words) if words else [],
        "may_submit": rules.may(user, found.pk, Action.SUBMIT) and can(state, Event.SUBMIT),
        "may_take_back": rules.may(user, found.pk, Action.SUBMIT) and can(state, Event.TAKE_BACK),
        "may_sign": rules.may_sign(user, found.pk) and can(state, Event.DECLINE),
    }
    return render(request, "signing/admin/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask the partners to sign the page as it is now."""
    found = my_page(request, page_id)
    if not rules.may(person(request), found.pk, Action.SUBMIT):
        raise PermissionDenied(rules.NOT_EDITORS)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.submit(page=found, by=person(request), at=timezone.now(), **form.cleaned_data)
        except (NotAllowed, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Submitted. Every partner that the page names is asked to sign.")
            return redirect("signing:page", found.pk)
    context = {
        **furniture("Submit for signing", "check", (found.get_admin_display_title(), edit_url(found))),
        "page": found,
        "form": form,
    }
    return render(request, "signing/admin/submit.html", context)


@require_POST
def take_back(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take the submission back."""
    found = my_page(request, page_id)
    try:
        rounds.take_back(page=found, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        if not rules.may(person(request), found.pk, Action.SUBMIT):
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The page is no longer submitted.")
    return redirect("signing:page", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a partner is asked to sign, and take its decision."""
    found, user = my_page(request, page_id), person(request)
    if not rules.may_sign(user, found.pk):
        raise PermissionDenied(rules.NOT_APPROVERS)
    partner, words = partner_of(user), words_now(found.pk)
    if words is None or partner is None:
        raise PermissionDenied(rules.NOT_WAITING)
    initial = {"common": words.digest, "part": words.part_digest(partner.pk)}
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.decide(page=found, by=user, at=timezone.now(), answer=form.answer, seen=form.seen)
        except decisions.WordsChangedError as refusal:
            add_refusal(form, refusal)
            # What is shown now is the new text, and only that can be signed next.
            form.data = {**form.data.dict(), **initial}  # type: ignore[attr-defined]
        except (NotAllowed, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Your partner's decision is kept.")
            return redirect("signing:page", found.pk)
    context = {
        **furniture(
            "Sign", "check", (found.get_admin_display_title(), reverse("signing:page", args=[found.pk]))
        ),
        "page": found,
        "form": form,
        "partner": partner,
        "state": state_as_read(found),
    }
    return render(request, "signing/admin/sign.html", context)


@require_safe
def text(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the page as it would stand on the site."""
    found = my_page(request, page_id).get_latest_revision_as_object()
    return cast(HttpResponse, found.make_preview_request(request, found.default_preview_mode))


def my_page(request: HttpRequest, page_id: int) -> Any:
    """Return a shared page whose draft I may see. Raises PermissionDenied for any other, or none."""
    found = Page.objects.filter(pk=page_id).first()
    if found is None or not may_see_draft(person(request), found):
        raise PermissionDenied
    return found.specific


def state_as_read(page: Page) -> State:
    """Return the state of a page, which is being written as long as nobody has saved it."""
    found = PageState.objects.filter(page=page.pk).first()
    return found.state if found else State(Text.WRITING, Public.LIVE if page.live else Public.NEVER)


def add_refusal(form: Any, refusal: NotAllowed | ValidationError) -> None:
    """Show why it was refused, beside the field where it is about one."""
    if isinstance(refusal, ValidationError):
        form.add_error(None, refusal)
    else:
        form.add_error(None, str(refusal))


def edit_url(page: Page) -> str:
    """Return where the page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
