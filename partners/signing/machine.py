"""How far a shared page has come: one table of states and events. The picture in docs/ is drawn from it.

A state has two sides. The text in work is being written, waits for signatures, is signed, or there is none.
What the public reads is nothing yet, the page, or why it is gone. An event that the table does not name in a
state cannot happen there.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import TextChoices


class Text(TextChoices):
    """The text in work."""

    WRITING = "writing", "Being written"
    WAITING = "waiting", "Waiting for signatures"
    SIGNED = "signed", "Signed by all, goes live on a date"
    SETTLED = "settled", "Nothing in work"


class Public(TextChoices):
    """What the public reads."""

    NEVER = "never", "Not published yet"
    LIVE = "live", "On the site"
    WITHDRAWN = "withdrawn", "Withdrawn"
    IN_ERROR = "in_error", "Taken down, published in error"


class Event(TextChoices):
    """What happens to a page."""

    CHANGE = "change", "The common text changes, or who is named"
    CHANGE_PART = "change_part", "A partner changes its own part"
    SUBMIT = "submit", "Somebody submits it for signing"
    TAKE_BACK = "take_back", "Somebody takes the submission back"
    SIGN = "sign", "A partner signs"
    DECLINE = "decline", "A partner declines"
    OVERRIDE = "override", "A convening partner overrides missing signatures"
    HOLD = "hold", "All is signed, and the go-live date is to come"
    LAPSE = "lapse", "On the go-live date a signature is missing"
    PUBLISH = "publish", "All is signed or overridden, and the date has come"
    WITHDRAW = "withdraw", "The lead partner withdraws it, with an explanation"
    TAKE_DOWN = "take_down", "The lead partner takes it down: published in error"


class State(NamedTuple):
    """Both sides."""

    text: Text
    public: Public


class Change(NamedTuple):
    """A line of the table: in which states an event may happen, and what follows. None: stays as it is."""

    text_from: frozenset[Text]
    public_from: frozenset[Public]
    text_to: dict[Text, Text]
    public_to: Public | None


class ImpossibleError(Exception):
    """This cannot happen to a page in this state."""


ANY_TEXT, ANY_PUBLIC = frozenset(Text), frozenset(Public)
IN_WORK = frozenset({Text.WAITING, Text.SIGNED})


def line(
    text_from: frozenset[Text],
    to: Text | None,
    public_from: frozenset[Public] = ANY_PUBLIC,
    shows: Public | None = None,
) -> Change:
    """Return a line in which the text comes to one state from all."""
    return Change(text_from, public_from, {text: to or text for text in text_from}, shows)


LIVE = frozenset({Public.LIVE})
WAITING = frozenset({Text.WAITING})
TABLE: dict[Event, Change] = {
    Event.CHANGE: line(ANY_TEXT, Text.WRITING),
    Event.CHANGE_PART: Change(
        ANY_TEXT,
        ANY_PUBLIC,
        {
            Text.WRITING: Text.WRITING,
            Text.WAITING: Text.WAITING,
            Text.SIGNED: Text.WAITING,
            Text.SETTLED: Text.WRITING,
        },
        None,
    ),
    Event.SUBMIT: line(frozenset({Text.WRITING}), Text.WAITING),
    Event.TAKE_BACK: line(IN_WORK, Text.WRITING),
    Event.SIGN: line(WAITING, None),
    Event.DECLINE: line(IN_WORK, Text.WAITING),
    Event.OVERRIDE: line(WAITING, None),
    Event.HOLD: line(WAITING, Text.SIGNED),
    Event.LAPSE: line(frozenset({Text.SIGNED}), Text.WAITING),
    Event.PUBLISH: line(IN_WORK, Text.SETTLED, shows=Public.LIVE),
    Event.WITHDRAW: line(ANY_TEXT, Text.WRITING, LIVE, Public.WITHDRAWN),
    Event.TAKE_DOWN: line(ANY_TEXT, Text.WRITING, LIVE, Public.IN_ERROR),
}


def can(state: State, event: Event) -> bool:
    """Whether this may happen to a page in this state."""
    change = TABLE[event]
    return state.text in change.text_from and state.public in change.public_from


def after(state: State, event: Event) -> State:
    """Return the state that follows. Raises ImpossibleError."""
    if not can(state, event):
        raise ImpossibleError(f"'{event.label}' cannot happen: {state.text.label}; {state.public.label}.")
    change = TABLE[event]
    return State(change.text_to[state.text], change.public_to or state.public)


def transitions() -> Iterator[tuple[Event, Text, Text, Public | None]]:
    """Yield each event with the text's state before and after, and what the public reads from then on."""
    for event, change in TABLE.items():
        for before in Text:
            if before in change.text_from:
                yield event, before, change.text_to[before], change.public_to
