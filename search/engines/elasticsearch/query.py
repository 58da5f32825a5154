"""What is asked of Elasticsearch: one request made of query objects. No text that anybody typed is in it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    FunctionScore,
    MatchAll,
    MatchNone,
    MatchPhrase,
    Q,
    Query,
    Range,
    Term,
    Terms,
)

from search.engines.elasticsearch.packing import Analyze
from search.engines.elasticsearch.schema import SHOWN, UNMARKED
from search.engines.embedded.facets import fields_of
from search.engines.embedded.schema import ENGLISH, FOLDED
from search.plan import Alternative, Plan, Sought
from search.scope import Scope
from search.where.whereabouts import Where, Whereabouts

# More values than any facet has, and no more than the engine gives in one answer.
EVERY_VALUE = 65_000
# In which of two equals comes first.
NEWEST = {"newest": "desc"}
# The aggregation under which facets are counted of which nothing is chosen.
FREE = "free"
# What everything scores when nothing is looked for: enough for places to make less of a difference than being
# overdue for a check does.
PLAIN = 10.0


class Compiler:
    """Makes the engine's request for one plan."""

    def __init__(self, plan: Plan, chains: dict[str, Analyze]) -> None:
        self.plan = plan
        self.english, folded = chains[ENGLISH], chains[FOLDED]
        # All tokens that were typed, in order.
        self.tokens = [token for part in plan.typed for token in self.english(part)]
        self.exact = [token for part in plan.typed for token in folded(part)]
        # Those that are marked in highlights: also those of other ways to say the same.
        parts = (part for sought in plan.sought for each in sought.alternatives for part in each.parts)
        self.marked = {token for part in parts for token in self.english(part)}
        self.choices: dict[str, Query] = {
            facet: Q("terms", **{facet: list(values)}) for facet, values in plan.filters.items()
        }
        whereabouts = plan.scope.whereabouts or Whereabouts()
        if whereabouts.chosen:
            self.choices["place"] = where(whereabouts.chosen)
        self.always = [where(each) for each in whereabouts.always]
        self.tiers = [where(each) for each in whereabouts.tiers]

    def request(self, page: int) -> dict[str, Any]:
        """Return the body of the request: hits of a page, the total and every facet."""
        size = self.plan.page_size
        search = Search().query(self.ranked()).sort(*self.order())[(page - 1) * size : page * size]
        search = search.source([*SHOWN] if self.tokens else [*UNMARKED])
        if self.choices:
            search = search.post_filter(Bool(filter=list(self.choices.values())))
        return {**search.extra(track_total_hits=True).to_dict(), "aggs": self.counts()}

    def everything(self) -> dict[str, Any]:
        """Return the body of the request for all hits, without total and facets."""
        search = Search().query(self.ranked()).sort(*self.order()).source([*UNMARKED])
        if self.choices:
            search = search.post_filter(Bool(filter=list(self.choices.values())))
        return search.extra(track_total_hits=False).to_dict()

    def order(self) -> list[Any]:
        """Return what hits are put in order by."""
        sorts: dict[str, list[Any]] = {"date": [NEWEST], "evidence": [{"strongest": "desc"}, NEWEST]}
        return sorts.get(self.plan.sort, ["_score", NEWEST])

    def ranked(self) -> Query:
        """Return the query for all that may be found, with scores by which hits are put in order."""
        if self.plan.sort != "relevance":
            return self.found(scored=False)
        query = self.found(scored=True) if self.tokens else self.plain()
        overdue = Range(review_on={"lt": self.plan.scope.today.toordinal()})
        lower: Any = {"filter": overdue, "weight": self.plan.weights.overdue}
        return FunctionScore(query=query, functions=[lower], boost_mode="multiply")

    def plain(self) -> Query:
        """Return the query for all that may be found when nothing is looked for."""
        everything = ConstantScore(filter=self.found(scored=False), boost=PLAIN)
        return Bool(must=[everything], should=list(self.well_placed()))

    def found(self, *, scored: bool) -> Query:
        """Return the query for all that has the words and is not hidden, whatever is chosen."""
        must, excluded = self.text_parts()
        excluded += self.left_out(self.plan.scope)
        if scored:
            merits = [*self.merits(), *self.well_placed()]
            return Bool(must=must, filter=self.always, must_not=excluded, should=merits)
        return Bool(filter=[*must, *self.always] or [MatchAll()], must_not=excluded)

    def text_parts(self) -> tuple[list[Query], list[Query]]:
        """Return what the text must and must not have."""
        queries = [(self.sought(each), each.required) for each in self.plan.sought]
        must = at_least(self.plan.enough, [query for query, required in queries if not required])
        must += [query for query, required in queries if required]
        return must, [self.sequence("text", self.english(text)) for text in self.plan.excluded]

    def sought(self, sought: Sought) -> Query:
        """Return the query for what has any way to say what is looked for, of which the best counts."""
        said = [self.said("text", each) for each in sought.alternatives]
        return best_of([*said, *(self.coded(field, sought, 0.0) for field in self.weights_of_code(sought))])

    def said(self, field: str, alternative: Alternative, boost: float = 1.0) -> Query:
        """Return the query for a field that has all parts of an alternative."""
        parts = [self.sequence(field, self.english(part)) for part in alternative.parts]
        return Bool(must=parts, boost=alternative.weight * boost)

    def weights_of_code(self, sought: Sought) -> dict[str, float]:
        """Return the fields in which something sought is looked for as a code, and how much that counts."""
        weights = self.plan.weights
        fields = {"code": weights.own_code, "mention": weights.other_code, "place": weights.other_code}
        return fields if sought.code else {}

    def coded(self, field: str, sought: Sought, weight: float) -> Query:
        """Return the query for entries that have a code in a field."""
        return ConstantScore(filter=Term(**{field: sought.code}), boost=weight)

    def sequence(self, field: str, tokens: Sequence[str], boost: float = 1.0, slop: int = 0) -> Query:
        """Return the query for tokens that follow each other; for none, what nothing answers."""
        if not tokens:
            return MatchNone()
        if len(tokens) == 1:
            return Term(**{field: {"value": tokens[0], "boost": boost}})
        return MatchPhrase(**{field: {"query": " ".join(tokens), "slop": slop, "boost": boost}})

    def merits(self) -> Iterable[Query]:
        """Yield what makes one thing found better than another."""
        weights = self.plan.weights
        boosts = {"title": weights.title, "names": weights.names, "summary": weights.summary}
        for field, boost in boosts.items():
            yield from self.found_in(field, boost)
        for sought in self.plan.sought:
            for field, weight in self.weights_of_code(sought).items():
                yield self.coded(field, sought, weight)
        for token in dict.fromkeys(self.exact):
            yield self.sequence("title_exact", [token], weights.exact_title)
            yield self.sequence("names_exact", [token], weights.exact_name)
        for field, boost in (("title", weights.phrase_in_title), ("text", weights.phrase_in_text)):
            ways = [
                self.sequence(field, tokens, boost * weight, weights.slop)
                for tokens, weight in self.plan.together(self.english)
            ]
            if ways:
                yield best_of(ways)

    def found_in(self, field: str, boost: float) -> Iterable[Query]:
        """Yield the query for each token typed, or for what was typed or is looked for in its place."""
        plain = [part for each in self.plan.sought if not each.others for part in each.typed.parts]
        for token in dict.fromkeys(token for part in plain for token in self.english(part)):
            yield self.sequence(field, [token], boost)
        for each in self.plan.sought:
            if each.others:
                tokens = dict.fromkeys(token for part in each.typed.parts for token in self.english(part))
                typed = Bool(should=[self.sequence(field, [token], boost) for token in tokens])
                yield best_of([typed, *(self.said(field, other, boost) for other in each.others)])

    def well_placed(self) -> Iterable[Query]:
        """Yield what makes one thing better than another for where it is, if anything does."""
        number_of = len(self.tiers)
        weights = [self.plan.weights.place(number, number_of) for number in range(number_of)]
        if weights:
            scores = zip(self.tiers, weights, strict=True)
            yield best_of([ConstantScore(filter=tier, boost=weight) for tier, weight in scores])

    def left_out(self, scope: Scope) -> list[Query]:
        """Return what the public may not see, whatever the index says."""
        queries: list[Query] = []
        if scope.hidden:
            queries.append(Terms(key=sorted(scope.hidden)))
        if scope.hidden_branches:
            queries.append(Terms(branch=sorted(scope.hidden_branches)))
        return queries

    def counts(self) -> dict[str, Any]:
        """Return the counts of each facet, under the choices of all others."""
        free = [facet for facet in self.plan.facets if facet not in self.choices]
        counts = {FREE: self.counted(free, self.choices.values())}
        for facet in self.choices:
            others = [choice for name, choice in self.choices.items() if name != facet]
            counts[facet] = self.counted([facet], others)
        return counts

    def counted(self, facets: Collection[str], choices: Collection[Query]) -> dict[str, Any]:
        """Return the counts of some facets under some choices, made of nothing but values.

        There are dozens in every request: objects of them took a fifth of the time that we add to a search.
        """
        fields = {
            field: {"terms": self.values_of(facet, field)}
            for facet in facets
            for field in fields_of(facet, self.plan.scope)
        }
        return {"filter": Bool(filter=list(choices) or [MatchAll()]).to_dict(), "aggs": fields}

    def values_of(self, facet: str, field: str) -> dict[str, Any]:
        """Return what makes a count of the values of a field exact."""
        listed = self.plan.scope.places
        if facet != "place" or listed is None:
            return {"field": field, "size": EVERY_VALUE}
        return {"field": field, "size": max(1, len(listed)), "include": sorted(listed)}


def where(where: Where) -> Query:
    """Return the query for what fulfils a condition on places."""
    sets = {"place": where.inside, "own_place": where.own}
    parts: list[Query] = [Q("terms", **{field: list(codes)}) for field, codes in sets.items() if codes]
    return Bool(should=parts, minimum_should_match=1) if parts else MatchNone()


def best_of(queries: list[Query]) -> Query:
    """Return the query that scores as the best of these does."""
    return queries[0] if len(queries) == 1 else DisMax(queries=queries)


def at_least(number: int, queries: list[Query]) -> list[Query]:
    """Return queries that hold together when so many of these hold."""
    if number == len(queries):
        return queries
    return [Bool(should=queries, minimum_should_match=number)]
