"""The editors' side: each partner's part of a page, mine to write and the others' to read."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.agencies.opened_for import ABOUT_THE_FORM
from partners.parts import services, suggestions
from partners.parts.board import own_row, rows_of
from partners.parts.forms import AnswerForm, PartForm, Problem, SuggestionForm, problems_of
from partners.parts.kinds import PartKind, kind_of
from partners.parts.models import PartSuggestion
from partners.parts.rules import may_see_parts
from partners.parts.services import StalePartError
from partners.policy.refusals import NotAllowed
from partners.screens import furniture
from partners.sharing.page_forms import readable_key
from partners.sharing.screens import found_or_refused, person

NOT_SENT_AGAIN = (*ABOUT_THE_FORM, "based_on")
SAVED = "Saved. Readers see it when every partner has signed the page."
UNCHANGED = "Nothing was changed, so nothing was saved."


@dataclass(frozen=True)
class Typed:
    """What was sent and refused, to be shown again: a part, words to one partner, or an answer to them."""

    part: PartForm | None = None
    based_on: str = ""
    suggestion: SuggestionForm | None = None
    answer: AnswerForm | None = None


NOTHING_TYPED = Typed()


@require_safe
def parts(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show each partner's part: mine as a form, the others' to read. Raises PermissionDenied."""
    return board(request, *page_with_parts(request, page_id))


@require_POST
def save(request: HttpRequest, page_id: int, partner_id: int) -> HttpResponse:
    """Save the part of the partner that I act for; any other is refused, and what was typed shown again."""
    # A page that is not there is refused as one that is not mine.
    page = Page.objects.filter(pk=page_id).first() or Page(pk=page_id)
    try:
        # First: whoever may not write this part learns nothing of what would be wrong with the text.
        kind = services.writable_kind(page=page, by=person(request), partner_id=partner_id)
        return saved_or_shown(request, page, kind, partner_id)
    except NotAllowed as refusal:
        context = {**furniture("Not saved", "warning"), "refusal": str(refusal), "sent": texts_in(request)}
        return render(request, "parts/admin/refused.html", context, status=403)


def saved_or_shown(request: HttpRequest, page: Page, kind: PartKind, partner_id: int) -> HttpResponse:
    """Save what was sent, or show it again with what is in its way. Raises NotAllowed."""
    based_on = request.POST.get("based_on", "")
    form = kind.form(request.POST)
    if not form.is_valid():
        return board(request, page, kind, Typed(part=form, based_on=based_on))
    facts: dict[str, Any] = {
        "content": form.content(),
        "based_on": claimed(based_on),
        "partner_id": partner_id,
    }
    try:
        version = services.save_part(page=page, by=person(request), at=timezone.now(), **facts)
    except StalePartError as stale:
        return both_parts(request, page, kind, form, stale)
    is_same = based_on == (str(version.pk) if version else "")
    messages.success(request, UNCHANGED if is_same else SAVED)
    return redirect("parts:page", page.pk)


@require_POST
def suggest(request: HttpRequest, page_id: int, partner_id: int) -> HttpResponse:
    """Suggest a change to another partner's part. Raises PermissionDenied for pages that are not mine."""
    page, kind = page_with_parts(request, page_id)
    partner = found_or_refused(Partner.objects.all(), partner_id)
    form = SuggestionForm(request.POST, prefix=f"to-{partner.pk}")
    if not form.is_valid():
        return board(request, page, kind, Typed(suggestion=form))
    facts = {"text": form.cleaned_data["text"], "by": person(request), "at": timezone.now()}
    suggestions.suggest(page=page, partner=partner, **facts)
    messages.success(request, f"Your suggestion goes to the editors of {partner}.")
    return redirect("parts:page", page.pk)


@require_POST
def answer(request: HttpRequest, suggestion_id: int, verb: str) -> HttpResponse:
    """Take up, leave or take back a suggestion. Raises PermissionDenied for others', and for none."""
    if verb not in ("take-up", "leave", "take-back"):
        raise PermissionDenied
    found = found_or_refused(PartSuggestion.objects.select_related("page"), suggestion_id)
    page, kind = page_with_parts(request, found.page_id)
    form = AnswerForm(request.POST, prefix=f"answer-{found.pk}")
    if not form.is_valid():
        return board(request, page, kind, Typed(answer=form))
    facts: dict[str, Any] = {"suggestion": found, "by": person(request), "at": timezone.now()}
    try:
        if verb == "take-back":
            suggestions.take_back(**facts)
        else:
            suggestions.answer(taken_up=verb == "take-up", words=form.cleaned_data["words"], **facts)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The suggestion is taken back." if verb == "take-back" else "Answered.")
    return redirect("parts:page", page.pk)


