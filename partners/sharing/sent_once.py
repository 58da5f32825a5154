"""A form that makes a page makes one page, however often it is sent.

An impatient second press, or a browser that sends again what got lost, sends the very same form: the same
words under the same token against forgery, which is another one each time that the form is opened. What was
made of it is kept for a day, per person, and whoever sends it again is led there.
"""

import hashlib
from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.models import Page

from partners.people.models import User
from partners.sharing.models import SentForm

MAKING = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:copy"})
KEPT = timedelta(days=1)
MADE = "_page_made"
SENT_BEFORE = "This was sent and saved already."


def claim(request: HttpRequest) -> SentForm | None:
    """Return the form of Wagtail's that somebody sent; None for one that makes no page, and for visitors."""
    match = request.resolver_match
    if match is None or match.view_name not in MAKING or not request.user.is_authenticated:
        return None
    return taken(request)


def taken(request: HttpRequest) -> SentForm:
    """Return the form that somebody sent who is signed in, with the page that was made of it before, if any.

    Whoever sends the same form meanwhile waits here until this transaction ends.
    """
    now, by = timezone.now(), cast(User, request.user)
    SentForm.objects.filter(user=by.pk, at__lt=now - KEPT).delete()
    form, _ = SentForm.objects.get_or_create(user_id=by.pk, digest=digest_of(request), defaults={"at": now})
    return form


def digest_of(request: HttpRequest) -> str:
    """Return what identifies a form that was sent: its address and all that stands in it."""
    sent = sorted((name, values) for name, values in request.POST.lists())
    return hashlib.sha256(repr((request.path, sent)).encode("utf-8", "surrogatepass")).hexdigest()


def note_what_was_made(request: HttpRequest, page: Page) -> None:
    """Remember for the time of a request which page it made."""
    setattr(request, MADE, page)


def keep(form: SentForm, request: HttpRequest) -> None:
    """Keep what was made of a form. One that came to nothing, as with a mistake in it, may be sent again."""
    made: Any = getattr(request, MADE, None)
    if made is None:
        form.delete()
        return
    form.page_id = made.pk
    form.save(update_fields=["page"])


def answer_again(form: SentForm, request: HttpRequest) -> HttpResponse:
    """Lead people to the page that was made, and tell the editor's script."""
    if request.accepts("text/html"):
        return redirect("wagtailadmin_pages:edit", form.page_id)
    problem = {"success": False, "error_code": "invalid_revision", "error_message": SENT_BEFORE}
    return JsonResponse(problem, status=400)
