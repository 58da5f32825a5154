"""What is asked of the embedded engine: only query objects. It never parses what somebody typed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from tantivy import FieldType, Occur, Query, Schema, TextAnalyzer

from search.engines.embedded.schema import ENGLISH, FOLDED
from search.plan import Alternative, Plan, Sought
from search.scope import Scope
from search.where.whereabouts import Where, Whereabouts

# Beyond this many values one set is quicker than a choice between terms.
MANY = 64


class Compiler:
    """Makes the engine's queries for one plan."""

    def __init__(self, schema: Schema, analyzers: dict[str, TextAnalyzer], plan: Plan) -> None:
        self.schema = schema
        self.plan = plan
        self.english, self.folded = analyzers[ENGLISH].analyze, analyzers[FOLDED].analyze
        self.choices = {facet: self.any_of(facet, values) for facet, values in plan.filters.items()}
        whereabouts = plan.scope.whereabouts or Whereabouts()
        if whereabouts.chosen:
            self.choices["place"] = self.where(whereabouts.chosen)
        self.always = [self.where(each) for each in whereabouts.always]
        self.tiers = [self.where(each) for each in whereabouts.tiers]
        self.hidden = list(self.left_out(plan.scope))

    @cached_property
    def tokens(self) -> list[str]:
        """All tokens that were typed, in order."""
        return [token for part in self.plan.typed for token in self.english(part)]

    @cached_property
    def overdue(self) -> Query:
        """The query for what is overdue for a check today."""
        return self.due_before(self.plan.scope.today)

    def query(self, *, scored: bool, but: str = "", also: Iterable[tuple[Occur, Query]] = ()) -> Query:
        """Return the query for all that the plan is about, `but` for the choice of one facet.

        What is `also` said must hold as well.
        """
        parts = self.text_parts("freq" if scored else "basic")
        parts += [(Occur.Must, choice) for facet, choice in self.choices.items() if facet != but]
        parts += [(Occur.Must, each) for each in self.always]
        if not parts:
            parts.append((Occur.Must, Query.all_query()))
        parts += [(Occur.MustNot, part) for part in self.hidden]
        parts += also
        if scored:
            parts += [(Occur.Should, part) for part in self.merits()]
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def in_order(self) -> Iterable[Query]:
        """Yield queries for parts of it that share nothing, in the order in which they are best.

        What is overdue for a check comes after all else.
        """
        for overdue in (Occur.MustNot, Occur.Must):
            for number in range(len(self.tiers) + 1):
                tier = [(Occur.Must, each) for each in self.tiers[number : number + 1]]
                before = [(Occur.MustNot, each) for each in self.tiers[:number]]
                yield self.query(scored=False, also=[(overdue, self.overdue), *tier, *before])

    def text_parts(self, detail: str) -> list[tuple[Occur, Query]]:
        """Return what the text must and must not have."""
        queries = [(self.sought(each, detail), each.required) for each in self.plan.sought]
        optional = [query for query, required in queries if not required]
        parts = [(Occur.Must, query) for query in at_least(self.plan.enough, optional)]
        parts += [(Occur.Must, query) for query, required in queries if required]
        excluded = [self.sequence("text", self.english(text), "basic") for text in self.plan.excluded]
        if excluded and not parts:
            parts.append((Occur.Must, Query.all_query()))
        return parts + [(Occur.MustNot, query) for query in excluded]

    def sought(self, sought: Sought, detail: str) -> Query:
        """Return the query for what has any way to say what is looked for, of which the best counts."""
        said = [self.said("text", each, detail) for each in sought.alternatives]
        return best_of([*said, *(query for query, _ in self.coded(sought))])

    def coded(self, sought: Sought) -> list[tuple[Query, float]]:
        """Return the queries for entries that have what is looked for as a code, and how much that counts."""
        weights = self.plan.weights
        fields = {"code": weights.own_code, "mention": weights.other_code, "place": weights.other_code}
        return [
            (Query.const_score_query(self.term(field, sought.code, "basic"), 0.0), weight)
            for field, weight in (fields.items() if sought.code else ())
        ]

    def said(self, field: str, alternative: Alternative, detail: str) -> Query:
        """Return the query for a field that has all parts of an alternative."""
        parts = [self.sequence(field, self.english(part), detail) for part in alternative.parts]
        every = parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])
        return every if alternative.weight == 1 else Query.boost_query(every, alternative.weight)

    def sequence(self, field: str, tokens: Sequence[str], detail: str, slop: int = 0) -> Query:
        """Return the query for tokens that follow each other; for none, what nothing answers."""
        if not tokens:
            return Query.empty_query()
        if len(tokens) == 1:
            return self.term(field, tokens[0], detail)
        return Query.phrase_query(self.schema, field, list(tokens), slop)

    def merits(self) -> Iterable[Query]:
        """Yield what makes one thing found better than another."""
        weights = self.plan.weights
        boosts = {"title": weights.title, "names": weights.names, "summary": weights.summary}
        for field, boost in boosts.items():
            yield from (Query.boost_query(each, boost) for each in self.found_in(field))
        for sought in self.plan.sought:
            for query, weight in self.coded(sought):
                yield Query.const_score_query(query, weight)
        if self.tiers:
            yield best_of(
                [
                    Query.const_score_query(tier, weights.place(number, len(self.tiers)))
                    for number, tier in enumerate(self.tiers)
                ]
            )
        exact = (token for part in self.plan.typed for token in self.folded(part))
        for token in dict.fromkeys(exact):
            yield Query.boost_query(self.term("title_exact", token, "freq"), weights.exact_title)
            yield Query.boost_query(self.term("names_exact", token, "freq"), weights.exact_name)
        for field, boost in (("title", weights.phrase_in_title), ("text", weights.phrase_in_text)):
            ways = [
                Query.boost_query(self.sequence(field, tokens, "freq", weights.slop), boost * weight)
                for tokens, weight in self.plan.together(self.english)
            ]
            if ways:
                yield best_of(ways)

    def found_in(self, field: str) -> Iterable[Query]:
        """Yield the query for each token typed, or for what was typed or is looked for in its place."""
        plain = [part for each in self.plan.sought if not each.others for part in each.typed.parts]
        for token in dict.fromkeys(token for part in plain for token in self.english(part)):
            yield self.term(field, token, "freq")
        for each in self.plan.sought:
            if each.others:
                tokens = dict.fromkeys(token for part in each.typed.parts for token in self.english(part))
                typed = [(Occur.Should, self.term(field, token, "freq")) for token in tokens]
                others = [self.said(field, other, "freq") for other in each.others]
                yield best_of([Query.boolean_query(typed), *others])

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

    def where(self, where: Where) -> Query:
        """Return the query for what fulfils a condition on places."""
        sets = [
            (field, codes) for field, codes in (("place", where.inside), ("own_place", where.own)) if codes
        ]
        parts = [(Occur.Should, self.any_of(field, codes)) for field, codes in sets]
        return Query.boolean_query(parts) if parts else Query.empty_query()

    def any_of(self, field: str, values: Collection[str] | Collection[int]) -> Query:
        """Return the query for entries with any of these values in a field."""
        if len(values) > MANY:
            return Query.term_set_query(self.schema, field, list(values))
        terms = [self.term(field, value, "basic") for value in values]
        return terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])

    def marked(self) -> set[str]:
        """Return the tokens that are marked in highlights: also those of other ways to say the same."""
        parts = (part for sought in self.plan.sought for each in sought.alternatives for part in each.parts)
        return {token for part in parts for token in self.english(part)}

    def term(self, field: str, value: Any, detail: str) -> Query:
        """Return the query for one term."""
        return Query.term_query(self.schema, field, value, detail)


def at_least(number: int, queries: list[Query]) -> list[Query]:
    """Return queries that hold together when so many of these hold."""
    if number == len(queries):
        return queries
    return [Query.boolean_query([(Occur.Should, query) for query in queries], number)]


def best_of(queries: list[Query]) -> Query:
    """Return the query that scores as the best of these does."""
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)
