"""How far a page has come: its parts as tasks, what happens next, and what was before."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action
from partners.signing import looking, rounds, rules
from partners.signing.links import rules as link_rules
from partners.signing.machine import Event, can
from partners.signing.models import SigningRound, SignOff
from partners.signing.screens.board import Board, board_of
from partners.signing.screens.frame import allowed, frame, my_page, person
from partners.signing.screens.sentences import what_next
from partners.signing.screens.tasks import groups_of

PER_PAGE = 10


@require_safe
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """How far a page has come, and what can be done next."""
    found, user = my_page(request, page_id), person(request)
    board = board_of(found, user)
    context = {
        **frame(found),
        "board": board,
        "next": what_next(board),
        "groups": groups_of(board, user),
        "may": what_may_be_done(board, user),
        "reviews": [(each, allowed(rules.check_can_review, user, each)) for each in board.to_review],
        "history": Paginator(past_rounds(found.pk), PER_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "signing/admin/page.html", context)


def what_may_be_done(board: Board, user: User) -> dict[str, bool]:
    """Return which of the buttons this person sees; no query for most."""
    state, page_id = board.state, board.page.pk
    may_submit = rules.may(user, page_id, Action.SUBMIT)
    may_sign = rules.may_sign(user, page_id)
    own = board.own
    return {
        "submit": may_submit and can(state, Event.SUBMIT),
        "take_back": may_submit and can(state, Event.TAKE_BACK),
        "sign": may_sign and can(state, Event.DECLINE),
        "look": may_sign and board.waits and own is not None and own.sign_off is None,
        "link": board.waits and bool(link_rules.may_send_for(user, page_id)),
        "override": may_override(board, user),
        "take_off": allowed(rules.check_can_take_off, user, board.row),
    }


def may_override(board: Board, user: User) -> bool:
    """Whether this person could let the page go live without signatures that are missing now."""
    if board.words is None or not board.missing:
        return False
    return allowed(rules.check_can_override, user, board.row, board.words)


def past_rounds(page_id: int) -> Any:
    """Return all rounds of a page that ended, the latest first, with what was decided in them."""
    sign_offs = SignOff.objects.select_related("partner", "by").order_by("at", "pk")
    found = SigningRound.objects.filter(page=page_id).exclude(outcome="")
    return found.select_related("submitted_by", "submitted_for").prefetch_related(
        Prefetch("sign_offs", sign_offs), "overrides__for_partner", "overrides__by", "publication"
    )


@require_POST
def take_back(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take the submission back."""
    found, user = my_page(request, page_id), person(request)
    if not rules.may(user, found.pk, Action.SUBMIT):
        raise PermissionDenied(rules.NOT_EDITORS)
    try:
        rounds.take_back(page=found, by=user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "The page is no longer submitted. Signatures count on until the text changes."
        )
    return redirect("signing:page", found.pk)


@require_POST
def look(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that I am looking at it for my partner."""
    found, user = page_to_sign(request, page_id)
    try:
        looking.look(page=found, by=user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("signing:page", found.pk)


@require_POST
def look_away(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that I am not looking at it any more."""
    found, user = page_to_sign(request, page_id)
    looking.look_away(page=found, by=user)
    return redirect("signing:page", found.pk)


def page_to_sign(request: HttpRequest, page_id: int) -> tuple[Any, User]:
    """Return a page with who asks, who could sign it. Raises PermissionDenied."""
    found, user = my_page(request, page_id), person(request)
    if not rules.may_sign(user, found.pk):
        raise PermissionDenied(rules.NOT_APPROVERS)
    return found, user


@require_safe
def text(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the page as it would stand on the site."""
    found = my_page(request, page_id).get_latest_revision_as_object()
    answer: HttpResponse = found.make_preview_request(request, found.default_preview_mode)
    return answer
