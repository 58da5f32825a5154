"""Comparing every index with the database, and noting what differs, so that whatever was missed comes right.

Nothing should differ. What does was changed past the signals (by `queryset.update()`, or by hand), or was set
aside after it had failed too often.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from search.documents import Source, key_of
from search.engines import EngineUnavailableError, SearchEngine
from search.engines.choice import engines
from search.lookups import Lookups
from search.models import SearchOutbox, Subject
from search.outbox import note
from search.rebuild import Show, shown_chunks, silently
from search.sources import ALL, grouped, visible_keys

Answer = TypeVar("Answer")


@dataclass
class Swept:
    """What came of comparing: how many things, which keys differed, and which engines could not be asked."""

    seen: int = 0
    differing: set[str] = field(default_factory=set)
    problems: dict[str, str] = field(default_factory=dict)


def sweep(show: Show = silently, *, write: bool = True) -> Swept:
    """Compare all of every index with the database, in ranges of keys, and note what must be indexed anew.

    What was set aside gets another chance. Takes as long as building an index, and writes to none.
    """
    swept, seen, lookups = Swept(), set[str](), Lookups()
    for source in ALL:
        for keys in shown_chunks(source, show):
            swept.differing |= differing(source, keys, swept, lookups)
            seen.update(keys)
    swept.seen = len(seen)
    for engine in engines():
        # What these name may have been published while we compared: whoever works the note off will look.
        swept.differing |= (asked(engine, engine.keys, swept) or seen) - seen
    if write:
        SearchOutbox.objects.filter(set_aside_at__isnull=False).update(
            set_aside_at=None, retry_at=None, tries=0
        )
        note_all(swept.differing)
    return swept


def note_all(keys: set[str]) -> None:
    """Note what must be indexed anew. Searches need to look up only what may have to be hidden."""
    visible = visible_keys(keys)
    for hides, some in ((False, keys & visible), (True, keys - visible)):
        for name, ids in grouped(some).items():
            note(Subject(name), ids, hides=hides)


def differing(source: Source, keys: list[str], swept: Swept, lookups: Lookups) -> set[str]:
    """Return which of these any engine holds otherwise than the database says."""
    built = source.build(grouped(keys)[source.name], lookups)
    right = {document.key: document.version for document in built.documents.values()}
    failed = {key_of(source.name, object_id) for object_id in built.failures}
    found: set[str] = set()
    for engine in engines():
        held = asked(engine, partial(engine.versions, keys), swept)
        if held is not None:
            found.update(key for key in keys if held.get(key) != right.get(key))
    return found - failed


def asked(engine: SearchEngine, question: Callable[[], Answer], swept: Swept) -> Answer | None:
    """Return an engine's answer, or nothing for one that cannot answer, or could not a moment ago."""
    if engine.name in swept.problems:
        return None
    try:
        return question()
    except EngineUnavailableError as error:
        swept.problems[engine.name] = str(error)
        return None
