"""What a page lacks before its partners can be asked to sign it, and what would make it better."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from partners.agencies.acting import roles_from
from partners.agencies.models import Membership
from partners.parts.kinds import kind_of
from partners.people.models import User
from partners.policy.table import Standing
from partners.sharing.forms import NO_LEAD, REQUIRED, TOO_FEW
from partners.sharing.models import ShareInvitation
from partners.signing.digests import NOT_WORDS, Content
from partners.signing.editor.anchors import edit_address
from partners.signing.screens.board import Board, Side
from partners.signing.screens.sentences import day

LONG_SUMMARY = 200  # characters
PICTURE = re.compile(r'<embed\b[^>]*embedtype="image"[^>]*>')
DESCRIBED = re.compile(r'\salt="[^"]*[^"\s][^"]*"')

SUMMARY_IS_LONG = "The summary has {count} characters. Cards are easier to read with {most} or fewer."
NO_TEXT = "There is no text below the summary yet."
NO_DESCRIPTION = "A picture in the text has no description. Describe it, unless it is there for looks alone."
SAYS_NOTHING = "{partner} says nothing for itself yet."
NO_CONTACT = "No contact is named who knows whether the page is still right."
OVERDUE = (
    "It was to be checked by {day}. That moves on when it goes on the site; choose a day if you know better."
)
NOBODY_SIGNS = "{partner} has no approver here, so nobody can sign for it with an account."
WRITER_ONLY = (
    "Only {person} can sign for {partner}, and wrote the latest text. {partner} needs another approver."
)
NOT_ANSWERED = "{partner} is asked to contribute and has not answered. If it joins later, all sign again."


@dataclass(frozen=True)
class Problem:
    """Something to mend: what it is, the editor's field where that is done, or else another address."""

    says: str
    field: str = ""
    url: str = ""


def blocking_problems(page_id: int) -> list[Problem]:
    """Return what has to be mended before a page can be submitted."""
    page = Page.objects.get(pk=page_id).specific.get_latest_revision_as_object()
    partners = reverse("sharing:partners", args=[page_id])
    found = [] if page.lead_partner else [Problem(NO_LEAD, url=partners)]
    found += [linked(page, says, name) for name, says in TOO_FEW.items() if not getattr(page, name).count()]
    try:
        page.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            found.append(linked(page, REQUIRED.get(name, " ".join(messages)), name))
    found += [linked(page, says, name) for name, says in page.lacks()]
    return [*found, *incomplete_rows(page)]


def incomplete_rows(page: Page) -> Iterator[Problem]:
    """Yield what is missing in rows that a draft may leave unfinished, such as those about providers.

    What rows point to is not looked up: the database keeps that.
    """
    for relation in get_all_child_relations(page):
        if relation.related_name not in NOT_WORDS:
            for row in getattr(page, relation.related_name).all():
                try:
                    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
                except ValidationError as error:
                    yield linked(page, " ".join(error.messages), relation.related_name)


def linked(page: Page, says: str, field: str) -> Problem:
    """Return a problem with the address of its field in the editor."""
    return Problem(says, field, edit_address(page, field))


def advice(board: Board) -> list[Problem]:
    """Return what would make a page better, or its signing easier; nobody has to follow it.

    The number of queries does not grow with the number of partners.
    """
    content: Content = board.words.content if board.words else {}
    return [
        *about_the_text(board.page, content),
        *about_its_check(board),
        *silent_partners(board),
        *missing_approvers(board),
        *open_invitations(board.page),
    ]


def about_the_text(page: Page, content: Content) -> Iterator[Problem]:
    """Yield advice about the common text."""
    summary = str(content.get("summary") or "")
    if len(summary) > LONG_SUMMARY:
        says = SUMMARY_IS_LONG.format(count=len(summary), most=LONG_SUMMARY)
        yield linked(page, says, "summary")
    if not content.get("body"):
        yield linked(page, NO_TEXT, "body")
    if any(not DESCRIBED.search(found) for found in pictures_in(content.get("body"))):
        yield linked(page, NO_DESCRIPTION, "body")


def pictures_in(value: Any) -> Iterator[str]:
    """Yield each picture in formatted text, as it is stored."""
    if isinstance(value, str):
        yield from PICTURE.findall(value)
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from pictures_in(each)


def about_its_check(board: Board) -> Iterator[Problem]:
    """Yield advice about who keeps the page right, and by when; no query."""
    url = reverse("freshness:page", args=[board.page.pk])
    if board.review is None or not board.review.contact_name:
        yield Problem(NO_CONTACT, url=url)
    if board.review and board.review.is_overdue:
        yield Problem(OVERDUE.format(day=day(board.review.review_on)), url=url)


def silent_partners(board: Board) -> Iterator[Problem]:
    """Yield the partners that say nothing for themselves; no query."""
    if kind_of(board.page):
        for side in board.sides:
            if not (side.part and side.part.digest):
                url = reverse("parts:page", args=[board.page.pk])
                yield Problem(SAYS_NOTHING.format(partner=side.partner), url=url)


def missing_approvers(board: Board) -> Iterator[Problem]:
    """Yield the partners for which nobody can sign, or only who wrote the text; two queries."""
    here = Membership.objects.filter(
        partner__in=[side.share.partner_id for side in board.sides], user__is_active=True
    )
    sizes = dict(here.order_by().values_list("partner").annotate(Count("pk")))
    approvers: dict[int, list[User]] = {}
    for each in here.filter(role__in=roles_from(Standing.APPROVER)).select_related("user"):
        approvers.setdefault(each.partner_id, []).append(each.user)
    for side in board.sides:
        known, size = approvers.get(side.share.partner_id, []), sizes.get(side.share.partner_id, 0)
        yield from what_keeps_from_signing(side, known, size, board.row.changed_by_id)


def what_keeps_from_signing(
    side: Side, approvers: list[User], size: int, writer: int | None
) -> Iterator[Problem]:
    """Yield what keeps one partner, with so many people, from signing."""
    if not approvers:
        yield Problem(NOBODY_SIGNS.format(partner=side.partner))
    elif size > 1 and [each.pk for each in approvers] == [writer]:
        yield Problem(WRITER_ONLY.format(partner=side.partner, person=approvers[0]))


def open_invitations(page: Page) -> Iterator[Problem]:
    """Yield the partners that are asked to contribute and have not answered; one query."""
    for each in ShareInvitation.objects.filter(page=page.pk, answer="").select_related("partner"):
        url = reverse("sharing:partners", args=[page.pk])
        yield Problem(NOT_ANSWERED.format(partner=each.partner), url=url)
