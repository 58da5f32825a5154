"""The product on Elasticsearch, and the same requests sent by the plain client."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch, helpers

from bench.rivals import CHUNK, Question, said_by_us
from search.engines.choice import engines
from search.engines.elasticsearch.packing import entry
from search.engines.elasticsearch.query import Compiler
from search.engines.elasticsearch.schema import build_index
from search.lookups import Lookups
from search.plan import plan_of
from search.rebuild import rebuild_index
from search.results import SearchResults
from search.scope import Scope
from search.service import search
from search.sources import SOURCES


class OnElasticsearch:
    """Both, on the very same index."""

    def __init__(self, url: str, prefix: str) -> None:
        self.url, self.prefix = url, prefix
        with self.in_use():
            self.engine: Any = engines()[0]
            started = perf_counter()
            rebuild_index(self.engine)
            self.seconds = perf_counter() - started
        self.plain = Elasticsearch(url)

    def use(self) -> None:
        """Let the site answer from Elasticsearch."""
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = self.url, self.prefix

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let the site answer from Elasticsearch for a while."""
        self.use()
        try:
            yield
        finally:
            use_embedded()

    def raw_building(self) -> float:
        """Return the seconds that bulk requests take for entries that are ready."""
        name, seconds, last, lookups = f"{self.prefix}-raw", 0.0, 0, Lookups()
        self.plain.indices.create(index=name, **build_index())
        while ids := SOURCES["page"].ids_after(last, CHUNK):
            documents = SOURCES["page"].build(ids, lookups).documents.values()
            actions = [
                {"_index": name, "_id": each.key, "_source": entry(each, self.engine.tokens)}
                for each in documents
            ]
            last, started = ids[-1], perf_counter()
            helpers.bulk(self.plain, actions)
            seconds += perf_counter() - started
        started = perf_counter()
        self.plain.indices.refresh(index=name)
        seconds += perf_counter() - started
        self.plain.indices.delete(index=name)
        return seconds

    def ours(self, question: Question) -> SearchResults:
        """Ask the product."""
        return search(question.request)

    def body(self, question: Question) -> dict[str, Any]:
        """Return the request that the product sends, made in advance."""
        return Compiler(plan_of(question.request, Scope()), self.engine.chains).request(1)

    def raw(self, body: dict[str, Any]) -> Any:
        """Send a request, and read the answer."""
        return self.plain.search(index=self.engine.indices.alias, body=body).body

    def check(self, questions: list[Question], embedded: Any) -> int:
        """Return of how many questions the engines say something else."""
        different = 0
        for question in questions:
            use_embedded()
            expected = said_by_us(embedded(question))
            self.use()
            different += said_by_us(self.ours(question)) != expected
        use_embedded()
        return different


def use_embedded() -> None:
    """Let the site answer from the embedded engine."""
    settings.ELASTICSEARCH_URL = ""
