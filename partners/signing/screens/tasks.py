"""The parts of a page as a list of tasks: whose each is, how far it is, and who takes which next step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.urls import reverse

from partners.agencies.acting import AnyUser, roles_from
from partners.agencies.models import Partner
from partners.parts.kinds import PartKind, kind_of
from partners.people.models import User
from partners.policy.table import Standing
from partners.signing import rules
from partners.signing.editor.anchors import edit_address
from partners.signing.screens.board import Board, Side
from partners.signing.screens.sentences import day, decision_of, moment_of, people, remarks_on


class Tone(StrEnum):
    """How a task stands, with the words of its mark."""

    DONE = "done"
    WAITS = "waits"
    STOPPED = "stopped"
    OPTIONAL = "optional"

    @property
    def label(self) -> str:
        """The mark in words."""
        return {"done": "Done", "waits": "To do", "stopped": "Stopped", "optional": "Can be added"}[self]


@dataclass(frozen=True)
class Task:
    """One part of a page: what it is, how far, and who does what next."""

    name: str
    tone: Tone
    status: str
    who: str
    url: str = ""
    step: str = ""
    quote: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    heading: str
    tasks: list[Task]


def groups_of(board: Board, user: AnyUser) -> list[Group]:
    """Return all tasks of a page; one query more for the reader's own partner."""
    may_edit = board.page.permissions_for_user(user).can_edit()
    kind = kind_of(board.page)
    approvers = list(approvers_of(board.acts_for)) if board.own and board.acts_for else []
    may_sign = board.waits and rules.may_sign(user, board.page.pk)
    found = [Group("The text that all share", common(board, may_edit))]
    if kind:
        parts = [part(side, kind, board) for side in board.sides]
        found.append(Group(kind.heading, parts))
    found.append(Group("Decisions", [decision(side, board, approvers, may_sign) for side in board.sides]))
    return [*found, Group("On the site", [going_live(board)])]


def common(board: Board, may_edit: bool) -> list[Task]:
    """Return the tasks about what all partners write together."""
    who = "Any editor of a partner that the page names"
    state = board.row
    by = f", {state.changed_by}" if state.changed_by else ""
    changed = f"Last changed on {day(state.changed_at)}{by}" if state.pk else "Not changed here yet"
    text = Task(
        "Common text",
        Tone.DONE if board.waits or not board.missing else Tone.WAITS,
        changed,
        who,
        edit_address(board.page) if may_edit else "",
        "Edit the text",
    )
    tags = [tagged(board, name, one, many, may_edit, who) for name, (one, many) in TAGS.items()]
    return [text, *tags, next_check(board, may_edit)]


TAGS = {"place_tags": ("place", "Places"), "theme_tags": ("theme", "Themes")}


def tagged(board: Board, name: str, one: str, many: str, may_edit: bool, who: str) -> Task:
    """Return the task of naming places or themes."""
    count = board.names[name] if board.names else 0
    status = f"{count} {one}{'' if count == 1 else 's'}" if count else "None yet; at least one is needed"
    url = edit_address(board.page, name) if may_edit else ""
    return Task(many, Tone.DONE if count else Tone.WAITS, status, who, url, f"Choose {many.lower()}")


def next_check(board: Board, may_edit: bool) -> Task:
    """Return the task of naming who knows whether the page is still right, and by when that is asked."""
    review = board.review
    contact = review.contact_name if review else ""
    due = f"To be checked by {day(review.review_on)}" if review else "The day is set when it goes on the site"
    return Task(
        "Contact and next check",
        Tone.DONE if contact and review and not review.is_overdue else Tone.OPTIONAL,
        f"{due}. {contact or 'No contact yet'}",
        "Any editor of a partner that the page names",
        reverse("freshness:page", args=[board.page.pk]) if may_edit else "",
        "Change the contact or the day",
    )


def part(side: Side, kind: PartKind, board: Board) -> Task:
    """Return the task of one partner to say something for itself."""
    written = side.part is not None and bool(side.part.digest)
    status = f"Saved on {day(side.part.saved_at)}" if side.part and written else "Says nothing for itself yet"
    return Task(
        f"{kind.title}: {side.partner.name}",
        Tone.DONE if written else Tone.OPTIONAL,
        status,
        f"Editors of {side.partner.name}",
        reverse("parts:page", args=[board.page.pk]),
        "Write it" if side.is_own else "Read it, or suggest a change",
    )


def decision(side: Side, board: Board, approvers: list[User], may_sign: bool) -> Task:
    """Return the task of one partner to decide."""
    known = people(approvers) if side.is_own else ""
    return Task(
        side.partner.name,
        tone_of(side),
        decision_of(side, board),
        f"An approver of {side.partner.name}" + (f": {known}" if known else ""),
        reverse("signing:sign", args=[board.page.pk]) if side.is_own and may_sign else "",
        "Read and decide",
        side.sign_off.words if side.sign_off else "",
        remarks_on(side),
    )


def tone_of(side: Side) -> Tone:
    """Return how a partner's decision stands."""
    if side.has_declined or (side.is_excused and not side.has_signed):
        return Tone.STOPPED
    return Tone.DONE if side.has_signed else Tone.WAITS


def going_live(board: Board) -> Task:
    """Return when the page goes on the site."""
    live = board.state.public.label
    if not board.waits:
        settled = not board.missing and not board.page.has_unpublished_changes
        return Task(
            "Publishing",
            Tone.DONE if settled else Tone.WAITS,
            live,
            "By itself, when every partner has signed",
        )
    dated = board.round is not None and board.round.go_live_at is not None
    when = f"From {moment_of(board)}, when every partner has signed" if dated else "With the last signature"
    return Task("Publishing", Tone.WAITS, f"{live}. {when}", "By itself")


def approvers_of(partner: Partner | None) -> Iterable[User]:
    """Return the people who can sign for a partner, by name; one query."""
    roles = roles_from(Standing.APPROVER)
    found = User.objects.filter(memberships__partner=partner, memberships__role__in=roles, is_active=True)
    return found.order_by("last_name", "first_name", "pk").distinct()
