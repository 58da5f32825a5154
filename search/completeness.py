"""Which indexes have all there is, but for what waits in the outbox, and which of that nobody waits for."""

from collections.abc import Iterable
from weakref import WeakSet

from django.db import transaction

from search.engines import SearchEngine
from search.engines.choice import engines
from search.models import IndexState, SearchOutbox

CHUNK = 500
TRUSTED: WeakSet[SearchEngine] = WeakSet()


def is_complete(engine: SearchEngine) -> bool:
    """Whether an engine has been in use ever since its index was built.

    The embedded engine always is. One that was not may lack what was published meanwhile.
    """
    return engine.name == "embedded" or IndexState.objects.filter(pk=engine.name, complete=True).exists()


def note_complete(engine: SearchEngine) -> None:
    """Note that the index was built from everything."""
    IndexState.objects.update_or_create(pk=engine.name, defaults={"complete": True})


def answering() -> Iterable[SearchEngine]:
    """Yield the engines that may answer, the first choice first."""
    for engine in engines():
        # Only a start with other settings can change it, so it is asked for once.
        if engine in TRUSTED or is_complete(engine):
            TRUSTED.add(engine)
            yield engine


def clear_away(*, filling: SearchEngine | None = None) -> None:
    """Take away the rows that every engine in use has. What is not in use then lacks them, which is noted.

    While an index is being filled all rows are kept, unless it is that of the engine named.
    """
    in_use = engines()
    taken_in = SearchOutbox.objects.filter(**{f"in_{engine.name}": True for engine in in_use})
    # Listed before the question: an index that somebody begins to fill after it will have these changes.
    done = list(taken_in.order_by("pk").values_list("pk", flat=True))
    if not done or any(engine.rebuild_under_way() for engine in in_use if engine != filling):
        return
    with transaction.atomic():
        for start in range(0, len(done), CHUNK):
            SearchOutbox.objects.filter(pk__in=done[start : start + CHUNK]).delete()
        others = IndexState.objects.exclude(engine__in=[engine.name for engine in in_use])
        others.filter(complete=True).update(complete=False)
