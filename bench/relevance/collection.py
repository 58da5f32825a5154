"""Puts the topics of a collection to the product's search and to the plain engine below it."""

import secrets
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import ir_measures

from bench.relevance.figures import DEEP, MEASURES, figures, mean
from bench.relevance.plain import Plain, PlainElasticsearch, PlainTantivy
from bench.relevance.trec import Text, UnreadableError, documents, topics
from partners.progress import progress
from search.documents import Document, split_key
from search.engines import SearchEngine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.plan import plan_of
from search.request import SearchRequest
from search.scope import Scope
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable

shown = partial(progress, stream=sys.stderr)


def measure(options: Namespace) -> None:
    """Print the figures of both, over the topics that have judgements."""
    try:
        texts = {text.name: text for text in documents(options.documents)}
        asked = topics(options.topics)
    except UnreadableError as error:
        sys.exit(str(error))
    judgements = ir_measures.util.QrelsConverter(ir_measures.read_trec_qrels(str(options.qrels)))
    grades = {topic: of_topic for topic, of_topic in judgements.as_dict_of_dict().items() if topic in asked}
    print(f"{len(texts):,} documents, {len(grades):,} topics with judgements")
    print(f"{'':14}" + "".join(f"{name:>12}" for name in MEASURES))
    for label, found in rivals(list(texts.values()), options.elasticsearch):
        runs = {number: found(asked[number]) for number in shown(list(grades), label)}
        means = mean(figures(grades, runs).values())
        print(f"{label:14}" + "".join(f"{value:12.3f}" for value in means.values()))


def rivals(texts: list[Text], url: str | None) -> Iterable[tuple[str, Callable[[str], list[str]]]]:
    """Yield the name of each rival and how it is asked; each is gone when the next one comes."""
    plain: Plain = PlainElasticsearch(url) if url else PlainTantivy()
    try:
        plain.fill(shown(texts, "Filling the plain engine"))
        yield "plain BM25", lambda words: plain.found(words, DEEP)
    finally:
        plain.close()
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as folder:
        engine = engine_in(Path(folder), url)
        try:
            fill(engine, texts)
            yield "commonweal", lambda words: ours(engine, texts, words)
        finally:
            clear(engine)


def engine_in(folder: Path, url: str | None) -> SearchEngine:
    """Return an engine of the product with an index of its own."""
    if url:
        return ElasticsearchEngine(url, f"bench-{secrets.token_hex(4)}", folder)
    return EmbeddedEngine(folder)


def clear(engine: SearchEngine) -> None:
    """Leave nothing behind in Elasticsearch; the folder goes by itself."""
    if isinstance(engine, ElasticsearchEngine):
        engine.indices.clear_away_others("")


def fill(engine: SearchEngine, texts: list[Text]) -> None:
    """Build the index of a collection."""
    with engine.rebuilding() as fresh:
        for number, text in enumerate(shown(texts, "Filling ours")):
            fresh.put(document(number, text))
        with fresh.put_in_place():
            pass


def document(number: int, text: Text) -> Document:
    """Return a document as the product would have it, without anything to filter by."""
    card = {"title": text.title, "summary": "", "kind": "case_study"}
    none: tuple[str, ...] = ()
    return Document("page", number, "case_study", text.title, "", text.text, none, none, (), none, card)


def ours(engine: SearchEngine, texts: list[Text], words: str) -> list[str]:
    """Return the names of the best documents, the best first."""
    request = SearchRequest(text=words, page_size=DEEP)
    plan = plan_of(request, Scope(), SynonymTable(shipped_rules()))
    return [texts[split_key(hit.key)[1]].name for hit in engine.search(plan).hits]
