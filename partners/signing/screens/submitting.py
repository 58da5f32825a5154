"""Submitting a page: what it lacks in plain words, and by when everybody should decide."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partners.policy.table import Action
from partners.signing import rounds, rules
from partners.signing.checks import advice, blocking_problems
from partners.signing.forms import SubmitForm
from partners.signing.machine import Event, can
from partners.signing.screens.board import board_of
from partners.signing.screens.frame import carried_out, frame, my_page, person

DONE = "Submitted. Every partner that has not signed this text is asked to."


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask the partners to sign the page as it is now."""
    found, user = my_page(request, page_id), person(request)
    if not rules.may(user, found.pk, Action.SUBMIT):
        raise PermissionDenied(rules.NOT_EDITORS)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        problems = blocking_problems(found.pk)
        answer = (
            None
            if problems
            else carried_out(request, form, rounds.submit, DONE, found.pk, page=found, **form.cleaned_data)
        )
        if answer:
            return answer
    board = board_of(found, user)
    context = {
        **frame(found, "Submit for signing"),
        "board": board,
        "form": form,
        "can_submit": can(board.state, Event.SUBMIT),
        "problems": blocking_problems(found.pk) if board.words else [],
        "advice": advice(board),
    }
    return render(request, "signing/admin/submit.html", context)
