"""What stands at the address of a shared page besides itself: its history, or why it is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.url_routing import RouteResult

from partners.signing.machine import Public
from partners.signing.models import PageState, Publication, Withdrawal
from partners.signing.public.comparison import compare
from partners.signing.public.history import (
    Limits,
    history_of,
    limits_of,
    versions_readable,
    versions_told,
)

HISTORY = "history"
LONGEST_NUMBER = 6  # digits
CHOOSE_TWO = "Choose two different versions."


@dataclass(frozen=True)
class Asked:
    """What is asked for below a page: its history, or two of its versions side by side."""

    versions: tuple[int, int] | None = None


def asked_for(components: Sequence[str]) -> Asked | None:
    """Return what an address below a page asks for; None for what is no such address."""
    first, *numbers = components or [""]
    if first != HISTORY or not all(is_number(each) for each in numbers):
        return None
    if not numbers:
        return Asked()
    return Asked((int(numbers[0]), int(numbers[1]))) if len(numbers) == 2 else None


def is_number(words: str) -> bool:
    """Whether these are digits, and not too many."""
    return words.isascii() and words.isdecimal() and len(words) <= LONGEST_NUMBER


class WithHistory:
    """Mixin of shared pages: their public history, and what is told when a page was withdrawn."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find what is asked for. A page that is not on the site has nothing but why it was withdrawn."""
        page: Any = self
        asked = asked_for(path_components)
        if page.live and asked:
            return RouteResult(page, kwargs={"asked": asked})
        if not page.live and (asked or not path_components) and is_withdrawn(page.pk):
            return RouteResult(page, kwargs={"is_withdrawn": True})
        return super().route(request, path_components)  # type: ignore[misc]  # mixed into pages

    def serve(
        self,
        request: HttpRequest,
        *args: Any,
        asked: Asked | None = None,
        is_withdrawn: bool = False,
        **kwargs: Any,
    ) -> HttpResponse:
        """Show the page, its history, two of its versions, or why it is gone."""
        if is_withdrawn:
            return withdrawn(request, self)
        if asked and asked.versions:
            return two_versions(request, self, *asked.versions)
        if asked:
            return history(request, self)
        response: HttpResponse = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        return response


def is_withdrawn(page_id: int) -> bool:
    """Whether the public is told that a page was withdrawn, and why."""
    return PageState.objects.filter(page=page_id, public=Public.WITHDRAWN).exists()


def withdrawn(request: HttpRequest, page: Any) -> HttpResponse:
    """Say when, by whom and why a page was withdrawn, and when it was on the site; none of its words."""
    limits = limits_of(page.pk)
    last = Withdrawal.objects.filter(page=page.pk, in_error=False).select_related("for_partner").last()
    if last is None:
        raise Http404
    context = {
        "kind_label": page.kind_label,
        "list": page.get_parent(),
        "withdrawal": last,
        "published": list(versions_told(page.pk, limits).values_list("at", flat=True)),
        "known_since": on_the_site_before(page, limits),
    }
    return TemplateResponse(request, "signing/withdrawn.html", context, status=410)


def history(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what happened to a page, the newest first, and offer to compare any two of its versions."""
    address, limits = f"{page.get_url(request)}{HISTORY}/", limits_of(page.pk)
    readable = list(versions_readable(page.pk, limits).values_list("number", "at"))
    chosen = [request.GET.get(name, "") for name in ("from", "to")]
    if numbers := two_of({number for number, _ in readable}, chosen):
        return redirect(f"{address}{numbers[0]}/{numbers[1]}/")
    page_obj, entries = history_of(page.pk, request.GET.get("page"), limits)
    context = {
        "page": page,
        "address": address,
        "page_obj": page_obj,
        "entries": entries,
        "readable": readable[::-1],
        "problem": CHOOSE_TWO if any(chosen) else "",
        "chosen": chosen if any(chosen) else [str(number) for number, _ in readable[-2:]],
        "known_since": on_the_site_before(page, limits),
    }
    return TemplateResponse(request, "signing/history.html", context)


def two_of(numbers: set[int], chosen: list[str]) -> tuple[int, int] | None:
    """Return two different versions that were chosen, the older first; None for anything else."""
    wanted = {int(each) for each in chosen if is_number(each)} & numbers
    return (min(wanted), max(wanted)) if len(wanted) == 2 else None


def on_the_site_before(page: Any, limits: Limits) -> datetime | None:
    """Return when a page was first published, if that was before its versions were kept; else None."""
    oldest = versions_told(page.pk, limits).first()
    first: datetime | None = page.first_published_at
    if limits.told_since or first is None:
        return None
    return first if oldest is None or first.date() < oldest.at.date() else None


def two_versions(request: HttpRequest, page: Any, number: int, other: int) -> HttpResponse:
    """Show two versions side by side, the older first. Raises Http404 where one may not be read."""
    address = f"{page.get_url(request)}{HISTORY}/"
    if number > other:
        return redirect(f"{address}{other}/{number}/")
    found = compare(page, number, other)
    if found is None:
        raise Http404("There are no such two versions.")
    context = {
        "page": page,
        "address": address,
        "comparison": found,
        "before_label": label_of(found.before),
        "after_label": label_of(found.after),
    }
    return TemplateResponse(request, "signing/versions.html", context)


def label_of(publication: Publication) -> str:
    """Return the number of a version and its day."""
    return f"Version {publication.number}, {timezone.localtime(publication.at):%-d %B %Y}"
