"""Writing to the outbox, and waking whoever works it off."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from search.models import SearchOutbox, Subject
from search.tasks import drain_outbox


class Note(NamedTuple):
    """What a row says."""

    subject: Subject
    object_id: int
    hides: bool


class Wake:
    """What happens after the commit, once for a transaction; it also knows what was noted in it already."""

    def __init__(self) -> None:
        self.noted: dict[Note, frozenset[str]] = {}

    def __call__(self) -> None:
        drain_outbox.enqueue()


def note(subject: Subject, object_ids: Iterable[int], *, hides: bool = False) -> None:
    """Note that these must be indexed anew, in the transaction of whatever changed them.

    `hides` says that the change may take them away from the public. What one transaction notes several
    times is written once.
    """
    connection = transaction.get_connection()
    wake, savepoints = wake_of(connection), frozenset(connection.savepoint_ids)
    notes = [Note(subject, object_id, hides) for object_id in object_ids]
    # A note made in a savepoint that is no longer open may have been rolled back, so it does not count.
    fresh = [each for each in notes if not wake.noted.get(each, {"closed"}) <= savepoints]
    if not fresh:
        return
    SearchOutbox.objects.bulk_create([SearchOutbox(**each._asdict()) for each in fresh])
    first = not wake.noted
    wake.noted.update(dict.fromkeys(fresh, savepoints))
    if first:
        transaction.on_commit(wake, robust=True)


def wake_of(connection: BaseDatabaseWrapper) -> Wake:
    """Return what will certainly be called after this transaction, if it is committed, or a new one."""
    savepoints = set(connection.savepoint_ids)
    for needed, call, *_ in connection.run_on_commit:
        if isinstance(call, Wake) and needed <= savepoints:
            return call
    return Wake()
