"""Working off the outbox, into every engine that is in use."""

import logging
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from search.completeness import clear_away, is_complete
from search.engines import Batch, EngineBusyError, EngineSilentError, EngineUnavailableError, SearchEngine
from search.engines.choice import engines
from search.indexing import acknowledge, apply_rows
from search.models import SearchOutbox
from search.rebuild import rebuild_index
from search.related.noting import Noting

logger = logging.getLogger(__name__)

# Somebody may be waiting for the page that they saved.
WAIT = 2.0
ROWS = 200


@dataclass(frozen=True)
class Drained:
    """What came of working off the outbox: rows that the engine that answers took in, and that any did not.

    `problem` says why nothing more could be done, for people.
    """

    done: int = 0
    failed: int = 0
    problem: str = ""


def drain(wait: float = WAIT) -> Drained:
    """Work off every row that is due. Never raises over the state of an engine: rows then simply stay.

    Only one process works at a time on an engine. When another one is at it for longer than `wait` seconds,
    it will find our rows too, for it looks again before it stops. An engine that cannot be written to keeps
    no other from being brought up to date.
    """
    # The one that answers comes last: a thing that it alone refuses is then in all others.
    outcomes = [drain_into(engine, wait) for engine in reversed(engines())]
    clear_away()
    return Drained(
        done=outcomes[-1].done,
        failed=max(outcome.failed for outcome in outcomes),
        problem=" ".join(outcome.problem for outcome in outcomes if outcome.problem),
    )


def drain_into(engine: SearchEngine, wait: float) -> Drained:
    """Bring one engine up to date."""
    if not is_complete(engine):
        return start_afresh(engine)
    if not due(engine).exists():
        return Drained()
    try:
        with engine.writing(wait) as batch:
            return work_off(engine, Noting(batch) if engine.name == "embedded" else batch)
    except (EngineBusyError, EngineSilentError) as error:
        return Drained(problem=str(error))
    except EngineUnavailableError as error:
        logger.warning("The search index is built anew: %s", error)
        return start_afresh(engine)


def start_afresh(engine: SearchEngine) -> Drained:
    """Build the index that is missing, damaged or not up to date."""
    before = due(engine).count()
    try:
        rebuild_index(engine)
    except (EngineBusyError, EngineSilentError) as error:
        return Drained(problem=str(error))
    except EngineUnavailableError as error:
        logger.exception("The search index cannot be built.")
        return Drained(problem=str(error))
    return Drained(done=before)


def work_off(engine: SearchEngine, batch: Batch) -> Drained:
    """Work off rows until none is due."""
    done = failed = 0
    while rows := list(due(engine).order_by("pk")[:ROWS]):
        failures = apply_rows(rows, batch)
        acknowledge(rows, failures, engine)
        clear_away()
        done, failed = done + len(rows) - len(failures), failed + len(failures)
    return Drained(done, failed)


def due(engine: SearchEngine) -> QuerySet[SearchOutbox]:
    """Return the rows that an engine should take in now."""
    now_or_earlier = Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())
    return SearchOutbox.objects.filter(
        now_or_earlier, set_aside_at__isnull=True, **{f"in_{engine.name}": False}
    )
