"""The last page of the guided form: all answers, what they lack, and the button that asks for signatures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outcomes.casestudies.guided import drafts
from outcomes.casestudies.guided.frame import around, person
from outcomes.casestudies.guided.steps import STEPS, step_for, tasks_of
from outcomes.casestudies.models import CaseStudy
from partners.policy.table import Action
from partners.signing import rounds, rules
from partners.signing.checks import Problem, advice, blocking_problems
from partners.signing.forms import SubmitForm
from partners.signing.machine import Event, can
from partners.signing.screens.board import board_of
from partners.signing.screens.frame import carried_out

NOT_YET = "{}: not answered yet."
DONE = "Sent. Every partner that is named is asked to sign this text."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """All answers with a way to change each; then asks the partners to sign."""
    user = person(request)
    draft = drafts.draft_for(page_id, user)
    form = submit_form(request.POST if request.method == "POST" else None)
    found = CaseStudy.objects.get(pk=draft.pk)
    problems = [*blocking_problems(found.pk)]
    problems += unanswered(draft, problems)
    if request.method == "POST" and form.is_valid() and not problems:
        about = {"page": found, **form.cleaned_data}
        if carried_out(request, form, rounds.submit, DONE, found.pk, **about):
            return redirect("guided:check", found.pk)
    board = board_of(found, user)
    context: dict[str, Any] = {
        **around(request),
        "page": draft,
        "tasks": tasks_of(draft),
        "form": form,
        "board": board,
        "may_submit": rules.may(user, found.pk, Action.SUBMIT) and can(board.state, Event.SUBMIT),
        "problems": [led_back(problem, found.pk) for problem in problems],
        # The form asks for no longer text, so it does not miss one either.
        "advice": [each for each in advice(board) if each.field != "body"],
    }
    return render(request, "casestudies/guided/check.html", context)


def submit_form(data: Any) -> SubmitForm:
    """Return the form that submits, without the date on which it goes on the site: that is for the editor."""
    form = SubmitForm(data)
    del form.fields["go_live_at"]
    return form


def unanswered(draft: CaseStudy, known: list[Problem]) -> list[Problem]:
    """Return the needed steps without an answer that nothing else asks for."""
    asked = {problem.field for problem in known}
    missing = [each for each in STEPS if each.needed and not each.covers & asked]
    return [
        Problem(NOT_YET.format(each.name), min(each.covers))
        for each in missing
        if not each.form.is_done(draft)
    ]


def led_back(problem: Problem, page_id: int) -> Problem:
    """Return what is to be mended with the address of the step that mends it, where there is one."""
    step = step_for(problem.field)
    if step is None:
        return problem
    url = reverse("guided:step", args=[page_id, step.key])
    return Problem(problem.says, problem.field, f"{url}?back=check")
