"""What the index may hold and searches must not show or count."""

from search.documents import key_of
from search.engines import SearchEngine
from search.models import Subject
from search.outbox import note
from search.scope import Scope
from search.sources import grouped, visible_keys
from search.sql import HIDING, rows


def scope_now() -> Scope:
    """Return what is to be left out now: one query, and one for each source with rows waiting."""
    branches: set[int] = set()
    waiting: set[str] = set()
    for subject, object_id in rows(HIDING):
        if subject == "private":
            branches.add(object_id)
        else:
            waiting.add(key_of(subject, object_id))
    return Scope(frozenset(waiting - visible_keys(waiting)), frozenset(branches))


def drifted(engine: SearchEngine) -> set[str]:
    """Compare all of the index with the database, and note what must leave it. Raises EngineUnavailableError.

    Takes time in proportion to the index. Nothing leads here in the ordinary course of things.
    """
    held = engine.keys()
    gone = held - visible_keys(held)
    for source, ids in grouped(gone).items():
        note(Subject(source), ids, hides=True)
    return gone
