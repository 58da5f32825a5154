"""What the index may hold and searches must not show or count, and what else a search goes by."""

from dataclasses import dataclass

from search.documents import key_of
from search.engines import SearchEngine
from search.models import Subject
from search.outbox import note
from search.scope import Scope
from search.sources import grouped, visible_keys
from search.sql import STATE, rows
from search.synonyms.selectors import table_of
from search.synonyms.table import SynonymTable


@dataclass(frozen=True)
class State:
    """What searches go by at one moment."""

    scope: Scope
    synonyms: SynonymTable


def state_now() -> State:
    """Return what searches go by now: one query, and one for each source with rows waiting.

    One more when the synonyms were changed just now.
    """
    branches: set[int] = set()
    waiting: set[str] = set()
    synonyms: tuple[object, ...] = ()
    for subject, number, *more in rows(STATE):
        if subject == "synonyms":
            synonyms = (number, *more)
        elif subject == "private":
            branches.add(number)
        else:
            waiting.add(key_of(subject, number))
    scope = Scope(frozenset(waiting - visible_keys(waiting)), frozenset(branches))
    return State(scope, table_of(synonyms))


def scope_now() -> Scope:
    """Return what is to be left out now."""
    return state_now().scope


def drifted(engine: SearchEngine) -> set[str]:
    """Compare all of the index with the database, and note what must leave it. Raises EngineUnavailableError.

    Takes time in proportion to the index. Nothing leads here in the ordinary course of things.
    """
    held = engine.keys()
    gone = held - visible_keys(held)
    for source, ids in grouped(gone).items():
        note(Subject(source), ids, hides=True)
    return gone
