"""What the index may hold and searches must not show or count."""

from search.documents import key_of
from search.engines import Scope, SearchEngine
from search.indexing import CHUNK
from search.lookups import private_branches
from search.models import SearchOutbox, Subject
from search.outbox import note
from search.sources import grouped, visible_keys


def scope_now() -> Scope:
    """Return what is to be left out now: two queries, and up to two for each source with rows waiting."""
    pending = (
        SearchOutbox.objects.filter(hides=True).order_by().values_list("subject", "object_id").distinct()
    )
    keys = {key_of(subject, object_id) for subject, object_id in pending}
    return Scope(
        hidden=frozenset(keys - visible_keys(keys)) if keys else frozenset(),
        hidden_branches=frozenset(private_branches()),
    )


def drifted(engine: SearchEngine) -> set[str]:
    """Compare all of the index with the database, and note what must leave it. Raises EngineUnavailableError.

    Takes time in proportion to the index. Nothing leads here in the ordinary course of things.
    """
    held = sorted(engine.keys())
    gone: set[str] = set()
    for start in range(0, len(held), CHUNK):
        chunk = held[start : start + CHUNK]
        gone |= set(chunk) - visible_keys(chunk)
    for source, ids in grouped(gone).items():
        note(Subject(source), ids, hides=True)
    return gone
