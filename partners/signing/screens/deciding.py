"""Signing: what an approver is asked to sign, what changed since, and one button."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.signing import decisions, rules
from partners.signing.decisions import Seen
from partners.signing.forms import DecisionForm, OneDecisionForm
from partners.signing.machine import Event, can
from partners.signing.models import Decision
from partners.signing.screens.board import Board, board_of
from partners.signing.screens.frame import add_refusal, frame, my_page, person
from partners.signing.screens.readable import (
    changes_since,
    changes_since_seen,
    common_text,
    last_decision,
    part_texts,
)
from partners.signing.screens.sentences import decided, what_next
from partners.signing.screens.tasks import approvers_of

DONE = {
    Decision.APPROVED: "You signed for {partner}.",
    Decision.WITH_NOTE: "You signed for {partner}, with a note.",
    Decision.DECLINED: "You declined for {partner}. Everybody on this page is told why.",
}
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a partner is asked to sign, and take its decision."""
    found, user = my_page(request, page_id), person(request)
    if not rules.may_sign(user, found.pk):
        raise PermissionDenied(rules.NOT_APPROVERS)
    sent = DecisionForm(request.POST) if request.method == "POST" else None
    if sent and sent.is_valid():
        try:
            decisions.decide(page=found, by=user, at=timezone.now(), answer=sent.answer, seen=sent.seen)
        except (NotAllowed, ValidationError) as refusal:
            add_refusal(sent, refusal)
        else:
            said = DONE[sent.answer.decision].format(partner=board_of(found, user).acts_for)
            messages.success(request, said)
            return redirect("signing:page", found.pk)
    board = board_of(found, user)
    if board.words is None or board.own is None:
        raise PermissionDenied(rules.NOT_WAITING)
    stale = seen_before(sent, board)
    context = {
        **frame(found, f"Sign for {board.own.partner}"),
        **to_read(board),
        **ways_to_decide(board, user, None if stale else sent),
        "board": board,
        "next": what_next(board),
        "refusals": [*sent.non_field_errors(), *sent.errors.get("decision", [])] if sent else [],
        "stale": changes_since_seen(board, stale.common, stale.part) if stale else None,
    }
    return render(request, "signing/admin/sign.html", context, status=CONFLICT if stale else 200)


def seen_before(sent: DecisionForm | None, board: Board) -> Seen | None:
    """Return what somebody read who decided about words that are not those of now."""
    if sent is None or board.words is None or board.acts_for is None or "common" not in sent.cleaned_data:
        return None
    seen = Seen(sent.cleaned_data["common"], sent.cleaned_data.get("part", ""))
    return None if seen.is_still_so(board.words, board.acts_for) else seen


def to_read(board: Board) -> dict[str, Any]:
    """Return what is to be signed, and what changed since the partner last decided."""
    content = board.words.content if board.words else {}
    parts = part_texts(board)
    before = last_decision(board)
    return {
        "common": common_text(board.page.specific_class, content),
        "own_part": next((each for each in parts if each.side.is_own), None),
        "other_parts": [each for each in parts if not each.side.is_own],
        "before": before,
        "before_says": decided(before) if before else "",
        "differences": changes_since(board, before) if before else [],
    }


def ways_to_decide(board: Board, user: User, sent: DecisionForm | None) -> dict[str, Any]:
    """Return the forms that this person may send now; where they may not sign, why, and who could."""
    own, words = board.own, board.words
    if own is None or words is None:
        return {}
    wrote, alone = rules.wrote(user, board.row, words), rules.is_alone(own.partner)
    may_sign = can(board.state, Event.SIGN) and (alone or not wrote)
    decided_now = own.sign_off.decision if own.sign_off else None
    offered = [Decision.APPROVED, Decision.WITH_NOTE] if may_sign else []
    offered += [Decision.DECLINED] if can(board.state, Event.DECLINE) else []
    seen = {"common": words.digest, "part": words.part_digest(own.partner.pk)}
    return {
        "forms": {
            each.value: OneDecisionForm.about(each, seen, sent)
            for each in offered
            if each != decided_now or each == Decision.WITH_NOTE
        },
        "decided_now": decided(own.sign_off) if own.sign_off else "",
        "why_not": rules.WROTE_IT.format(partner=own.partner) if wrote and not alone else "",
        "others": [each for each in approvers_of(own.partner) if each.pk != user.pk] if wrote else [],
        "signs_own_words": wrote and alone,
    }
