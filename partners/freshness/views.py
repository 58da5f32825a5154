"""Pages for the contact of a page, who may have no account: is it still right?

Opening the link changes nothing: mail programs open links by themselves.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partners.freshness import services
from partners.freshness.forms import WrongForm
from partners.freshness.links import AlreadyConfirmedError, NoSuchLinkError, request_for
from partners.policy.refusals import NotAllowed


@never_cache
@require_safe
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Show which page it is about, and one button."""
    return asked(request, key, WrongForm())


@never_cache
@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it is still right."""
    try:
        confirmation = services.confirm_by_link(key=key, at=timezone.now())
    except NoSuchLinkError as refusal:
        return refused(request, refusal)
    return render(request, "freshness/confirmed.html", {"confirmation": confirmation})


@never_cache
@require_POST
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """Say what is wrong."""
    form = WrongForm(request.POST)
    if not form.is_valid():
        return asked(request, key, form)
    try:
        remark = services.say_wrong(key=key, words=form.cleaned_data["words"], at=timezone.now())
    except NoSuchLinkError as refusal:
        return refused(request, refusal)
    except NotAllowed as refusal:
        form.add_error("words", str(refusal))
        return asked(request, key, form)
    return render(request, "freshness/said_wrong.html", {"remark": remark, "key": key})


def asked(request: HttpRequest, key: str, form: WrongForm) -> HttpResponse:
    """Show the question, or that the link does not work."""
    try:
        found = request_for(key, timezone.now())
    except NoSuchLinkError as refusal:
        return refused(request, refusal)
    context = {"review": found.review, "about": found.review.page.specific, "key": key, "form": form}
    return render(request, "freshness/ask.html", context, status=422 if form.errors else 200)


def refused(request: HttpRequest, refusal: NoSuchLinkError) -> HttpResponse:
    """Say that it was confirmed already; all other links that do not work are answered alike."""
    if isinstance(refusal, AlreadyConfirmedError):
        return render(request, "freshness/already_confirmed.html", {"confirmation": refusal.confirmation})
    answer = render(request, "freshness/no_such_link.html", status=410)
    # Django would write the address into its log.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # what Django itself sets
    return answer
