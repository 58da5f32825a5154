"""The list of somebody's saved searches, to open, change and delete: for accounts and by link alike."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from search.addresses import address
from search.saved import services
from search.saved.asked import EVERYTHING
from search.saved.forms import ChangeForm
from search.saved.kept import in_words, kept, said_by
from search.saved.models import How, SavedSearch, Subscriber


def show(request: HttpRequest, subscriber: Subscriber | None, more: dict[str, Any]) -> HttpResponse:
    """Show the searches of a subscriber, or do what was pressed for one of them."""
    searches = list(SavedSearch.objects.of(subscriber).select_related("subscriber")) if subscriber else []
    bound: ChangeForm | None = None
    if request.method == "POST":
        search = pressed(request, searches)
        bound = ChangeForm(search, request.POST)
        if "delete" in request.POST:
            services.delete(search=search)
            messages.success(request, f"“{search.name}” is deleted.")
            return redirect(request.path)
        if bound.is_valid():
            name, how = bound.cleaned_data["name"], How(bound.cleaned_data["how"])
            services.change(search=search, name=name, how=how, at=timezone.now())
            messages.success(request, f"“{name}” is changed.")
            return redirect(request.path)
    context = {"rows": list(rows(searches, bound)), "errors_in": bound, **more}
    return render(request, "saved_searches/list.html", context)


def pressed(request: HttpRequest, searches: Iterable[SavedSearch]) -> SavedSearch:
    """Return the search whose button was pressed. Raises Http404 for one that is not among these."""
    wanted = request.POST.get("search", "")
    found = next((search for search in searches if str(search.pk) == wanted), None)
    if found is None:
        raise Http404("No saved search of yours has this number.")
    return found


def rows(searches: list[SavedSearch], bound: ChangeForm | None) -> Iterable[dict[str, Any]]:
    """Yield what the list shows of each search."""
    requests, said = kept(searches), said_by([search.pk for search in searches])
    for search in searches:
        form = ChangeForm(search)
        is_bound = bound is not None and bound.prefix == form.prefix
        yield {
            "search": search,
            "url": address(requests[search.pk].request),
            "words": in_words(search, said[search.pk]) or {"Finds": EVERYTHING},
            "gone": requests[search.pk].gone,
            "is_lost": requests[search.pk].is_lost,
            "form": bound if is_bound else form,
            "is_open": is_bound,
        }
