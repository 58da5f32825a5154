"""Bringing an index to the state of the database, for rows of the outbox or for everything."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from search import noted
from search.documents import Document, key_of
from search.engines import Batch, EngineUnavailableError, SearchEngine
from search.fanout import keys_about
from search.lookups import Lookups
from search.models import SearchOutbox
from search.sources import SOURCES, grouped

logger = logging.getLogger(__name__)

CHUNK = 500
MOST_TRIES = 8
LONGEST_ERROR = 2_000

Failures = dict[str, Exception]


def apply_keys(keys: Iterable[str], batch: Batch, lookups: Lookups) -> Failures:
    """Write what the database says of these things: a document, or that there is none. Does not commit."""
    failures: Failures = {}
    for name, ids in grouped(keys).items():
        built = SOURCES[name].build(ids, lookups)
        failures |= {key_of(name, object_id): error for object_id, error in built.failures.items()}
        for object_id in ids:
            if object_id in built.documents:
                failures |= put(built.documents[object_id], batch)
            elif object_id not in built.failures:
                batch.remove(key_of(name, object_id))
    return failures


def put(document: Document, batch: Batch) -> Failures:
    """Write one document. One that the engine does not take must not hold up the others."""
    try:
        batch.put(document)
    except EngineUnavailableError:
        raise
    except Exception as error:
        logger.exception("The search engine does not take %s.", document.key)
        return {document.key: error}
    return {}


def apply_rows(rows: Sequence[SearchOutbox], batch: Batch) -> dict[int, Exception]:
    """Write all that these rows are about, each thing once, commit, and return row → error.

    Raises EngineUnavailableError; nothing is sure then.
    """
    lookups = Lookups()
    done: set[str] = set()
    failures: Failures = {}
    for row in rows:
        for chunk in chunks(keys_about(row.subject, row.object_id)):
            failures |= apply_keys([key for key in chunk if key not in done], batch, lookups)
            done.update(chunk)
    failures |= batch.commit()
    return failed_rows(rows, failures) if failures else {}


def failed_rows(rows: Sequence[SearchOutbox], failures: Failures) -> dict[int, Exception]:
    """Return the rows that are about anything that failed, with its error."""
    return {
        row.pk: failures[key]
        for row in rows
        for key in keys_about(row.subject, row.object_id)
        if key in failures
    }


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    """Yield the keys in lists of a size that the database reads well."""
    each = iter(keys)
    while chunk := [key for _, key in zip(range(CHUNK), each, strict=False)]:
        yield chunk


def acknowledge(rows: Sequence[SearchOutbox], failed: dict[int, Exception], engine: SearchEngine) -> None:
    """Note that an engine has taken rows in, and put off those that failed.

    Rows are named one by one: what was written meanwhile about the same things stays.
    """
    noted.forget()
    done = [row.pk for row in rows if row.pk not in failed]
    SearchOutbox.objects.filter(pk__in=done).update(**{f"in_{engine.name}": True})
    for row in rows:
        if row.pk in failed:
            put_off(row, failed[row.pk])


def put_off(row: SearchOutbox, error: Exception) -> None:
    """Try a row again later, twice as late each time; set it aside after the eighth time."""
    row.tries += 1
    row.error = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
    row.retry_at = timezone.now() + timedelta(seconds=2**row.tries)
    row.set_aside_at = timezone.now() if row.tries >= MOST_TRIES else None
    row.save(update_fields=["tries", "error", "retry_at", "set_aside_at"])
