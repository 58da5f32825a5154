"""The editors' side: the list, and the pages on which a neighbourhood is made, changed and archived."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import ModelLogEntry

from partners.neighbourhoods import choices, rules, selectors, services
from partners.neighbourhoods.forms import DrawingForm, NeighbourhoodForm, PartsForm
from partners.neighbourhoods.models import Neighbourhood, Way
from partners.neighbourhoods.plans import NameTakenError
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.screens import furniture

PAGE_SIZE = 50
LIST, ICON = "Neighbourhoods", "site"
FORMS: dict[str, type[NeighbourhoodForm]] = {Way.PARTS: PartsForm, Way.DRAWING: DrawingForm}
SHOWN = {"mine": "Of my partner", "all": "All in use", "archived": "Archived"}
EMPTY = {
    "mine": "Your partner has no neighbourhood yet. Make one where no official area fits.",
    "all": "Nobody has made a neighbourhood yet.",
    "archived": "Nothing is archived.",
}
TITLES = {Way.PARTS: "Choose wards and small areas", Way.DRAWING: "Draw on a map"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The neighbourhoods, those of my partner first. Raises PermissionDenied for people who make none."""
    user = drawer(request)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else "mine"
    page_obj = WagtailPaginator(selectors.listed(user, shown), PAGE_SIZE).get_page(request.GET.get("p"))
    mine = set(rules.partners_to_write_for(user).values_list("pk", flat=True))
    context = {
        **furniture(LIST, ICON),
        "tabs": [{"key": key, "label": label, "current": key == shown} for key, label in SHOWN.items()],
        "page_obj": page_obj,
        "rows": [{"neighbourhood": each, "is_mine": each.owner_id in mine} for each in page_obj],
        "heading": SHOWN[shown],
        "empty": EMPTY[shown],
    }
    return render(request, "neighbourhoods/admin/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, way: str) -> HttpResponse:
    """Make a neighbourhood in one of the two ways."""
    return form_page(request, Way(way), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a neighbourhood, in the way in which it was made or, with ?way=, in the other."""
    found = my_neighbourhood(request, code)
    if found.archived_on is not None:
        return render(request, "neighbourhoods/admin/archived.html", about(found))
    way = request.GET.get("way", "")
    return form_page(request, Way(way) if way in Way.values else Way(found.way), found)


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a neighbourhood should go out of use, then archive it."""
    found = my_neighbourhood(request, code)
    if request.method != "POST":
        return render(request, "neighbourhoods/admin/archive.html", about(found))
    try:
        services.archive(neighbourhood=found, by=drawer(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found} is archived. Its page stays and says so.")
    return redirect("neighbourhoods:edit", found.place.code)


@require_http_methods(["POST"])
def bring_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take an archived neighbourhood into use again."""
    found = my_neighbourhood(request, code)
    try:
        services.bring_back(neighbourhood=found, by=drawer(request), at=timezone.now())
    except (NotAllowed, NameTakenError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found} is in use again.")
    return redirect("neighbourhoods:edit", found.place.code)


def form_page(request: HttpRequest, way: Way, found: Neighbourhood | None) -> HttpResponse:
    """Show the form, list parts, check it, or save it, as the button that was pressed says."""
    options: dict[str, Any] = {
        "partners": rules.partners_to_write_for(drawer(request)),
        "neighbourhood": found,
    }
    pressed = request.POST.get("do", "")
    if request.method != "POST":
        return page(request, way, FORMS[way](initial=choices.start(request, drawer(request)), **options))
    if pressed == "list":
        # Only another list is wanted: nothing is judged yet, and nothing that was typed is lost.
        return page(request, way, FORMS[way](initial=choices.typed(request.POST), **options))
    form = FORMS[way](request.POST, **options)
    valid = form.is_valid()
    if valid and pressed == "save" and (response := save(request, form, found)):
        return response
    return page(request, way, form, checked=valid and pressed == "check")


def save(request: HttpRequest, form: NeighbourhoodForm, found: Neighbourhood | None) -> HttpResponse | None:
    """Store what a valid form says; nothing when somebody else was quicker, which the form then says."""
    user, now = drawer(request), timezone.now()
    try:
        if found is None:
            key = form.cleaned_data["token"]
            saved, _ = services.create(plan=form.plan, by=user, at=now, key=key)
        else:
            version = form.cleaned_data["version"]
            saved = services.change(neighbourhood=found, plan=form.plan, version=version, by=user, at=now)
    except NameTakenError as problem:
        form.add_error("name", str(problem))
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
    else:
        view = messages.button(saved.get_absolute_url(), "See its page")
        messages.success(request, f"{saved} is saved.", buttons=[view])
        return redirect("neighbourhoods:edit", saved.place.code)
    return None


def page(request: HttpRequest, way: Way, form: NeighbourhoodForm, *, checked: bool = False) -> HttpResponse:
    """The form with everything around it; `checked` shows what follows from it."""
    found = form.neighbourhood
    context: dict[str, Any] = {
        **(about(found) if found else below(TITLES[way])),
        "form": form,
        "way": way,
        "other": {"way": other, "label": TITLES[other]} if found and (other := other_way(way)) else None,
        "summary": selectors.summary(form.situation) if checked and form.situation else None,
    }
    if isinstance(form, PartsForm):
        context["list"] = choices.part_list(form)
    else:
        context["background"] = choices.background(form)
    return render(request, f"neighbourhoods/admin/{way.value}.html", context)


def other_way(way: Way) -> Way:
    """Return the way that this one is not."""
    return Way.DRAWING if way == Way.PARTS else Way.PARTS


def about(found: Neighbourhood) -> dict[str, Any]:
    """Return what every page about one neighbourhood shows."""
    entries = ModelLogEntry.objects.for_instance(found).select_related("user").order_by("-timestamp", "-pk")
    return {**below(str(found)), "neighbourhood": found, "history": list(entries[:20])}


def below(title: str) -> dict[str, Any]:
    """Return what the frame of a page below the list shows."""
    return furniture(title, ICON, (LIST, reverse("neighbourhoods:index")))


def my_neighbourhood(request: HttpRequest, code: str) -> Neighbourhood:
    """Return one that this person may change. Raises PermissionDenied for others', Http404 for none."""
    rows = Neighbourhood.objects.select_related("place", "owner", "district")
    found = get_object_or_404(rows, place__code=code)
    rules.check_can_create(drawer(request), found.owner)
    return found


def drawer(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied unless they make neighbourhoods for some partner."""
    user = cast(User, request.user)
    if not rules.draws_something(user):
        raise PermissionDenied
    return user
