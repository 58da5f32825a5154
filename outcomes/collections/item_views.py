"""What is done with the case studies of a list: putting in, noting, moving, taking out, putting back."""

from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from outcomes.casestudies.models import CaseStudy
from outcomes.collections import items, services
from outcomes.collections.forms import AddForm, PositionForm, has_seen, meanwhile
from outcomes.collections.models import MOST_ITEMS, CollectedItem, Collection
from outcomes.collections.selectors import lists_of
from outcomes.collections.services import Details
from outcomes.collections.views import REMOVED, gone_is_not_found, mine, note_form, person, screen
from partners.policy.refusals import NotAllowed

STEPS = {"up": -1, "down": 1}
NO_POSITION = f"Enter the number at which it is to stand, from 1 to {MOST_ITEMS}. Nothing was moved."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@gone_is_not_found
def add(request: HttpRequest, study_id: int) -> HttpResponse:
    """Choose a list for a published case study, or begin one. Raises Http404 for any that is not public."""
    study = items.published(study_id)
    if study is None:
        raise Http404("No published case study has this number.")
    known = list(lists_of(person(request)))
    form = AddForm(request.POST or None, collections=known)
    having = Collection.objects.filter(pk__in=[each.pk for each in known], items__page=study)
    context = {"form": form, "study": study, "having": list(having)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "collections/add.html", context)
    try:
        collection, is_new = put_in(request, form, study)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return render(request, "collections/add.html", context, status=409)
    if is_new:
        messages.success(request, f"“{study.title}” is in the list.")
    else:
        messages.info(request, f"“{study.title}” was in the list already. Its note stays as it is.")
    return redirect(collection)


@transaction.atomic
def put_in(request: HttpRequest, form: AddForm, study: CaseStudy) -> tuple[Collection, bool]:
    """Put a case study into the list that was chosen or begun. Raises NotAllowed, and nothing is stored."""
    by, at, collection = person(request), timezone.now(), form.chosen
    if collection is None:
        key = form.cleaned_data["form_key"] or uuid4()
        details = Details(title=form.cleaned_data["title"])
        collection = services.make(details=details, form_key=key, by=by, at=at)
    note = form.cleaned_data["note"]
    _, is_new = items.add(collection=collection, page_id=study.pk, by=by, at=at, note=note)
    return collection, is_new


@never_cache
@require_POST
@gone_is_not_found
def note(request: HttpRequest, list_id: int, item_id: int) -> HttpResponse:
    """Store the note on an item. What somebody else wrote meanwhile is shown beside it, not lost."""
    collection = mine(request, list_id)
    item = item_of(collection, item_id)
    form = note_form(item, request.POST)
    if not form.is_valid():
        return screen(request, collection, form)
    facts: dict[str, Any] = {"note": form.cleaned_data["note"], "based_on": form.cleaned_data["based_on"]}
    try:
        items.write_note(item=item, at=timezone.now(), **facts)
    except services.ChangedMeanwhileError as error:
        now = error.now
        assert isinstance(now, CollectedItem)  # noqa: S101  # for the type checker
        form.add_error("note", meanwhile(now.note))
        has_seen(form, now.version)
        return screen(request, collection, form)
    messages.success(request, "The note is saved.")
    return back_to(collection, item)


@never_cache
@require_POST
@gone_is_not_found
def move(request: HttpRequest, list_id: int, item_id: int) -> HttpResponse:
    """Move an item one up, one down, or to a number."""
    collection = mine(request, list_id)
    item, at = item_of(collection, item_id), timezone.now()
    form = PositionForm(request.POST)
    if request.POST.get("do") in STEPS:
        position = items.step(item=item, by=STEPS[request.POST["do"]], at=at)
    elif form.is_valid():
        position = items.move(item=item, to=form.cleaned_data["to"], at=at)
    else:
        messages.error(request, NO_POSITION)
        return back_to(collection, item)
    messages.success(request, f"It is number {position} now.")
    return back_to(collection, item)


@never_cache
@require_POST
@gone_is_not_found
def remove(request: HttpRequest, list_id: int, item_id: int) -> HttpResponse:
    """Take an item out of the list; the next screen offers to put it back."""
    collection = mine(request, list_id)
    removed = items.remove(item=item_of(collection, item_id), at=timezone.now())
    request.session[REMOVED] = {"collection": collection.pk, **asdict(removed)}
    return redirect(collection)


@never_cache
@require_POST
@gone_is_not_found
def put_back(request: HttpRequest, list_id: int) -> HttpResponse:
    """Put back what this person took out last, with its note and where it stood."""
    collection = mine(request, list_id)
    removed = request.session.get(REMOVED, {})
    if removed.get("collection") != collection.pk:
        messages.info(request, "There is nothing to put back any more.")
        return redirect(collection)
    facts = {name: removed[name] for name in ("page_id", "note", "position")}
    try:
        item, _ = items.add(collection=collection, by=person(request), at=timezone.now(), **facts)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(collection)
    del request.session[REMOVED]
    messages.success(request, "It is in the list again.")
    return back_to(collection, item)


def item_of(collection: Collection, item_id: int) -> CollectedItem:
    """Return an item of this list. Raises Http404 for one that was taken out, or is in another list."""
    return get_object_or_404(collection.items.select_related("collection"), pk=item_id)


def back_to(collection: Collection, item: CollectedItem) -> HttpResponse:
    """Return to where on the screen somebody was."""
    return redirect(f"{collection.get_absolute_url()}#item-{item.pk}")
