"""What the product asks of a search engine, whichever it is.

An engine answers only from its index. Whether a hit may be shown is not for it to say: `service.py` hands
it what to leave out, and looks its hits up in the database again.
"""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from search.documents import Document
from search.plan import Plan
from search.results import Hit


class EngineUnavailableError(Exception):
    """The engine cannot answer or be written to: no index, a damaged one, no connection."""


class EngineSilentError(EngineUnavailableError):
    """The engine does not answer, or has too much to do. Its index may well be sound."""


class EngineBusyError(Exception):
    """Somebody else was still writing when the time to wait was over."""


@dataclass(frozen=True)
class EngineAnswer:
    """Hits of one page and exact counts. A facet's counts obey every choice except those of its own."""

    total: int
    page: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]


class Batch(Protocol):
    """Changes to an index that become visible together, at the end."""

    def put(self, document: Document) -> None:
        """Add a document, or replace the one with its key."""
        ...

    def remove(self, key: str) -> None:
        """Take a document away; nothing happens when there is none."""
        ...

    def commit(self) -> dict[str, Exception]:
        """Make all changes since the last time visible, and return which the engine did not take, by key.

        Raises EngineUnavailableError; nothing is sure then.
        """
        ...


class Rebuild(Batch, Protocol):
    """A new index that is being filled beside the one in use. Nobody sees it before it is put in place."""

    def put_in_place(self) -> AbstractContextManager[None]:
        """Keep others from writing during the last changes; when they are made, use the new index."""
        ...


class SearchEngine(Protocol):
    """An index that is searched and kept up to date."""

    @property
    def name(self) -> str:
        """What names the engine in the outbox."""
        ...

    def is_ready(self) -> bool:
        """Whether there is an index that can be read."""
        ...

    def search(self, plan: Plan) -> EngineAnswer:
        """Answer a plan. Raises EngineUnavailableError."""
        ...

    def scan(self, plan: Plan) -> Iterator[list[Hit]]:
        """Yield all hits of a plan, whatever its page, in their order and without highlights, some at a time.

        They are those of one state of the index, and none comes twice. Raises EngineUnavailableError, also
        in the middle.
        """
        ...

    def keys(self) -> set[str]:
        """Return the keys of all documents. Raises EngineUnavailableError."""
        ...

    def versions(self, keys: Collection[str]) -> dict[str, int]:
        """Return which of these are in the index, and the version of each. Raises EngineUnavailableError."""
        ...

    def writing(self, wait: float) -> AbstractContextManager[Batch]:
        """Be the only one who changes the index, from before the database is read until after the commit.

        Raises EngineBusyError after `wait` seconds, EngineUnavailableError when there is no index to change.
        """
        ...

    def rebuilding(self) -> AbstractContextManager[Rebuild]:
        """Fill a new index, from nothing. Raises EngineBusyError when somebody else is at it.

        Whoever was writing when this was called has finished when the block starts.
        """
        ...

    def rebuild_under_way(self) -> bool:
        """Whether a new index is being filled; what is written meanwhile must then be kept for it."""
        ...


class Frequencies(Protocol):
    """What knows how frequent words are."""

    def frequency(self, token: str) -> int:
        """Return about how many documents have a word, in the form it has there.

        Raises EngineUnavailableError.
        """
        ...
