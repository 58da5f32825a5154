"""Working off the outbox."""

import logging
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from search.engines import Batch, EngineBusyError, EngineUnavailableError
from search.engines.choice import engine
from search.indexing import acknowledge, apply_rows
from search.models import SearchOutbox
from search.rebuild import rebuild

logger = logging.getLogger(__name__)

# Somebody may be waiting for the page that they saved.
WAIT = 2.0
ROWS = 200


@dataclass(frozen=True)
class Drained:
    """What came of working off the outbox. `problem` says why nothing more could be done, for people."""

    done: int = 0
    failed: int = 0
    problem: str = ""


def drain(wait: float = WAIT) -> Drained:
    """Work off every row that is due. Never raises over the state of the engine: rows then simply stay.

    Only one process works at a time. When another one is at it for longer than `wait` seconds, it will
    find our rows too, for it looks again before it stops.
    """
    if not due().exists():
        return Drained()
    try:
        with engine().writing(wait) as batch:
            return work_off(batch)
    except EngineBusyError as error:
        return Drained(problem=str(error))
    except EngineUnavailableError as error:
        logger.warning("The search index is built anew: %s", error)
        return start_afresh()


def start_afresh() -> Drained:
    """Build the index that is missing or damaged."""
    before = due().count()
    try:
        rebuild()
    except (EngineBusyError, EngineUnavailableError) as error:
        logger.exception("The search index cannot be built.")
        return Drained(problem=str(error))
    return Drained(done=before)


def work_off(batch: Batch) -> Drained:
    """Work off rows until none is due."""
    done = failed = 0
    while rows := list(due().order_by("pk")[:ROWS]):
        keep = engine().rebuild_under_way()
        failures = apply_rows(rows, batch)
        batch.commit()
        acknowledge(rows, failures, keep=keep)
        done, failed = done + len(rows) - len(failures), failed + len(failures)
    if not engine().rebuild_under_way():
        # Kept for a rebuild that was broken off.
        SearchOutbox.objects.filter(applied=True).delete()
    return Drained(done, failed)


def due() -> QuerySet[SearchOutbox]:
    """Return the rows that should be worked off now."""
    now_or_earlier = Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())
    return SearchOutbox.objects.filter(now_or_earlier, set_aside_at__isnull=True, applied=False)
