"""The editors' side: what waits in my places, and the page on which one proposal is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from outcomes.proposals import rules, services
from outcomes.proposals.models import Decision, Proposal
from outcomes.proposals.moderation_forms import AcceptForm, AdoptForm, AnswerForm, DeclineForm
from outcomes.proposals.moves import WAITING, Status, may_move
from partners.agencies.convening import may_name
from partners.agencies.opened_for import offer_to_switch
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.screens import furniture

PAGE_SIZE = 50
ICON = "mail"
SHOWN = {
    "waiting": ("Waiting for an answer", WAITING),
    "open": ("Open for support", (Status.OPEN, Status.PARKED)),
    "decided": ("Decided", (Status.ADOPTED, Status.MERGED, Status.DECLINED, Status.DELIVERED)),
}
EMPTY = {
    "waiting": "Nothing waits for an answer. You get an email when a proposal comes in.",
    "open": "No proposal for your places is open for support. Those that you accept stand here.",
    "decided": "Nothing is decided yet. Proposals that you adopt or decline stand here.",
}


@dataclass(frozen=True)
class Answer:
    """One way to answer: where it leads, the form, the verb, and the words around them."""

    name: str
    end: Status
    form: type[AnswerForm]
    service: Callable[..., Decision]
    heading: str
    explanation: str
    button: str
    done: str


ANSWERS = (
    Answer(
        "accept",
        Status.OPEN,
        AcceptForm,
        services.accept,
        "Accept",
        "Everybody can read the proposal from now on. You have not promised anything yet.",
        "Accept and publish",
        "{reference} is open for support. Everybody can read it now.",
    ),
    Answer(
        "adopt",
        Status.ADOPTED,
        AdoptForm,
        services.adopt,
        "Adopt",
        "Makes a draft objective in the proposer's words. Only editors see it until it is published.",
        "Adopt as a draft objective",
        "{reference} is adopted. The draft objective waits under Objectives.",
    ),
    Answer(
        "decline",
        Status.DECLINED,
        DeclineForm,
        services.decline,
        "Decline",
        "The proposer gets your reason. A proposal that was public stays public, with your reason.",
        "Decline",
        "{reference} is declined. Its proposer gets your reason by email.",
    ),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The proposals in my places. Raises PermissionDenied for people who answer nowhere."""
    user = moderator(request)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else "waiting"
    mine = Proposal.objects.moderated_by(user)
    proposals = mine.filter(status__in=SHOWN[shown][1]).select_related("place")
    if shown == "waiting":
        proposals = proposals.longest_waiting_first()
    context = {
        **furniture("Proposals", ICON),
        "tabs": [
            {
                "key": key,
                "label": label,
                "total": mine.filter(status__in=statuses).count(),
                "current": key == shown,
            }
            for key, (label, statuses) in SHOWN.items()
        ],
        "page_obj": WagtailPaginator(proposals, PAGE_SIZE).get_page(request.GET.get("p")),
        "heading": SHOWN[shown][0],
        "empty": EMPTY[shown],
    }
    return render(request, "proposals/admin/index.html", context)


@require_safe
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """One proposal with a form for each answer that is possible now."""
    try:
        found = my_proposal(request, reference)
    except PermissionDenied:
        # A letter may have led here that was meant for another partner of the same person.
        return offer_to_switch(request)
    return proposal_page(request, found, {})


@require_http_methods(["POST"])
def answer(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Give one answer. Raises PermissionDenied unless this person may give it."""
    found = my_proposal(request, reference)
    chosen = next(answer for answer in ANSWERS if answer.name == name)
    form = form_of(chosen, request, found, request.POST)
    if not form.is_valid():
        return proposal_page(request, found, {name: form})
    try:
        chosen.service(
            proposal=found,
            by=moderator(request),
            partner=form.answering_partner,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except NotAllowed as refusal:
        # Somebody else answered meanwhile, or the button was pressed twice.
        messages.error(request, str(refusal))
    else:
        messages.success(request, chosen.done.format(reference=found.reference))
    return redirect("proposals_moderation:proposal", found.reference)


def proposal_page(request: HttpRequest, found: Proposal, bound: dict[str, AnswerForm]) -> HttpResponse:
    """The page of one proposal; `bound` holds a form that was refused, to be shown with what was typed."""
    possible = [answer for answer in ANSWERS if may_move(found.status, answer.end)]
    context: dict[str, Any] = {
        **furniture(found.reference, ICON, ("Proposals", reverse("proposals_moderation:index"))),
        "proposal": found,
        "decisions": decisions_on(found, moderator(request)),
        "answers": [
            {"answer": answer, "form": bound.get(answer.name) or form_of(answer, request, found)}
            for answer in possible
        ],
    }
    return render(request, "proposals/admin/proposal.html", context)


def decisions_on(found: Proposal, user: User) -> list[tuple[Decision, User | None]]:
    """Return the answers so far, each with who gave it, as far as this person may know."""
    decisions = found.decisions.select_related("partner", "decided_by")
    return [(each, each.decided_by if may_name(user, each.partner) else None) for each in decisions]


def form_of(answer: Answer, request: HttpRequest, found: Proposal, data: Any = None) -> AnswerForm:
    """Return the form of one answer; the prefix keeps the three forms on a page apart."""
    partners = rules.partners_to_answer_for(moderator(request), found.place)
    return answer.form(data, prefix=answer.name, partners=partners)


def my_proposal(request: HttpRequest, reference: str) -> Proposal:
    """Return a proposal that this person may answer. Raises PermissionDenied for any other or none."""
    mine = Proposal.objects.moderated_by(moderator(request)).select_related("place", "objective")
    found = mine.filter(reference=reference).first()
    if found is None:
        raise PermissionDenied
    return found


def moderator(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied unless there is a place for which they answer proposals."""
    user = cast(User, request.user)
    if not rules.moderates_something(user):
        raise PermissionDenied
    return user
