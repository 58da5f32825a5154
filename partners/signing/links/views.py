"""The public pages under /sign/: somebody without an account reads and signs for a partner.

Looking changes nothing, and who only has the link sees nothing of the page.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from partners.signing.links import services as links
from partners.signing.links.deciding import decide_by_link, refused
from partners.signing.links.forms import CodeForm, SignatoryForm
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import CodeRefusedError, LinkRefusedError
from partners.signing.screens.reading import reading
from partners.signing.words import words_now

COOKIE = "signature"
OPEN_FOR = 4 * 60 * 60  # seconds that one browser may read and sign after its code
Outcome = SignatureLink.Outcome
View = Callable[[HttpRequest, str], HttpResponse]


def confidential(*methods: str) -> Callable[[View], View]:
    """Answer these methods only, let nothing keep the answer, and tell the link to no other site.

    The policy is not 'no-referrer': browsers would send the forms of such a page as coming from nowhere, and
    they would be refused.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            if request.method in methods:
                response = answered(view, request, token)
            else:
                response = HttpResponse(
                    status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(methods)}
                )
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Referrer-Policy"] = "strict-origin"
            return response

        return answer

    return decorate


def answered(view: View, request: HttpRequest, token: str) -> HttpResponse:
    """Ask the view; say in one way why a link does not work."""
    try:
        return view(request, token)
    except LinkRefusedError as refusal:
        return no_longer(request, token, refusal)


@confidential("GET", "HEAD")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the link is for; in the browser where its code was typed, show what is to be signed."""
    found = links.found(token)
    if why := links.why_not(found, timezone.now()):
        raise LinkRefusedError(why)
    if is_open(request, found):
        return to_read(request, found, token, SignatoryForm())
    return to_open(request, found, token)


@confidential("GET", "HEAD", "POST")
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code."""
    if request.method != "POST":
        return see_other(link_path(token))
    try:
        links.send_code(token=token, at=timezone.now())
    except CodeRefusedError as refusal:
        return to_open(request, links.found(token), token, refusal=str(refusal), status=429)
    return see_other(link_path(token))


@confidential("GET", "HEAD", "POST")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the code, and let this browser read and sign."""
    if request.method != "POST":
        return see_other(link_path(token))
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            browser = links.open_by_code(token=token, code=form.cleaned_data["code"], at=timezone.now())
        except CodeRefusedError as refusal:
            form.add_error("code", str(refusal))
        else:
            return let_in(see_other(link_path(token)), links.found(token), token, browser)
    return to_open(request, links.found(token), token, form=form)


@confidential("GET", "HEAD")
def text(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page as it would stand on the site."""
    found = links.found(token)
    if why := links.why_not(found, timezone.now()):
        raise LinkRefusedError(why)
    if not is_open(request, found):
        return see_other(link_path(token))
    page = found.page.specific.get_latest_revision_as_object()
    return cast(HttpResponse, page.make_preview_request(request, page.default_preview_mode))


@confidential("GET", "HEAD", "POST")
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Take the decision."""
    found = links.found(token)
    if request.method != "POST":
        return see_other(link_path(token))
    now, form = timezone.now(), SignatoryForm(request.POST)
    if not is_open(request, found):
        refused(token, "no code", now)
        return see_other(link_path(token))
    if form.is_valid():
        try:
            decide_by_link(
                token=token,
                browser=secret_of(request, found),
                answer=form.answer,
                signatory=form.signatory,
                at=now,
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return see_other(link_path(token))
    if why := links.why_not(found, now):
        raise LinkRefusedError(why)
    return to_read(request, found, token, form)


def to_open(
    request: HttpRequest,
    found: SignatureLink,
    token: str,
    *,
    form: CodeForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Offer to send a code, and to type it once one was sent. Tells nothing of the page."""
    sent_at = found.code_sent_at
    context = {
        "link": found,
        "token": token,
        "is_code_sent": bool(
            found.code_digest and sent_at and sent_at > timezone.now() - links.CODE_VALID_FOR
        ),
        "form": form or CodeForm(),
        "refusal": refusal,
    }
    return render(request, "signing/link/open.html", context, status=status)


def to_read(request: HttpRequest, found: SignatureLink, token: str, form: SignatoryForm) -> HttpResponse:
    """Show what is to be signed, and take the decision below it."""
    words = words_now(found.page_id)
    if words is None:
        raise LinkRefusedError(Outcome.CHANGED)
    context: dict[str, Any] = {
        "link": found,
        "token": token,
        "title": words.content["title"],
        "reading": reading(found.page, words, found.partner),
        "form": form,
    }
    return render(request, "signing/link/read.html", context)


def no_longer(request: HttpRequest, token: str, refusal: LinkRefusedError) -> HttpResponse:
    """Say why a link does not work; thank whoever has just used it."""
    if refusal.why is None:
        return render(request, "signing/link/none.html", status=HTTPStatus.GONE)
    found = links.found(token)
    sign_off = found.sign_off if is_open(request, found) else None
    context = {"link": found, "why": refusal.why.value, "sign_off": sign_off}
    return render(request, "signing/link/ended.html", context, status=200 if sign_off else HTTPStatus.GONE)


def let_in(response: HttpResponse, found: SignatureLink, token: str, browser: str) -> HttpResponse:
    """Give the browser what lets it read and sign: at the addresses of this link, for a few hours."""
    response.set_signed_cookie(
        COOKIE,
        browser,
        salt=salt_of(found),
        max_age=OPEN_FOR,
        path=link_path(token),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def is_open(request: HttpRequest, found: SignatureLink) -> bool:
    """Whether the code of this link was typed in this browser, not long ago."""
    return links.is_open_in(found, secret_of(request, found))


def secret_of(request: HttpRequest, found: SignatureLink) -> str:
    """Return the secret that this browser was given for this link; empty where it was given none."""
    return request.get_signed_cookie(COOKIE, default="", salt=salt_of(found), max_age=OPEN_FOR) or ""


def salt_of(found: SignatureLink) -> str:
    """Return what binds a cookie to one link."""
    return f"partners.signing.link.{found.pk}"


def link_path(token: str) -> str:
    """Return the address of a link."""
    return reverse("signature_links:link", args=[token])


def see_other(address: str) -> HttpResponse:
    """Lead on, so that sending again does nothing again."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
