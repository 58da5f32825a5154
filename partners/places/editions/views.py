"""The report of editions in the admin: what each changed, and deciding what it left open."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from partners.places.editions import selectors
from partners.places.editions.changing import followed, sentence
from partners.places.editions.forms import DecisionForm
from partners.places.editions.questions import NotPossibleError, decide
from partners.places.models import ChangeKind, Place, PlaceEdition, PlaceQuestion, QuestionState
from partners.places.succession import successors_of
from partners.screens import furniture

LIST = "Editions of places"
PAGE_SIZE = 50
MOST_AT_ONCE = 200
MOST_DECIDED = 50
PERMISSION = "places.change_placeedition"
ALREADY = (
    "was decided before, or no longer names this place. It stays as it is.",
    "were decided before, or no longer name this place. They stay as they are.",
)


def may_decide(user: Any) -> bool:
    """Whether a person may see the report and decide."""
    return bool(user.is_active and user.has_perm(PERMISSION))


def check_may_decide(request: HttpRequest) -> None:
    """Raise PermissionDenied for anybody who may not decide."""
    if not may_decide(request.user):
        raise PermissionDenied


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All editions. Raises PermissionDenied."""
    check_may_decide(request)
    context = {**furniture(LIST, "site"), "editions": selectors.editions()}
    return render(request, "places/admin/edition_list.html", context)


@require_safe
def edition(request: HttpRequest, name: str) -> HttpResponse:
    """One edition: what is to be decided, then what it changed. Raises PermissionDenied."""
    check_may_decide(request)
    found = get_object_or_404(PlaceEdition, name=name)
    kind = request.GET.get("kind", "")
    changes = found.changes.filter(kind=kind) if kind in ChangeKind.values else found.changes.all()
    context = {
        **frame(f"Edition {found.name}"),
        "edition": found,
        "to_decide": selectors.places_to_decide(found),
        "kinds": selectors.kinds_of_change(found),
        "kind": kind,
        "page_obj": WagtailPaginator(changes, PAGE_SIZE).get_page(request.GET.get("p")),
    }
    return render(request, "places/admin/edition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ended_place(request: HttpRequest, code: str) -> HttpResponse:
    """What still names an ended place, and the form to decide. Raises PermissionDenied."""
    check_may_decide(request)
    place = get_object_or_404(Place, code=code, ended_on__isnull=False)
    form = DecisionForm(request.POST or None, place=place)
    if form.is_valid() and carried_out(request, form, place):
        return redirect("place_editions:place", place.code)
    mine = PlaceQuestion.objects.filter(place=place).select_related("decided_by", "edition")
    open_ones = mine.filter(state=QuestionState.OPEN)
    decided = mine.exclude(state=QuestionState.OPEN).order_by("-decided_at", "pk")
    context = {
        **frame(place.label),
        "place": place,
        "usual_note": sentence(followed(successors_of(place))),
        "form": form,
        "questions": selectors.shown_questions(list(open_ones[:MOST_AT_ONCE]), request.user),
        "more": max(0, open_ones.count() - MOST_AT_ONCE),
        "decided": selectors.shown_questions(list(decided[:MOST_DECIDED]), request.user),
    }
    return render(request, "places/admin/ended_place.html", context)


def carried_out(request: HttpRequest, form: DecisionForm, place: Place) -> bool:
    """Do what was decided and say so; return False, with the reason on the form, when it cannot be done."""
    try:
        done, not_done = decide(
            questions=form.cleaned_data["questions"], to=form.places, by=request.user, at=timezone.now()
        )
    except NotPossibleError as refusal:
        form.add_error("questions", str(refusal))
        return False
    where = " and ".join(each.label for each in form.places)
    if done:
        said = f"Moved to {where}" if where else f"Left at {place.label}"
        messages.success(request, f"{said}: {counted(len(done))}.")
    if not_done:
        said = ALREADY[0] if len(not_done) == 1 else ALREADY[1]
        messages.warning(request, f"Not changed: {counted(len(not_done))} {said}")
    return True


def counted(number: int) -> str:
    """Return how many things these are."""
    return "1 thing" if number == 1 else f"{number:,} things"


def frame(title: str) -> dict[str, Any]:
    """Return what the frame of a page below the list shows."""
    return furniture(title, "site", (LIST, reverse("place_editions:index")))
