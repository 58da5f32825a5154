"""What the screens of signing say in whole sentences: how far a page has come, and what happens next."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from partners.people.models import User
from partners.signing.machine import Public, Text
from partners.signing.models import Decision, SignOff
from partners.signing.screens.board import Board, Side

NEVER_SAVED = "Nothing is saved yet."
READY = "When the text is ready, an editor of any partner that it names submits it for signing."
SETTLED = (
    "It is on the site, and nothing waits. Whoever changes the text starts anew: "
    "what is on the site stays there until every partner has signed the change."
)
MEANWHILE = {
    Public.NEVER: "",
    Public.LIVE: "What is on the site stays there until then.",
    Public.WITHDRAWN: "It was withdrawn; it comes back when every partner has signed again.",
    Public.IN_ERROR: "It was published in error; it comes back when every partner has signed again.",
}
DECIDED = {
    Decision.APPROVED: "Signed",
    Decision.WITH_NOTE: "Signed with a note",
    Decision.DECLINED: "Declined",
}
WROTE_IT_TOO = "Its only person wrote the latest text and signed it. Everybody can see that."


def what_next(board: Board) -> str:
    """Return what happens next with a page, and who makes it happen."""
    text = board.state.text
    if board.words is None:
        return NEVER_SAVED
    if text == Text.SETTLED:
        return SETTLED
    if text == Text.SIGNED:
        return f"Every partner has signed. It goes on the site by itself on {moment_of(board)}."
    said = waiting(board) if text == Text.WAITING else READY
    return " ".join(filter(None, (said, MEANWHILE[board.state.public])))


def waiting(board: Board) -> str:
    """Return for whom a page waits, and what comes then."""
    declined, silent = board.declined, [side for side in board.missing if not side.has_declined]
    by_when = f" by {day(board.round.due_on)}" if board.round and board.round.due_on else ""
    said = []
    if declined:
        who = names(declined)
        said.append(f"{who} declined. Talk to each other, and change the text or ask {who} to decide anew.")
    if silent:
        said.append(f"{names(silent)} {'has' if len(silent) == 1 else 'have'} to decide{by_when}.")
    when = f"on {moment_of(board)} at the earliest" if board.round and board.round.go_live_at else "at once"
    said.append(f"With the last signature it goes on the site {when}.")
    return " ".join(said)


def decision_of(side: Side, board: Board) -> str:
    """Return in one line what a partner has decided, or how far it is."""
    if side.sign_off:
        return decided(side.sign_off)
    if side.is_excused:
        return "Overridden: the page goes on the site without its signature"
    if board.waits and side.looking:
        return f"{side.looking.by} is looking at it since {day(side.looking.at)}"
    if board.waits and board.round:
        return f"Asked on {day(board.round.submitted_at)}, has not decided yet"
    return "On the site without its signature" if board.state.text == Text.SETTLED else "Not asked yet"


def decided(sign_off: SignOff) -> str:
    """Return a decision with its day and who made it."""
    who = sign_off.signatory or sign_off.by
    by = f", {who}" if who else ""
    return f"{DECIDED[Decision(sign_off.decision)]} on {day(sign_off.at)}{by}"


def remarks_on(side: Side) -> list[str]:
    """Return what else there is to say about a partner's decision."""
    said = []
    if side.sign_off and side.sign_off.wrote_it_too:
        said.append(WROTE_IT_TOO)
    if side.lapsed and side.lapsed.lapsed_at:
        why = side.lapsed.get_lapsed_because_display().lower()
        said.append(f"{decided(side.lapsed)}. It counts no more since {day(side.lapsed.lapsed_at)}: {why}.")
    return said


def ends_with_a_change(sides: list[Side]) -> str:
    """Return what saving another common text would end; empty where that is nothing."""
    if not sides:
        return ""
    count = "the decision" if len(sides) == 1 else f"{len(sides)} decisions"
    return (
        f"If you save a change of the common text, {count} of {names(sides)} "
        f"{'ends' if len(sides) == 1 else 'end'}, and the page has to be submitted again."
    )


def names(sides: Iterable[Side]) -> str:
    """Return the names of partners in a sentence."""
    return get_text_list([side.partner.name for side in sides], "and")


def people(users: Iterable[User]) -> str:
    """Return the names of people, any one of whom will do."""
    return get_text_list([str(user) for user in users], "or")


def moment_of(board: Board) -> str:
    """Return the day and time from which the page is to be on the site."""
    at = board.round.go_live_at if board.round else None
    local = timezone.localtime(at) if at else None
    return f"{day(local)} at {date_format(local, 'H:i')}" if local else "its date"


def day(moment: date) -> str:
    """Return a day, or the day of a moment here, in words."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "j F Y")
