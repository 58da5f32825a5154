"""How search is doing, for `manage.py doctor`."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from search.completeness import is_complete
from search.drain import due
from search.engines.choice import engines
from search.models import SearchOutbox

# The cron job runs every minute. What waits longer than a few of them does not wait for that.
LONG = 300
MOST_SHOWN = 20


class Finding(NamedTuple):
    """One thing about search, and whether a person has to do something about it."""

    sentence: str
    bad: bool = False


def findings() -> Iterator[Finding]:
    """Yield what there is to say."""
    for engine in engines():
        if not engine.is_ready():
            yield Finding(f"The index of {engine.name} cannot be read.", bad=True)
        elif not is_complete(engine):
            yield Finding(f"The index of {engine.name} is not up to date: the next drain builds it.")
        else:
            yield Finding(f"The index of {engine.name} can be read.")
        waiting = due(engine)
        oldest = waiting.aggregate(oldest=Min("written_at"))["oldest"]
        if oldest:
            age = int((timezone.now() - oldest).total_seconds())
            said = f"Changes waiting for {engine.name}: {waiting.count():,}, the oldest for {age:,} seconds."
            yield Finding(said, bad=age > LONG)
    yield from set_aside()


def set_aside() -> Iterator[Finding]:
    """Yield what failed too often, with the reason."""
    rows = SearchOutbox.objects.filter(set_aside_at__isnull=False).order_by("pk")
    for row in rows[:MOST_SHOWN]:
        what = f"{row.get_subject_display()} ({row.object_id})"
        yield Finding(f"{what} cannot be indexed: {row.error}", bad=True)
    if (more := rows.count() - MOST_SHOWN) > 0:
        yield Finding(f"{more:,} more cannot be indexed.", bad=True)
