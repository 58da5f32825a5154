"""Writing to an index, in bundles."""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from search.documents import Document
from search.engines import EngineSilentError
from search.engines.elasticsearch.client import OVERLOADED, RED, WRITING, Connection
from search.engines.elasticsearch.indices import Indices
from search.engines.elasticsearch.lease import Lease
from search.engines.elasticsearch.packing import Tokens, entry

MOST_CHANGES, MOST_BYTES = 500, 4_000_000
# Of what was done only what went wrong is told.
TOLD = "errors,items.*._id,items.*.status,items.*.error"


class RefusedError(Exception):
    """Elasticsearch does not take a document."""


class ElasticsearchBatch:
    """Changes to one index. What is not committed may be there, and is not seen."""

    def __init__(self, connection: Connection, index: str, chains: dict[str, Tokens]) -> None:
        self.connection = connection
        self.index = index
        self.chains = chains
        self.lines: list[Any] = []
        self.bytes = self.changes = 0
        self.refused: dict[str, Exception] = {}

    def put(self, document: Document) -> None:
        """Add a document or replace the one with its key. Raises ValueError for one of a wrong form."""
        body = json.dumps(entry(document, self.chains), ensure_ascii=False, separators=(",", ":"))
        self.add({"index": {"_id": document.key}}, body)

    def remove(self, key: str) -> None:
        """Take a document away."""
        self.add({"delete": {"_id": key}})

    def add(self, action: dict[str, Any], *body: str) -> None:
        """Note a change, and send all that were noted when they are many."""
        self.lines += [json.dumps(action), *body]
        self.changes += 1
        self.bytes += sum(map(len, body))
        if self.changes >= MOST_CHANGES or self.bytes >= MOST_BYTES:
            self.send()

    def send(self) -> None:
        """Send the changes that were noted. Raises EngineUnavailableError."""
        lines, self.lines, self.bytes, self.changes = self.lines, [], 0, 0
        if lines:
            self.hand_over(lines)

    def hand_over(self, lines: list[Any]) -> None:
        """Have the node take these changes. Raises EngineUnavailableError."""
        with self.connection.asking(WRITING) as client:
            answer = client.bulk(index=self.index, operations=lines, filter_path=TOLD)
        for item in answer["items"] if answer["errors"] else ():
            self.look_at(next(iter(item.values())))

    def look_at(self, outcome: dict[str, Any]) -> None:
        """Note what was not taken. Raises EngineSilentError when nothing is wrong with it."""
        if "error" not in outcome:
            return
        if outcome["status"] == OVERLOADED or outcome["status"] >= RED:
            self.connection.breaker.trip()
            raise EngineSilentError(f"Elasticsearch refuses to write: {outcome['error']}")
        self.refused[outcome["_id"]] = RefusedError(f"{outcome['error']}")

    def commit(self) -> dict[str, Exception]:
        """Make all changes visible, and return what was not taken. Raises EngineUnavailableError."""
        self.send()
        self.wait()
        with self.connection.asking(WRITING) as client:
            client.indices.refresh(index=self.index)
        refused, self.refused = self.refused, {}
        return refused

    def wait(self) -> None:
        """Wait until the node has taken all that was sent. Raises EngineUnavailableError."""


class ElasticsearchRebuild(ElasticsearchBatch):
    """Changes to a new index that nobody sees yet."""

    def __init__(self, indices: Indices, chains: dict[str, Tokens], index: str, writer: Lease) -> None:
        super().__init__(indices.connection, index, chains)
        self.indices = indices
        self.writer = writer
        # The node takes in one bundle while we make the next.
        self.sender = ThreadPoolExecutor(1)
        self.sending: Future[None] | None = None

    def hand_over(self, lines: list[Any]) -> None:
        """Send these changes when those before them have been taken. Raises EngineUnavailableError."""
        self.wait()
        self.sending = self.sender.submit(super().hand_over, lines)

    def wait(self) -> None:
        """Wait until the node has taken all that was sent. Raises EngineUnavailableError."""
        sending, self.sending = self.sending, None
        if sending:
            sending.result()

    @contextmanager
    def put_in_place(self) -> Iterator[None]:
        """Let nobody else write during the last changes, then use this index instead of the other."""
        with self.writer.held(wait=60):
            yield
            self.commit()
            self.indices.use(self.index)
            self.indices.clear_away_others(self.index)
