"""Writing to the outbox, and waking whoever works it off."""

from collections.abc import Iterable

from django.db import transaction

from search.models import SearchOutbox, Subject
from search.noted import Note, Noted, recent
from search.tasks import drain_outbox


def note(subject: Subject, object_ids: Iterable[int], *, hides: bool = False) -> None:
    """Note that these must be indexed anew, in the transaction of whatever changed them.

    `hides` says that the change may take them away from the public. What one transaction notes several
    times in short order is written once.
    """
    before = recent(drain_outbox.enqueue)
    notes = dict.fromkeys(Note(subject, object_id, hides) for object_id in object_ids)
    fresh = [each for each in notes if each not in before.notes]
    SearchOutbox.objects.bulk_create([SearchOutbox(**each._asdict()) for each in fresh])
    for each in fresh:
        transaction.on_commit(Noted(each, before.wake), robust=True)
