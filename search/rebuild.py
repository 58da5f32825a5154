"""Building the whole index anew, beside the one in use."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from search.completeness import clear_away, note_complete
from search.documents import Source, key_of, split_key
from search.engines import Rebuild, SearchEngine
from search.engines.choice import engines
from search.indexing import CHUNK, Failures, acknowledge, apply_keys, apply_rows, put_off
from search.lookups import Lookups
from search.models import SearchOutbox
from search.sources import ALL

Show = Callable[[Iterable[str], str, int], Iterable[str]]


@dataclass
class Rebuilt:
    """What came of building the index: how many things it has seen, and what could not be written."""

    seen: int = 0
    failures: Failures = field(default_factory=dict)


def silently(keys: Iterable[str], label: str, total: int) -> Iterable[str]:
    """Show nothing."""
    return keys


def rebuild(show: Show = silently) -> Rebuilt:
    """Build the index of every engine in use. Raises EngineBusyError, EngineUnavailableError."""
    outcome = Rebuilt()
    for engine in engines():
        one = rebuild_index(engine, show)
        outcome = Rebuilt(one.seen, outcome.failures | one.failures)
    return outcome


def rebuild_index(engine: SearchEngine, show: Show = silently) -> Rebuilt:
    """Build a new index and put it in the place of the old, which answers and is kept up to date until then.

    What is published meanwhile is in the new index, too: its rows are kept, and worked off once more
    before the new index is used. `show` may wrap the keys to show progress.
    Raises EngineBusyError, EngineUnavailableError.
    """
    outcome = Rebuilt()
    with engine.rebuilding() as fresh, little_looked_through():
        # What these say has been in the database since before the first thing is read below.
        clear_away(filling=engine)
        lookups = Lookups()
        for source in ALL:
            for chunk in shown_chunks(source, show):
                outcome.failures |= apply_keys(chunk, fresh, lookups)
                outcome.seen += len(chunk)
        outcome.failures |= fresh.commit()
        with fresh.put_in_place():
            rows, failed = catch_up(fresh)
        # Before anybody fills another one, which would keep the rows.
        acknowledge(rows, failed, engine)
        note_complete(engine)
    clear_away()
    remember(outcome.failures)
    return outcome


@contextmanager
def little_looked_through() -> Iterator[None]:
    """Let Python look for garbage only in what is made from now on.

    Documents make it look often, and going through all of the product each time took a fifth of a run.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def catch_up(fresh: Rebuild) -> tuple[list[SearchOutbox], dict[int, Exception]]:
    """Write what the outbox says, also what was tried in vain before."""
    rows = list(SearchOutbox.objects.order_by("pk"))
    return rows, apply_rows(rows, fresh)


def shown_chunks(source: Source, show: Show) -> Iterator[list[str]]:
    """Yield the keys of all that a source has, in chunks, and show how far it is."""
    total = source.count()
    chunk: list[str] = []
    for key in show(keys_of(source), str(source.model._meta.verbose_name_plural).capitalize(), total):
        chunk.append(key)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def keys_of(source: Source) -> Iterator[str]:
    """Yield the keys of all that might be public, in order of their ids."""
    last = 0
    while ids := source.ids_after(last, CHUNK):
        yield from (key_of(source.name, object_id) for object_id in ids)
        last = ids[-1]


def remember(failures: Failures) -> None:
    """Write a row for everything that could not be indexed, so that it is tried again."""
    for key, error in failures.items():
        subject, object_id = split_key(key)
        if SearchOutbox.objects.filter(subject=subject, object_id=object_id, tries__gt=0).exists():
            continue  # another engine could not be given it either
        row = SearchOutbox(subject=subject, object_id=object_id)
        row.save()
        row.refresh_from_db()
        put_off(row, error)