def page_with_parts(request: HttpRequest, page_id: int) -> tuple[Page, PartKind]:
    """Return a page whose parts I may read, and their kind. Raises PermissionDenied for any other."""
    page = Page.objects.filter(pk=page_id).first()
    kind = kind_of(page) if page else None
    if page is None or kind is None or not may_see_parts(person(request), page):
        raise PermissionDenied
    return page, kind


def board(request: HttpRequest, page: Page, kind: PartKind, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    """Show the parts of a page; a form that was refused keeps what was typed."""
    user = person(request)
    rows = rows_of(page, kind, user)
    own = own_row(user, page, rows)
    form = typed.part
    if own and form is None:
        form = kind.form.showing(own.version.content if own.version else {})
    context = {
        **heading(request, page, kind),
        "page": page,
        "kind": kind,
        "own": own,
        "others": [(row, suggestion_form(row.partner.pk, typed)) for row in rows if row is not own],
        "asked": [(each, answer_form(each.pk, typed)) for each in own.suggestions] if own else [],
        "form": form,
        "based_on": typed.based_on if typed.part else own.based_on if own else "",
        "problems": problems_in(typed),
    }
    return render(request, "parts/admin/parts.html", context)


def suggestion_form(partner_id: int, typed: Typed) -> SuggestionForm:
    """Return the form for words to one partner, with what was typed in it."""
    form = SuggestionForm(prefix=f"to-{partner_id}")
    return typed.suggestion if typed.suggestion and typed.suggestion.prefix == form.prefix else form


def answer_form(suggestion_id: int, typed: Typed) -> AnswerForm:
    """Return the form for the answer to one suggestion, with what was typed in it."""
    form = AnswerForm(prefix=f"answer-{suggestion_id}")
    return typed.answer if typed.answer and typed.answer.prefix == form.prefix else form


def problems_in(typed: Typed) -> list[Problem]:
    """Return what is wrong in the form that was refused."""
    if typed.part:
        return typed.part.problems()
    short = typed.suggestion or typed.answer
    return problems_of(short) if short else []


def both_parts(
    request: HttpRequest, page: Page, kind: PartKind, form: PartForm, stale: StalePartError
) -> HttpResponse:
    """Show what a colleague saved meanwhile beside what was sent, with a way to keep either."""
    latest = stale.latest
    context = {
        **heading(request, page, kind, "Two texts of your part"),
        "page": page,
        "kind": kind,
        "latest": latest,
        "saved": kind.shown(latest.content) if latest and not latest.is_empty else None,
        "yours": kind.shown(form.content()) if form.content() else None,
        "sent": sent_again(request),
    }
    return render(request, "parts/admin/both_parts.html", context, status=409)


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a form that make up its text."""
    sent = [(key, value) for key, values in request.POST.lists() for value in values]
    return [(key, value) for key, value in sent if key not in NOT_SENT_AGAIN]


def texts_in(request: HttpRequest) -> list[str]:
    """Return what a person typed, for them to copy."""
    return [value for key, value in sent_again(request) if value and not key.endswith("_FORMS")]


def heading(request: HttpRequest, page: Page, kind: PartKind, title: str = "") -> dict[str, Any]:
    """Return what stands above the screen; the way back only for who may go there."""
    page = page.specific
    name = page.get_admin_display_title()
    may_edit = page.permissions_for_user(request.user).can_edit()
    above = [(name, reverse("wagtailadmin_pages:edit", args=[page.pk]))] if may_edit else []
    if title:
        above.append((kind.heading, reverse("parts:page", args=[page.pk])))
    return {**furniture(title or kind.heading, "group", *above), "name": name}


def claimed(words: str) -> int | None:
    """Return the version on which a form says that it is based; nobody's for what is none."""
    return readable_key(words) if words else None
