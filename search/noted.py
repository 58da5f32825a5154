"""What was noted in the transaction that is open: kept in Django's own list of what to do after the commit.

An entry of that list is there exactly as long as the savepoints are in which it was made. So while it is
there, the row that was written with it has not been rolled back either.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from search.models import Subject

RECENT = 100


class Note(NamedTuple):
    """What a row of the outbox says."""

    subject: Subject
    object_id: int
    hides: bool


@dataclass
class Wake:
    """Does something after the commit, once for all notes of a transaction."""

    action: Callable[[], object]
    done: bool = False

    def call(self) -> None:
        """Do it, unless it is done."""
        if not self.done:
            self.done = True
            self.action()


@dataclass
class Noted:
    """The entry for one note."""

    note: Note | None
    wake: Wake

    def __call__(self) -> None:
        self.wake.call()


@dataclass
class Recent:
    """The latest notes of the transaction, and what they will wake."""

    wake: Wake
    notes: set[Note | None] = field(default_factory=set)


def recent(action: Callable[[], object]) -> Recent:
    """Return the latest notes of this transaction, with something new to wake when there are none."""
    entries = [entry for entry in entries_now() if not entry.wake.done]
    return Recent(entries[-1].wake if entries else Wake(action), {entry.note for entry in entries})


def forget() -> None:
    """Let the same be noted again: rows have been worked off, and that may have been in this transaction."""
    for entry in entries_now():
        entry.note = None


def entries_now() -> list[Noted]:
    """Return the latest entries."""
    calls = [call for _, call, *_ in transaction.get_connection().run_on_commit[-RECENT:]]
    return [call for call in calls if isinstance(call, Noted)]
