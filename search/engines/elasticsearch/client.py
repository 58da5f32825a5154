"""Talking to Elasticsearch: short times to wait, one kind of error, and a pause after silence."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import urllib3
from elastic_transport import Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.engines import EngineSilentError, EngineUnavailableError

CONNECTING = 0.3  # seconds
ANSWERING = 1.5  # for a search, connecting included
BEGINNING = 0.7  # to write: somebody who saves a page may be waiting
WRITING = 10.0  # for a bundle of documents, or for making an index
# For so many seconds after a node did not answer nobody waits for it.
PAUSE = 5.0
CONNECTIONS = 10
# What a node answers when it is there and cannot do its work now.
OVERLOADED, RED = 429, 500


class QuickNode(Urllib3HttpNode):
    """A node that is given little time to accept a connection, however long an answer may take."""

    def perform_request(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the node."""
        seconds = kwargs.get("request_timeout")
        total = seconds if isinstance(seconds, int | float) else ANSWERING
        kwargs["request_timeout"] = urllib3.Timeout(connect=CONNECTING, total=total)
        return super().perform_request(*args, **kwargs)


class Breaker:
    """Remembers that a node did not answer, so that a node that hangs costs one visitor's time, not all's."""

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Let one through after the pause. Raises EngineSilentError during it."""
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                raise EngineSilentError("Elasticsearch did not answer a moment ago.")
            if self._until:
                # Whoever comes next must not wait as well while this one tries.
                self._until = now + PAUSE

    def trip(self) -> None:
        """Let nobody through for a while."""
        with self._lock:
            self._until = time.monotonic() + PAUSE

    def reset(self) -> None:
        """Let everybody through."""
        self._until = 0.0


class Connection:
    """The way to one cluster, for all threads of this process."""

    def __init__(self, url: str) -> None:
        self.breaker = Breaker()
        self._client = Elasticsearch(
            url,
            node_class=QuickNode,
            max_retries=0,
            retry_on_timeout=False,
            connections_per_node=CONNECTIONS,
            request_timeout=ANSWERING,
        )
        self.patient: dict[float, Elasticsearch] = {}

    def waiting(self, seconds: float) -> Elasticsearch:
        """Return the client that waits so long. Making one of them takes as long as encoding a search."""
        if seconds not in self.patient:
            self.patient[seconds] = self._client.options(request_timeout=seconds)
        return self.patient[seconds]

    @contextmanager
    def asking(self, seconds: float = ANSWERING) -> Iterator[Elasticsearch]:
        """Give the client for a request or a few.

        Raises EngineUnavailableError when the index is not there, EngineSilentError for all else.
        """
        self.breaker.check()
        try:
            yield self.waiting(seconds)
        except NotFoundError as error:
            self.breaker.reset()
            raise EngineUnavailableError("There is no search index in Elasticsearch yet.") from error
        except ApiError as error:
            if error.status_code == OVERLOADED or error.status_code >= RED:
                self.breaker.trip()
            raise EngineSilentError(f"Elasticsearch refuses: {error}") from error
        except TransportError as error:
            self.breaker.trip()
            raise EngineSilentError(f"Elasticsearch does not answer: {error}") from error
        else:
            self.breaker.reset()
