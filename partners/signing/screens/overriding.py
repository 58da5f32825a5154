"""Going live without every signature, and the review of that by others."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partners.agencies.acting import standing_of
from partners.policy.table import Standing
from partners.signing import overrides, rules
from partners.signing.decisions import Seen
from partners.signing.forms import OverrideForm, ReviewForm
from partners.signing.models import Override
from partners.signing.screens.board import board_of
from partners.signing.screens.deciding import CONFLICT
from partners.signing.screens.frame import carried_out, frame, my_page, person
from partners.signing.screens.sentences import names

OVERRIDDEN = "Done. Everybody sees whose signatures are missing, and why."
REVIEWED = "Kept. The page is flagged no more."


@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let a page go on the site without the signatures that are missing."""
    found, user = my_page(request, page_id), person(request)
    board = board_of(found, user)
    if board.words is None or board.acts_for is None or not rules.may_override(user, board.words):
        raise PermissionDenied(rules.NOT_CONVENING)
    digest, part = board.words.digest, board.words.part_digest(board.acts_for.pk)
    form = OverrideForm(
        request.POST if request.method == "POST" else None, initial={"common": digest, "part": part}
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        seen = Seen(form.cleaned_data["common"], form.cleaned_data["part"])
        stale = (seen.common, seen.part) != (digest, part)
        answer = carried_out(
            request,
            form,
            overrides.override,
            OVERRIDDEN,
            found.pk,
            page=found,
            reason=form.cleaned_data["reason"],
            seen=seen,
        )
        if answer:
            return answer
        form.data = {**form.data.dict(), "common": digest, "part": part}  # type: ignore[attr-defined]  # a request's data; the text of now is shown
    missing = board.missing
    context = {
        **frame(found, "Publish without every signature"),
        "board": board,
        "form": form,
        "missing": missing,
        "missing_names": names(missing),
        "own_is_missing": any(side.is_own for side in missing),
        "waits": board.waits,
    }
    return render(request, "signing/admin/override.html", context, status=CONFLICT if stale else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, override_id: int) -> HttpResponse:
    """Say what I found about an override, so that it is flagged no more."""
    related = Override.objects.select_related("page", "for_partner", "by").prefetch_related("missing")
    about = related.filter(pk=override_id).first()
    if about is None:
        raise PermissionDenied
    found, user = my_page(request, about.page_id), person(request)
    if standing_of(user) is not Standing.OPERATOR and not rules.may_sign(user, found.pk):
        raise PermissionDenied(rules.NOT_APPROVERS)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = carried_out(
            request, form, overrides.review, REVIEWED, found.pk, override=about, **form.cleaned_data
        )
        if answer:
            return answer
    context = {**frame(found, "Review an override"), "override": about, "form": form}
    return render(request, "signing/admin/review.html", context)
