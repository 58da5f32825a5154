"""What is asked of the embedded engine: only query objects. It never parses what somebody typed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from tantivy import FieldType, Occur, Query, Schema, TextAnalyzer

from search.engines import Scope
from search.engines.embedded.schema import ENGLISH, FOLDED
from search.request import SearchRequest
from search.words import enough_of, parse_words

# `text` has everything and counts 1, so a word of the title comes to 5, of the summary or a name to 2.
BOOSTS = {"title": 4.0, "names": 1.0, "summary": 1.0}
EXACT_TITLE = 1.0
PHRASE_IN_TITLE, PHRASE_IN_TEXT = 4.0, 2.0
SLOP = 2
LONGEST_PHRASE = 8
# Beyond this many values one set is quicker than a choice between terms.
MANY = 64


class Compiler:
    """Makes the engine's queries for one request."""

    def __init__(
        self, schema: Schema, analyzers: dict[str, TextAnalyzer], request: SearchRequest, scope: Scope
    ) -> None:
        self.schema = schema
        english, folded = analyzers[ENGLISH].analyze, analyzers[FOLDED].analyze
        words = parse_words(request.text)
        self.concepts = [(english(concept.text), concept.required) for concept in words.concepts]
        self.excluded = [english(text) for text in words.excluded]
        # All tokens that are looked for, in the order typed.
        self.tokens = [token for tokens, _ in self.concepts for token in tokens]
        self.exact = [token for concept in words.concepts for token in folded(concept.text)]
        self.choices = {facet: self.any_of(facet, request.chosen(facet)) for facet in request.chosen_facets}
        self.hidden = list(self.left_out(scope))
        self.overdue = self.due_before(scope.today)

    def query(self, *, scored: bool, but: str = "", overdue: bool | None = None) -> Query:
        """Return the query for all that the request is about, `but` for the choice of one facet.

        Of that only what is `overdue` for a check, or only what is not.
        """
        parts = self.text_parts("freq" if scored else "basic")
        parts += [(Occur.Must, choice) for facet, choice in self.choices.items() if facet != but]
        if not parts:
            parts.append((Occur.Must, Query.all_query()))
        parts += [(Occur.MustNot, part) for part in self.hidden]
        if overdue is not None:
            parts.append((Occur.Must if overdue else Occur.MustNot, self.overdue))
        if scored:
            parts += [(Occur.Should, part) for part in self.merits()]
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def text_parts(self, detail: str) -> list[tuple[Occur, Query]]:
        """Return what the text must and must not have."""
        sought = [self.sequence("text", tokens, detail) for tokens, required in self.concepts if not required]
        parts = [(Occur.Must, part) for part in at_least(enough_of(len(sought)), sought)]
        parts += [
            (Occur.Must, self.sequence("text", tokens, detail))
            for tokens, required in self.concepts
            if required
        ]
        if self.excluded and not parts:
            parts.append((Occur.Must, Query.all_query()))
        return parts + [(Occur.MustNot, self.sequence("text", tokens, "basic")) for tokens in self.excluded]

    def sequence(self, field: str, tokens: Sequence[str], detail: str, slop: int = 0) -> Query:
        """Return the query for tokens that follow each other; for none, what nothing answers."""
        if not tokens:
            return Query.empty_query()
        if len(tokens) == 1:
            return self.term(field, tokens[0], detail)
        return Query.phrase_query(self.schema, field, list(tokens), slop)

    def merits(self) -> Iterable[Query]:
        """Yield what makes one thing found better than another."""
        for token in dict.fromkeys(self.tokens):
            for field, boost in BOOSTS.items():
                yield Query.boost_query(self.term(field, token, "freq"), boost)
        for token in dict.fromkeys(self.exact):
            yield Query.boost_query(self.term("title_exact", token, "freq"), EXACT_TITLE)
        if 1 < len(self.tokens) <= LONGEST_PHRASE:
            yield Query.boost_query(self.sequence("title", self.tokens, "freq", SLOP), PHRASE_IN_TITLE)
            yield Query.boost_query(self.sequence("text", self.tokens, "freq", SLOP), PHRASE_IN_TEXT)

    def left_out(self, scope: Scope) -> Iterable[Query]:
        """Yield what the public may not see, whatever the index says."""
        if scope.hidden:
            yield self.any_of("key", scope.hidden)
        if scope.hidden_branches:
            yield self.any_of("branch", scope.hidden_branches)

    def due_before(self, day: date) -> Query:
        """Return the query for what was due to be checked before a day. It adds nothing to the score."""
        numbers = (self.schema, "review_on", FieldType.Unsigned, None, day.toordinal(), True, False)
        return Query.const_score_query(Query.range_query(*numbers), 0.0)

    def any_of(self, field: str, values: Collection[str] | Collection[int]) -> Query:
        """Return the query for entries with any of these values in a field."""
        if len(values) > MANY:
            return Query.term_set_query(self.schema, field, list(values))
        terms = [self.term(field, value, "basic") for value in values]
        return terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])

    def marked(self) -> Query:
        """Return the query whose terms are marked in highlights."""
        terms = [(Occur.Should, self.term("text", token, "basic")) for token in dict.fromkeys(self.tokens)]
        return Query.boolean_query(terms)

    def term(self, field: str, value: Any, detail: str) -> Query:
        """Return the query for one term."""
        return Query.term_query(self.schema, field, value, detail)


def at_least(number: int, queries: list[Query]) -> list[Query]:
    """Return queries that hold together when so many of these hold."""
    if number == len(queries):
        return queries
    return [Query.boolean_query([(Occur.Should, query) for query in queries], number)]
