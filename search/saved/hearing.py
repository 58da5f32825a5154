"""Hearing of what became public: from the index, which takes in whatever was published."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from outcomes.proposals.models import Proposal
from search.documents import key_of
from search.pages import PageSource
from search.proposals import ProposalSource
from search.saved.models import Thing
from search.saved.tasks import match_what_is_new
from search.sources import grouped
from search.written import documents_written

CHUNK = 500
# The index was built anew for less long than this, and nothing was heard meanwhile.
MISSED = timedelta(days=7)


def hear(sender: Any, keys: Collection[str], **_: Any) -> None:
    """The index took in things that anybody may see: note those that are new."""
    if note(keys, at=timezone.now()):
        transaction.on_commit(match_what_is_new.enqueue, robust=True)


def note(keys: Collection[str], *, at: datetime) -> int:
    """Note which of these were never public before. Return how many."""
    fresh: list[Thing] = []
    for source, ids in grouped(keys).items():
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            there = Thing.objects.filter(source=source, object_id__in=chunk)
            known = set(there.values_list("object_id", flat=True))
            fresh += [
                Thing(source=source, object_id=each, noted_at=at)
                for each in dict.fromkeys(chunk)
                if each not in known
            ]
    Thing.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=CHUNK)
    return len(fresh)


def note_missed(*, at: datetime) -> int:
    """Note what was published in the last days and not heard of. Return how many."""
    there = Thing.objects.filter(object_id=OuterRef("pk"))
    pages, proposals = PageSource(), ProposalSource()
    lately = pages.candidates().filter(last_published_at__gte=at - MISSED)
    missed = lately.exclude(Exists(there.filter(source=pages.name))).values_list("pk", flat=True)
    visible = pages.visible(list(missed))
    accepted = Proposal.objects.public().filter(accepted_at__gte=at - MISSED)
    unheard = accepted.exclude(Exists(there.filter(source=proposals.name))).values_list("pk", flat=True)
    keys = [key_of(pages.name, each) for each in sorted(visible)]
    return note([*keys, *(key_of(proposals.name, each) for each in unheard)], at=at)


def connect() -> None:
    """Listen."""
    documents_written.connect(hear, dispatch_uid="search.saved.hear")
