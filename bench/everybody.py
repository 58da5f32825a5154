"""Everybody who answers, on the same content."""

import json
from pathlib import Path
from typing import Any

from bench.contestants import Contestant, Elsewhere, here
from bench.living import built_under_load, many_at_once, pages_of_results, publishing
from bench.on_elasticsearch import OnElasticsearch, use_embedded
from bench.rivals import CHUNK, Question, Rivals
from bench.stock.fields import FACETS
from search.documents import Document
from search.lookups import Lookups
from search.rebuild import rebuild_index
from search.sources import SOURCES

SECONDS = 8.0
PUBLISHED = 40


class Everybody:
    """The product and raw engines, each pair on one index, and what is needed to ask the stock search."""

    def __init__(self, documents: int, url: str, prefix: str) -> None:
        self.rivals = Rivals(documents)
        (_, ours, size, memory), (_, raw, raw_size, _) = self.rivals.building
        self.figures: dict[str, Any] = {
            "building": {"commonweal, embedded": documents / ours, "tantivy, entries given": documents / raw},
            "bytes a document": {"commonweal": size / documents, "tantivy": raw_size / documents},
            "peak MB of building": memory,
        }
        self.elastic = OnElasticsearch(url, prefix) if url else None
        if self.elastic:
            self.figures["building"] |= {
                "commonweal, Elasticsearch": documents / self.elastic.seconds,
                "Elasticsearch, entries given": documents / self.elastic.raw_building(),
            }

    def contestants(self, questions: list[Question]) -> list[Contestant]:
        """Return the product and the raw engines, when they say the same."""
        self.rivals.check(questions)
        self.figures["median matches"] = self.rivals.median_matches
        pairs = [
            Contestant("commonweal, embedded", here(self.rivals.ours, use_embedded)),
            Contestant("tantivy", here(self.rivals.raw)),
        ]
        if self.elastic:
            self.figures["questions that engines differ on"] = self.elastic.check(questions, self.rivals.ours)
            bodies = {question.request: self.elastic.body(question) for question in questions}
            elastic = self.elastic
            pairs += [
                Contestant("commonweal, Elasticsearch", here(elastic.ours, elastic.use)),
                Contestant("Elasticsearch", raw_elasticsearch(elastic, bodies)),
            ]
        return pairs

    def stock_documents(self, folder: Path) -> Path:
        """Write the same documents in the form that the stock search gets them."""
        file, last, lookups = folder / "documents.jsonl", 0, Lookups()
        with file.open("w") as lines:
            while ids := SOURCES["page"].ids_after(last, CHUNK):
                for document in SOURCES["page"].build(ids, lookups).documents.values():
                    lines.write(json.dumps(stock_document(document)) + "\n")
                last = ids[-1]
        return file

    def ask_stock(self, process: Elsewhere, question: Question) -> dict[str, float]:
        """Ask the stock search the same, as far as its columns go."""
        columns = {"place": "region"}
        chosen = {columns.get(name, name): list(values) for name, values in question.raw.chosen.items()}
        return process.ask({"text": question.request.text, "chosen": chosen, "facets": len(FACETS)})

    def living(self, folder: Path, questions: list[Question]) -> dict[str, Any]:
        """Return what a site at work does, on each engine."""
        queries = [question.request.to_query() for question in questions]
        file = folder / "queries"
        file.write_text("\n".join(queries))
        use_embedded()
        figures = {"commonweal, embedded": at_work(file, queries)}
        if self.elastic:
            with self.elastic.in_use():
                # While it was not in use it missed what was published, so the site would not trust it.
                rebuild_index(self.elastic.engine)
                figures["commonweal, Elasticsearch"] = at_work(file, queries)
        return figures


def at_work(file: Path, queries: list[str]) -> dict[str, Any]:
    """Return what a site at work does on the engine in use."""
    return {
        "searches, 2 processes": many_at_once("search", file, SECONDS),
        "pages, 2 processes": many_at_once("page", file, SECONDS),
        "page of results": pages_of_results(queries[:60]),
        "publishing": publishing(PUBLISHED),
        "building under load": built_under_load(file),
    }


def raw_elasticsearch(elastic: OnElasticsearch, bodies: dict[Any, dict[str, Any]]) -> Any:
    """Return what sends the request that was made in advance for a question."""
    ask = here(elastic.raw)
    return lambda question: ask(bodies[question.request])


def stock_document(document: Document) -> dict[str, str]:
    """Return the columns of a document: of what there are several, the first."""
    region = next((place.code for place in document.places if place.kind == "region"), "")
    return {
        "title": document.title,
        "summary": document.summary,
        "body": document.body,
        "kind": document.kind,
        "theme": first(document.themes),
        "partner": first(document.partners),
        "partner_kind": first(document.partner_kinds),
        "evidence": document.evidence,
        "year": first(document.years),
        "region": region,
    }


def first(values: tuple[str, ...]) -> str:
    """Return the first of some values, if any."""
    return values[0] if values else ""
