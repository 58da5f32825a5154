"""The same answers straight out of tantivy: the least code that gets them, and nothing of the product.

It searches the very index that the product searches, with the same clauses, boosts and counts. It is told
the tokens and the codes of places in advance. It does not look anything up in the database, puts equals in no
order, leaves nothing out for being private, and makes no objects of ours.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

MUST, SHOULD = Occur.Must, Occur.Should
TOP_PLACES = ("place_country", "place_region")
FACETS = (
    "kind",
    "theme",
    "partner",
    "partner_kind",
    "sector",
    "effect",
    "evidence",
    "cost",
    "status",
    "year",
)


@dataclass(frozen=True)
class RawQuestion:
    """What is asked: tokens as they stand in the index, and values of facets by field."""

    tokens: tuple[str, ...]
    exact: tuple[str, ...]
    chosen: dict[str, tuple[str, ...]]
    place_field: str = ""
    places: tuple[str, ...] = ()


@dataclass
class RawAnswer:
    """What comes of it."""

    total: int
    hits: list[tuple[dict[str, Any], list[str]]]
    facets: dict[str, dict[str, int]]


class RawTantivy:
    """An index, opened anew."""

    def __init__(
        self, folder: Path, schema: tantivy.Schema, analyzers: dict[str, tantivy.TextAnalyzer]
    ) -> None:
        index = tantivy.Index.open(str(folder))
        for name, analyzer in analyzers.items():
            index.register_tokenizer(name, analyzer)
        index.config_reader("manual")
        self.schema = schema
        self.searcher = index.searcher()

    def term(self, field: str, value: str, detail: str = "basic") -> Query:
        """Return the query for one term."""
        return Query.term_query(self.schema, field, value, detail)

    def words(self, tokens: tuple[str, ...], detail: str) -> list[tuple[Occur, Query]]:
        """Return the clauses for tokens: all of one or two, two of three."""
        terms = [self.term("text", token, detail) for token in tokens]
        if len(terms) < 3:
            return [(MUST, term) for term in terms]
        return [(MUST, Query.boolean_query([(SHOULD, term) for term in terms], 2))]

    def any_of(self, field: str, values: tuple[str, ...]) -> Query:
        """Return the query for any of these values."""
        if len(values) > 64:
            return Query.term_set_query(self.schema, field, list(values))
        return Query.boolean_query([(SHOULD, self.term(field, value)) for value in values])

    def query(self, question: RawQuestion, detail: str, but: str = "") -> list[tuple[Occur, Query]]:
        """Return the clauses of a question, leaving aside the choice of one facet."""
        chosen = [
            (MUST, self.any_of(field, values)) for field, values in question.chosen.items() if field != but
        ]
        return self.words(question.tokens, detail) + chosen

    def merits(self, question: RawQuestion) -> list[tuple[Occur, Query]]:
        """Return the clauses that only score."""
        scored = [
            (SHOULD, Query.boost_query(self.term(field, token, "freq"), boost))
            for token in question.tokens
            for field, boost in (("title", 3.0), ("names", 1.0), ("summary", 1.0))
        ]
        scored += [
            (SHOULD, Query.boost_query(self.term(field, token, "freq"), boost))
            for token in question.exact
            for field, boost in (("title_exact", 1.0), ("names_exact", 2.0))
        ]
        if len(question.tokens) > 1:
            for field, boost in (("title", 4.0), ("text", 4.0)):
                phrase = Query.phrase_query(self.schema, field, list(question.tokens), 2)
                scored.append((SHOULD, Query.boost_query(phrase, boost)))
        return scored

    def counts(self, query: Query, fields: list[str]) -> dict[str, dict[str, int]]:
        """Return the counts of every value of these fields."""
        wanted = {
            field: {"terms": {"field": field, "size": 65_000, "segment_size": 65_000}} for field in fields
        }
        answer: dict[str, Any] = self.searcher.aggregate(query, wanted)
        return {field: {b["key"]: b["doc_count"] for b in answer[field]["buckets"]} for field in fields}

    def facets(self, question: RawQuestion) -> dict[str, dict[str, int]]:
        """Return the counts of every facet, each without its own choice."""
        free = [field for field in FACETS if field not in question.chosen]
        tops = () if "place" in question.chosen else TOP_PLACES
        found = self.counts(Query.boolean_query(self.query(question, "basic")), [*free, *tops])
        found["place"] = {code: count for field in tops for code, count in found.pop(field).items()}
        for field in question.chosen:
            clauses = self.query(question, "basic", but=field)
            if field == "place":
                clauses.append((MUST, self.any_of("place", question.places)))
                counts = self.counts(Query.boolean_query(clauses), [question.place_field])[
                    question.place_field
                ]
                found["place"] = {code: counts[code] for code in question.places if code in counts}
            else:
                found |= self.counts(Query.boolean_query(clauses), [field])
        return found

    def search(self, question: RawQuestion) -> RawAnswer:
        """Return ten hits with highlights, the total and all counts."""
        facets = self.facets(question)
        total = sum(facets["kind"].get(kind, 0) for kind in question.chosen.get("kind", facets["kind"]))
        query = Query.boolean_query(self.query(question, "freq") + self.merits(question))
        marked = Query.boolean_query([(SHOULD, self.term("text", token)) for token in question.tokens])
        marker = tantivy.SnippetGenerator.create(self.searcher, marked, self.schema, "text")
        hits = []
        for _, address in self.searcher.search(query, 10, count=False).hits:
            stored = json.loads(self.searcher.doc(address).get_first("stored"))
            fragments = []
            for text, length in ((stored["card"]["summary"], 320), (stored["body"], 160)):
                document = tantivy.Document()
                document.add_text("text", text)
                marker.set_max_num_chars(length)
                fragments.append(marker.snippet_from_doc(document).to_html())
            hits.append((stored["card"], fragments))
        return RawAnswer(total, hits, facets)
