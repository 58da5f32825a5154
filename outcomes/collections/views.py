"""The screens of lists, for those who may change them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outcomes.collections import rules, services
from outcomes.collections.forms import DetailsForm, NoteForm, has_seen, meanwhile
from outcomes.collections.models import MOST_ITEMS, CollectedItem, Collection
from outcomes.collections.selectors import Entry, entries_of, lists_of
from partners.agencies.acting import partner_of
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action

# What somebody took out of a list last, until they take out something else or sign out.
REMOVED = "collections_removed"
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Row:
    """One item of a list on the screen, with the form for its note."""

    entry: Entry
    form: NoteForm
    is_last: bool

    @property
    def is_first(self) -> bool:
        """Whether there is nothing above it."""
        return self.entry.number == 1


def gone_is_not_found(view: View) -> View:
    """Let a view say 'not found' about what somebody else deleted while it worked."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except (Collection.DoesNotExist, CollectedItem.DoesNotExist) as error:
            raise Http404("This is not in the list any more.") from error

    return guarded


@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The lists that the person may change, and those of the partner that they act for."""
    user = person(request)
    context = {"collections": list(lists_of(user)), "partner": partner_of(user)}
    return render(request, "collections/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an empty list."""
    user = person(request)
    form = DetailsForm(request.POST or None, partner=partner_of(user))
    if request.method != "POST" or not form.is_valid():
        return render(request, "collections/details.html", {"form": form})
    try:
        key = form.cleaned_data["form_key"] or uuid4()
        made = services.make(details=form.details(), form_key=key, by=user, at=timezone.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return render(request, "collections/details.html", {"form": form}, status=429)
    return redirect(made)


@never_cache
@require_safe
def detail(request: HttpRequest, list_id: int) -> HttpResponse:
    """One list, with all that can be done with it."""
    return screen(request, mine(request, list_id))


def screen(request: HttpRequest, collection: Collection, wrong: NoteForm | None = None) -> HttpResponse:
    """Return the screen of a list; `wrong` is a note that could not be stored, with what was typed."""
    entries = entries_of(collection)
    removed = request.session.get(REMOVED, {})
    context = {
        "collection": collection,
        "rows": [row_of(entry, len(entries), wrong) for entry in entries],
        "is_full": len(entries) >= MOST_ITEMS,
        "address": request.build_absolute_uri(collection.shared_url) if collection.token else "",
        "may_delete": rules.may(request.user, Action.DELETE, collection),
        "removed": removed if removed.get("collection") == collection.pk else None,
        "wrong": wrong,
    }
    return render(request, "collections/detail.html", context)


def row_of(entry: Entry, size: int, wrong: NoteForm | None) -> Row:
    """Return an item as the screen shows it."""
    item = entry.item
    form = wrong if wrong is not None and wrong.prefix == prefix_of(item) else note_form(item)
    return Row(entry, form, is_last=entry.number == size)


def note_form(item: CollectedItem, data: Any = None) -> NoteForm:
    """Return the form for the note on an item."""
    initial = {"note": item.note, "based_on": item.version}
    return NoteForm(data, prefix=prefix_of(item), initial=initial)


def prefix_of(item: CollectedItem) -> str:
    """Return what the boxes of an item's form are called by, so that no two on a page are alike."""
    return f"item-{item.pk}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@gone_is_not_found
def details(request: HttpRequest, list_id: int) -> HttpResponse:
    """Rename a list, say what it is for, who keeps it, and whose name stands beside it."""
    collection, user = mine(request, list_id), person(request)
    is_owner = collection.owner_id == user.pk
    form = DetailsForm.about(collection, request.POST or None, is_owner=is_owner)
    if request.method != "POST" or not form.is_valid():
        return render(request, "collections/details.html", {"form": form, "collection": collection})
    try:
        services.change(
            collection=collection,
            details=form.details(),
            based_on=form.cleaned_data["based_on"] or 0,
            by=user,
            at=timezone.now(),
        )
    except services.ChangedMeanwhileError as error:
        show_theirs(form, cast(Collection, error.now))
        context = {"form": form, "collection": error.now}
        return render(request, "collections/details.html", context, status=409)
    messages.success(request, "The list is saved.")
    return redirect(collection)


def show_theirs(form: DetailsForm, now: Collection) -> None:
    """Put what somebody else saved beside what was typed, so that saving again is a choice."""
    for name in ("title", "description"):
        theirs = getattr(now, name)
        if form.cleaned_data[name] != theirs:
            form.add_error(name, meanwhile(theirs))
    if not form.errors:
        form.add_error(None, "Somebody else saved this list in the meantime. Look again, then save again.")
    has_seen(form, now.version)


@never_cache
@require_POST
@gone_is_not_found
def link(request: HttpRequest, list_id: int) -> HttpResponse:
    """Make, renew or take away the link by which others read the list."""
    collection = mine(request, list_id)
    facts: dict[str, Any] = {"collection": collection, "by": person(request), "at": timezone.now()}
    match request.POST.get("do"):
        case "share":
            services.share(**facts)
            said = "Everybody who has the link can read this list now."
        case "renew":
            services.renew_link(**facts)
            said = "The list has a new link. The old one leads nowhere now."
        case "stop":
            services.stop_sharing(**facts)
            said = "The link leads nowhere now. Only those read the list who may change it."
        case _:
            raise Http404("There is no such thing to do with a link.")
    messages.success(request, said)
    return redirect(f"{collection.get_absolute_url()}#link")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@gone_is_not_found
def delete(request: HttpRequest, list_id: int) -> HttpResponse:
    """Ask once more, then delete a list with its notes. Raises NotAllowed."""
    collection = mine(request, list_id)
    rules.check_may_delete(request.user, collection)
    if request.method != "POST":
        return render(request, "collections/delete.html", {"collection": collection})
    services.delete(collection=collection, by=person(request), at=timezone.now())
    messages.success(request, f"The list “{collection.title}” is deleted.")
    return redirect("collections:own")


def mine(request: HttpRequest, list_id: int) -> Collection:
    """Return a list that the person may change. Raises Http404 for any other, whether it exists or not."""
    found = Collection.objects.counted().select_related("partner", "owner").filter(pk=list_id).first()
    if found is None or not rules.may(request.user, Action.EDIT, found):
        raise Http404("No list of yours has this number.")
    return found


def person(request: HttpRequest) -> User:
    """Return who is signed in. The register lets nobody else in."""
    return cast(User, request.user)
