"""Plain BM25 of each engine: its own English analysis, any word will do, nothing of the product."""

import secrets
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

import tantivy
from elasticsearch import Elasticsearch, helpers
from tantivy import Occur, Query

from bench.relevance.trec import Text

ENGLISH = "en_stem"
PATIENCE = 60  # seconds


class Plain(Protocol):
    """An engine as it comes."""

    def fill(self, texts: Iterable[Text]) -> None:
        """Take in a collection."""
        ...

    def found(self, words: str, number: int) -> list[str]:
        """Return the names of the best documents, the best first."""
        ...

    def close(self) -> None:
        """Leave nothing behind."""
        ...


class PlainTantivy:
    """Tantivy, in memory."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name=ENGLISH, index_option="freq")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        steps = steps.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english"))
        self.analyzer = steps.build()
        self.index.register_tokenizer(ENGLISH, self.analyzer)

    def fill(self, texts: Iterable[Text]) -> None:
        """Take in a collection."""
        writer = self.index.writer(64_000_000, 1)
        for text in texts:
            facts = {"name": text.name, "text": [text.title, text.text]}
            writer.add_document(tantivy.Document.from_dict(facts, self.schema))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def found(self, words: str, number: int) -> list[str]:
        """Return the names of the best documents, the best first."""
        terms = [Query.term_query(self.schema, "text", token) for token in self.analyzer.analyze(words)]
        searcher = self.index.searcher()
        hits = searcher.search(Query.boolean_query([(Occur.Should, term) for term in terms]), number).hits
        return [str(searcher.doc(address).get_first("name")) for _, address in hits]

    def close(self) -> None:
        """Nothing was written anywhere."""


class PlainElasticsearch:
    """Elasticsearch, with its analyzer for English."""

    def __init__(self, url: str) -> None:
        self.client = Elasticsearch(url, request_timeout=PATIENCE)
        self.name = f"plain-{secrets.token_hex(4)}"
        text = {"type": "text", "analyzer": "english"}
        self.client.indices.create(
            index=self.name, mappings={"properties": {"text": text}}, settings={"number_of_shards": 1}
        )

    def fill(self, texts: Iterable[Text]) -> None:
        """Take in a collection."""
        helpers.bulk(self.client, self.actions(texts), refresh=True)

    def actions(self, texts: Iterable[Text]) -> Iterator[dict[str, object]]:
        """Yield what the bulk address takes."""
        for text in texts:
            yield {"_index": self.name, "_id": text.name, "text": [text.title, text.text]}

    def found(self, words: str, number: int) -> list[str]:
        """Return the names of the best documents, the best first."""
        query = {"match": {"text": words}}
        answer = self.client.search(index=self.name, query=query, size=number, source=False)
        return [str(hit["_id"]) for hit in islice(answer["hits"]["hits"], number)]

    def close(self) -> None:
        """Take the index away."""
        self.client.indices.delete(index=self.name, ignore_unavailable=True)
