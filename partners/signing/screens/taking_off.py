"""Taking a page off the site: withdrawn with a public explanation, or published in error."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partners.signing import rules, withdrawals
from partners.signing.forms import TakeDownForm, WithdrawForm
from partners.signing.machine import Public
from partners.signing.screens.board import board_of
from partners.signing.screens.frame import carried_out, frame, my_page, person

WITHDRAWN = "Withdrawn. At its address everybody reads why."
TAKEN_DOWN = "Taken down. The public is told nothing."


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Withdraw a page, with an explanation that everybody reads at its address."""
    return take_off(request, page_id, WithdrawForm, in_error=False)


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take down a page that was published in error, without a word to the public."""
    return take_off(request, page_id, TakeDownForm, in_error=True)


def take_off(request: HttpRequest, page_id: int, kind: type[forms.Form], *, in_error: bool) -> HttpResponse:
    """Take a page off the site, one way or the other."""
    found, user = my_page(request, page_id), person(request)
    if not rules.may_take_off(user, found.pk):
        raise PermissionDenied(rules.NOT_THE_LEAD)
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = TAKEN_DOWN if in_error else WITHDRAWN
        explanation = form.cleaned_data["explanation"]
        answer = carried_out(
            request,
            form,
            withdrawals.take_off,
            done,
            found.pk,
            page=found,
            explanation=explanation,
            in_error=in_error,
        )
        if answer:
            return answer
    board = board_of(found, user)
    context = {
        **frame(found, "Published in error" if in_error else "Withdraw"),
        "board": board,
        "form": form,
        "in_error": in_error,
        "is_live": board.state.public == Public.LIVE,
    }
    return render(request, "signing/admin/take_off.html", context)
