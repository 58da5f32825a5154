"""The guided form: where it starts, the list of steps, and each step."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.casestudies.guided import drafts, unsent
from outcomes.casestudies.guided.frame import around, person
from outcomes.casestudies.guided.questions.base import Answer, StepForm
from outcomes.casestudies.guided.selectors import unfinished
from outcomes.casestudies.guided.steps import BY_KEY, FIRST, Step, done_of, tasks_of
from outcomes.casestudies.models import CaseStudy
from partners.agencies.opened_for import FIELD
from partners.policy.refusals import NotAllowed
from partners.sharing.sent_once import keep, note_what_was_made, taken
from partners.signing.editor import editing

SHOWN = 20
KEPT = "You were signed out before this was saved. What you typed is below: send it again."
SAVED = "Saved. Come back whenever you like: you find it under 'Your unfinished case studies'."
CONFLICT = 409
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "seen", FIELD}


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is asked, how long it takes, and what the partner has not finished."""
    mine = unfinished(person(request))
    context = {**around(request), "unfinished": list(mine[:SHOWN]), "count": mine.count()}
    return render(request, "casestudies/guided/start.html", context)


@never_cache
@require_safe
def tasks(request: HttpRequest, page_id: int) -> HttpResponse:
    """The steps of one case study, and how far each is."""
    page = drafts.draft_for(page_id, person(request))
    found = tasks_of(page)
    context = {
        **around(request),
        "page": page,
        "tasks": found,
        "done": done_of(found),
        "is_sent": editing.is_being_signed(page.pk),
    }
    return render(request, "casestudies/guided/tasks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first step of a case study that is not there yet. Sent twice, it makes one."""
    page = CaseStudy()
    if request.method != "POST":
        return step_page(request, FIRST, first_form(request, FIRST, page))
    with transaction.atomic():
        sent = taken(request)
        if sent.page_id:
            return redirect(onward(request, FIRST, sent.page_id))
        form = FIRST.form(request.POST, page=page, by=person(request), for_later="later" in request.POST)
        if form.is_valid():
            try:
                note_what_was_made(request, drafts.start(form=form, by=person(request)))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
        keep(sent, request)
    return step_page(request, FIRST, form) if form.errors else redirect(onward(request, FIRST, page.pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, page_id: int, step_key: str) -> HttpResponse:
    """One step of a case study. Raises Http404 for a step that there is not."""
    if step_key not in BY_KEY:
        raise Http404("There is no such step.")
    asked = BY_KEY[step_key]
    if request.method != "POST":
        page = drafts.draft_for(page_id, person(request))
        return step_page(request, asked, first_form(request, asked, page))
    try:
        with transaction.atomic():
            return answered(request, asked, drafts.held_for(page_id, person(request)), timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("guided:tasks", page_id)


def first_form(request: HttpRequest, asked: Step, page: CaseStudy) -> StepForm:
    """Return the form as it opens; with what was typed, if its writer had to sign in again."""
    by, typed = person(request), unsent.take(request)
    if typed is None:
        return asked.form(page=page, by=by, more="more" in request.GET)
    messages.warning(request, KEPT)
    return asked.form(typed, page=page, by=by)


def answered(request: HttpRequest, asked: Step, page: CaseStudy, at: datetime) -> HttpResponse:
    """Save what was sent, or say what is wrong with it."""
    form = asked.form(request.POST, page=page, by=person(request), for_later="later" in request.POST)
    if not form.is_valid():
        return step_page(request, asked, form)
    saved = form.answers(page)
    editing.count_decisions(request, page)
    try:
        changed = drafts.save(form=form, seen=request.POST.get("seen", ""), at=at)
    except drafts.StaleStepError:
        return both_answers(request, asked, form, saved)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return step_page(request, asked, form)
    if changed:
        editing.say_what_ended(request, page)
    return redirect(onward(request, asked, page.pk))


def onward(request: HttpRequest, asked: Step, page_id: int) -> str:
    """Return where the button that was pressed leads."""
    if "another" in request.POST:
        return f"{reverse('guided:step', args=[page_id, asked.key])}?more=1"
    if "later" in request.POST:
        messages.success(request, SAVED)
        return reverse("guided:start")
    if request.GET.get("back") == "check" or asked.following is None:
        return reverse("guided:check", args=[page_id])
    return reverse("guided:step", args=[page_id, asked.following.key])


def step_page(request: HttpRequest, asked: Step, form: StepForm) -> HttpResponse:
    """The step with whatever stands in its boxes."""
    page = form.page
    context: dict[str, Any] = {
        **around(request),
        "page": page,
        "step": asked,
        "form": form,
        "seen": form.data.get("seen", "") if form.is_bound else form.mark(page) if page.pk else "",
        "answers": form.answers(page) if page.pk and asked.shows_answers else [],
        "being_signed": page.pk and editing.is_being_signed(page.pk),
        "lock": page.get_lock() if page.pk else None,
    }
    return render(request, "casestudies/guided/step.html", context)


def both_answers(request: HttpRequest, asked: Step, form: StepForm, saved: list[Answer]) -> HttpResponse:
    """Show the answer that was saved meanwhile beside the one that was refused, with a way to keep either."""
    page = CaseStudy.objects.select_related("latest_revision__user").get(pk=form.page.pk)
    mine = form.typed_answers()
    context = {
        **around(request),
        "page": page,
        "step": asked,
        "latest": page.latest_revision,
        "pairs": list(zip(saved, mine, strict=True)),
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in NOT_SENT_AGAIN
        ],
        "seen": form.mark(page.get_latest_revision_as_object()),
    }
    return render(request, "casestudies/guided/both_answers.html", context, status=CONFLICT)
