"""A few documents in memory, to ask of each whether a plan would find it."""

from collections.abc import Iterable

import tantivy
from tantivy import Occur

from search.documents import Document
from search.engines.embedded.packing import entry
from search.engines.embedded.query import Compiler
from search.engines.embedded.schema import build_analyzers, build_schema
from search.plan import Plan

HEAP = 15_000_000  # the least that the engine accepts


class Shelf:
    """Answers as the embedded engine would if it held just these documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.schema, self.analyzers = build_schema(), build_analyzers()
        index = tantivy.Index(self.schema)
        for name, analyzer in self.analyzers.items():
            index.register_tokenizer(name, analyzer)
        writer = index.writer(HEAP, 1)
        for document in documents:
            writer.add_document(tantivy.Document.from_dict(entry(document), self.schema))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def has(self, key: str, plan: Plan) -> bool:
        """Whether the plan finds the document with this key, whatever its page."""
        compiler = Compiler(self.schema, self.analyzers, plan)
        only = [(Occur.Must, compiler.term("key", key, "basic"))]
        query = compiler.query(scored=False, also=only)
        return bool(self.searcher.search(query, 1, count=True).count)
