"""Exact counts: one pass of the engine for all facets of which nothing is chosen, and one for each other."""

from typing import Any

from tantivy import Occur, Query, Searcher

from partners.places.kinds import PlaceKind
from search.engines.embedded.query import Compiler
from search.engines.embedded.schema import PLACE_FIELDS
from search.scope import Scope

Counts = dict[str, dict[str, int]]

# The engine's own bound on how many values it counts in one pass. Fewer than there are would make its
# counts estimates.
EVERY_VALUE = 65_000
TOP_PLACES = (PLACE_FIELDS[PlaceKind.COUNTRY], PLACE_FIELDS[PlaceKind.REGION])


def count(searcher: Searcher, compiler: Compiler) -> tuple[int, Counts]:
    """Return how many things there are, and the counts of every facet."""
    plan, scope = compiler.plan, compiler.plan.scope
    counts: Counts = {}
    free = [facet for facet in plan.facets if facet not in plan.filters]
    if free:
        query = compiler.query(scored=False)
        counts.update(counts_of(searcher, query, free, scope))
    for facet in plan.filters:
        query = compiler.query(scored=False, but=facet)
        if facet == "place" and scope.places:
            # What is in none of the places listed is counted nowhere, so it need not be looked at.
            listed = compiler.any_of("place", list(scope.places))
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, listed)])
        counts.update(counts_of(searcher, query, [facet], scope))
    # Everything has exactly one kind.
    total = sum(counts["kind"].get(kind, 0) for kind in plan.filters.get("kind", counts["kind"]))
    return total, {facet: counts[facet] for facet in plan.facets}


def counts_of(searcher: Searcher, query: Query, facets: list[str], scope: Scope) -> Counts:
    """Return the counts of some facets among what a query finds."""
    fields = {facet: fields_of(facet, scope) for facet in facets}
    wanted = {field: terms_of(field) for names in fields.values() for field in names}
    answer: dict[str, Any] = searcher.aggregate(query, wanted)
    counts = {
        facet: {bucket["key"]: bucket["doc_count"] for name in names for bucket in answer[name]["buckets"]}
        for facet, names in fields.items()
    }
    if "place" in counts and scope.places is not None:
        counts["place"] = {code: number for code, number in counts["place"].items() if code in scope.places}
    return counts


def fields_of(facet: str, scope: Scope) -> tuple[str, ...]:
    """Return the fields that a facet is counted in."""
    if facet != "place":
        return (facet,)
    if scope.places is None:
        return TOP_PLACES
    return tuple(PLACE_FIELDS[kind] for kind in sorted(set(scope.places.values())))


def terms_of(field: str) -> dict[str, Any]:
    """Return the aggregation that counts every value of a field."""
    return {"terms": {"field": field, "size": EVERY_VALUE, "segment_size": EVERY_VALUE}}
