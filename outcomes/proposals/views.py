"""The public pages of proposals. Only what a moderator has accepted is on them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.objectives.models import Objective
from outcomes.proposals import limits, links, services
from outcomes.proposals.forms import ProposalForm
from outcomes.proposals.models import Proposal
from outcomes.proposals.rules import partners_answering
from outcomes.proposals.selectors import proposal_card, public_proposals
from partners.places.models import Place

PAGE_SIZE = 20
SENT_TO = "proposal_sent_to"
TOO_MANY = "Many proposals came from here in the last hour. Yours is kept below: send it again in an hour."


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """All public proposals, newest first; with `?place=` those for a place and all within it."""
    code = request.GET.get("place", "").strip()
    place = place_with_code(code)
    proposals = public_proposals(Place.objects.inside(place)) if place else public_proposals()
    page_obj = Paginator(proposals, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "cards": [proposal_card(proposal) for proposal in page_obj],
        "page_obj": page_obj,
        "total": page_obj.paginator.count,
        "place": place,
        "unknown_place": code if code and place is None else "",
    }
    return render(request, "proposals/proposal_list.html", context)


def place_with_code(code: str) -> Place | None:
    """Return the place that has or had this code, or None: nonsense in an address is not an error."""
    return Place.objects.with_code(code.upper()).first() if code.isalnum() else None


@require_safe
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """One public proposal with the answers to it. Raises Http404 for any other, whether it exists or not."""
    found = Proposal.objects.public().select_related("place").filter(reference=reference.upper()).first()
    if found is None:
        raise Http404("No public proposal has this reference.")
    if found.reference != reference:
        return redirect(found, permanent=True)
    return render(request, "proposals/proposal.html", proposal_facts(found))


def proposal_facts(proposal: Proposal) -> dict[str, Any]:
    """Return what the page of a proposal shows. An objective that not everybody may read is not named."""
    return {
        "proposal": proposal,
        "decisions": list(proposal.decisions.select_related("partner")),
        "objective": Objective.objects.live().public().filter(pk=proposal.objective_id).first(),
        "answered_by": list(partners_answering(proposal.place)),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form. `?place=` fills in the place."""
    if request.method != "POST":
        place = place_with_code(request.GET.get("place", "").strip())
        return form_page(request, ProposalForm(initial={"place": place.label} if place else None))
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return form_page(request, form)
    submission = form.submission()
    if limits.is_too_much(request, submission.proposer_email):
        form.add_error(None, TOO_MANY)
        return form_page(request, form, status=429)
    _, is_new = services.submit(submission=submission, at=timezone.now())
    # The address goes to the next page in the session: in a web address it would end up in logs.
    request.session[SENT_TO] = submission.proposer_email
    if is_new:
        limits.count(request, submission.proposer_email)
    return redirect("proposals:sent")


def form_page(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    """The form, with whatever was typed into it."""
    return render(request, "proposals/proposal_form.html", {"form": form}, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Says which mailbox to look into."""
    address = request.session.get(SENT_TO)
    if address is None:
        return redirect("proposals:new")
    return render(request, "proposals/proposal_sent.html", {"address": address})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that confirms: programs that check mail for viruses follow links."""
    try:
        proposal = links.proposal_to_confirm(token)
    except links.LinkRefused:
        return render(request, "proposals/proposal_link_expired.html", status=410)
    if request.method == "POST":
        proposal = services.confirm(proposal=proposal, at=timezone.now())
    if proposal.confirmed_at is None:
        return render(request, "proposals/proposal_confirm.html", {"proposal": proposal})
    answered_by = list(partners_answering(proposal.place))
    context = {"proposal": proposal, "answered_by": answered_by, "own_url": links.own_path(proposal)}
    return render(request, "proposals/proposal_confirmed.html", context)


@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The proposer's own view of a proposal, by the link in the mail: also while nobody else can read it."""
    try:
        proposal = links.own_proposal(token)
    except links.LinkRefused:
        return render(request, "proposals/proposal_link_expired.html", status=410)
    return render(request, "proposals/proposal.html", {**proposal_facts(proposal), "is_own": True})
