"""The engine for more than one machine: Elasticsearch 8."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.engines import EngineAnswer, EngineSilentError, EngineUnavailableError, Rebuild
from search.engines.elasticsearch.client import Connection
from search.engines.elasticsearch.indices import Indices
from search.engines.elasticsearch.lease import Lease
from search.engines.elasticsearch.packing import remembering
from search.engines.elasticsearch.query import FREE, Compiler
from search.engines.elasticsearch.scanning import scanned
from search.engines.elasticsearch.writing import ElasticsearchBatch, ElasticsearchRebuild
from search.engines.embedded.facets import fields_of
from search.engines.embedded.schema import build_analyzers
from search.marking import Marker
from search.plan import Plan
from search.results import Hit

REBUILD_WAIT = 5.0
MANY = 10_000
# So long the node itself works on a search; then it gives up, and so do we a little later.
WORKING = "1200ms"


class ElasticsearchEngine:
    """Searches an index in a cluster, and changes it."""

    name = "elasticsearch"

    def __init__(self, url: str, prefix: str, folder: Path) -> None:
        """`folder` is where the locks of this machine's processes lie."""
        self.connection = Connection(url)
        self.indices = Indices(self.connection, prefix)
        self.chains = {name: chain.analyze for name, chain in build_analyzers().items()}
        self.tokens = {name: remembering(analyze) for name, analyze in self.chains.items()}
        self.writer = Lease(folder, f"{prefix}-writer")
        self.rebuilder = Lease(folder, f"{prefix}-rebuild")

    def is_ready(self) -> bool:
        """Whether there is an index that can be read."""
        try:
            self.ask({"size": 0})
        except EngineUnavailableError:
            return False
        return True

    def search(self, plan: Plan) -> EngineAnswer:
        """Answer a plan by one request: two when a page after the last one was asked for.

        Raises EngineUnavailableError.
        """
        compiler = Compiler(plan, self.chains)
        answer = self.ask(compiler.request(plan.page))
        total = answer["hits"]["total"]["value"]
        page = min(plan.page, max(1, -(-total // plan.page_size)))
        if page != plan.page and total:
            answer = self.ask(compiler.request(page))
        marker = Marker(compiler.marked) if compiler.tokens else None
        hits = tuple(hit(each, marker) for each in answer["hits"]["hits"])
        return EngineAnswer(total, page, hits, counts(answer["aggregations"], plan))

    def scan(self, plan: Plan) -> Iterator[list[Hit]]:
        """Yield all hits in their order, of one state of the index. Raises EngineUnavailableError."""
        request = Compiler(plan, self.chains).everything()
        for found in scanned(self.connection, self.indices.alias, request):
            yield [hit(each, None) for each in found]

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the node's answer. Raises EngineUnavailableError, also for one that is not complete."""
        with self.connection.asking() as client:
            answer = client.search(
                index=self.indices.alias,
                body={"timeout": WORKING, **request},
                allow_partial_search_results=False,
            ).body
        if answer["timed_out"]:
            self.connection.breaker.trip()
            raise EngineSilentError("Elasticsearch took too long.")
        return answer

    def keys(self) -> set[str]:
        """Return the keys of all documents. Raises EngineUnavailableError."""
        keys: set[str] = set()
        page: dict[str, Any] = {"size": MANY, "sort": ["key"], "_source": False}
        while hits := self.ask(page)["hits"]["hits"]:
            keys.update(each["_id"] for each in hits)
            page["search_after"] = hits[-1]["sort"]
        return keys

    def versions(self, keys: Collection[str]) -> dict[str, int]:
        """Return which of these are in the index, and the version of each. Raises EngineUnavailableError."""
        wanted = {"terms": {"key": list(keys)}}
        answer = self.ask(
            {"size": len(keys), "query": wanted, "_source": False, "docvalue_fields": ["version"]}
        )
        return {each["_id"]: each["fields"]["version"][0] for each in answer["hits"]["hits"]}

    @contextmanager
    def writing(self, wait: float) -> Iterator[ElasticsearchBatch]:
        """Change the index in use. Raises EngineBusyError, EngineUnavailableError."""
        with self.writer.held(wait):
            yield ElasticsearchBatch(self.connection, self.indices.current(), self.tokens)

    @contextmanager
    def rebuilding(self) -> Iterator[Rebuild]:
        """Fill a new index beside the one in use. Raises EngineBusyError, EngineUnavailableError."""
        with self.rebuilder.held(REBUILD_WAIT):
            with self.writer.held(wait=60):
                pass  # Whoever began to write before the lock was held has finished; all others see it.
            fresh = ElasticsearchRebuild(self.indices, self.tokens, self.indices.create(), self.writer)
            with fresh.sender:
                yield fresh

    def rebuild_under_way(self) -> bool:
        """Whether a new index is being filled."""
        return self.rebuilder.is_held()


def hit(found: dict[str, Any], marker: Marker | None) -> Hit:
    """Return a hit with what is stored of it."""
    card = found["_source"]["card"]
    marked = marker.highlights(card["summary"], found["_source"]["body"]) if marker else ()
    return Hit(found["_id"], card["kind"], card, marked, found["_source"]["record"])


def counts(answer: dict[str, Any], plan: Plan) -> dict[str, dict[str, int]]:
    """Return the counts of every facet."""
    return {
        facet: {
            bucket["key"]: bucket["doc_count"]
            for field in fields_of(facet, plan.scope)
            for bucket in answer[facet if facet in plan.filters else FREE][field]["buckets"]
        }
        for facet in plan.facets
    }
