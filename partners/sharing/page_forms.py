"""The forms of pages: each is saved whole or not at all, and never over a text not yet seen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from partners.sharing.conflicts import CLAIMS, both_texts
from partners.sharing.sent_once import answer_again, claim, keep
from partners.sharing.stale import StaleSaveError, Version

PAGE_FORMS = frozenset(
    f"wagtailadmin_pages:{name}"
    for name in ("add", "copy", "edit", "revisions_revert", "unpublish", "delete", "lock", "unlock")
)
NOBODYS = -1


def claimed(request: HttpRequest) -> Version:
    """Return the version on which a form says that it is based: none at all where it names none.

    A key or a time that cannot be read is no version's, so that whoever sends it is refused.
    """
    overwritten, loaded, at = (request.POST.get(name, "") for name in CLAIMS)
    if overwritten:
        # Only the editor whose autosave it is can save it anew, so its key is enough.
        return Version(readable_key(overwritten), None)
    if not loaded:
        return Version(None, None)
    saved_at = readable_time(at)
    return Version(readable_key(loaded) if saved_at else NOBODYS, saved_at)


def readable_key(words: str) -> int:
    """Return the key, or nobody's for what is none."""
    return int(words) if words.isdecimal() and len(words) < 19 else NOBODYS


def readable_time(words: str) -> datetime | None:
    """Return the time, or None for what is none."""
    try:
        return parse_datetime(words)
    except ValueError:
        return None


class RefuseStaleSaves:
    """Runs each form of a page in one transaction, and answers a stale save with both texts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, parts: Any) -> HttpResponse | None:
        """Answer a form of a page, all of it or nothing."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in PAGE_FORMS:
            return None
        try:
            with transaction.atomic():
                hold(parts.get("page_id"))
                return answered_once(request, lambda: view(request, *args, **parts))
        except StaleSaveError as stale:
            return refused(request, stale)


def hold(page_id: int | None) -> None:
    """Hold a page before the form's view reads it.

    What the view writes is the page as it read it: a page that goes on the site in between, by the last
    signature, would be written back as one that is not.
    """
    if page_id is not None:
        Page.objects.select_for_update().filter(pk=page_id).first()


def answered_once(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a form; one that made a page before is not asked again."""
    form = claim(request)
    if form and form.page_id:
        return answer_again(form, request)
    answer = view()
    if form:
        keep(form, request)
    return answer


def refused(request: HttpRequest, stale: StaleSaveError) -> HttpResponse:
    """Return the answer to a stale save: both texts for people, a code for the editor's script."""
    if not request.accepts("text/html"):
        problem = {"success": False, "error_code": "invalid_revision", "error_message": str(stale)}
        return JsonResponse(problem, status=400)
    return both_texts(request, stale)
