"""Every count equals what counting by hand gives, for corpora and requests made at random."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.plan import plan_of
from search.request import FACETS, SORTS, SearchRequest
from search.scope import Scope
from tests.search.conftest import document

WORDS = ["garden", "cafe", "walk", "choir"]
# Kind of place → codes; every ward lies in the one district or the other.
PLACES = {
    "country": ["E92000001"],
    "region": ["E12000001", "E12000002"],
    "district": ["E07000001", "E07000002"],
    "ward": ["E05000001", "E05000002", "E05000003"],
}
KIND_OF = {code: kind for kind, codes in PLACES.items() for code in codes}
VALUES = {
    "kind": ["objective", "plan", "case_study"],
    "theme": ["social", "loneliness", "homes"],
    "place": list(KIND_OF),
    "partner": ["one", "two", "three"],
    "partner_kind": ["council", "nhs", "vcse"],
    "sector": ["council", "vcse", "not_recorded"],
    "effect": ["worse", "much_better", "not_recorded"],
    "evidence": ["compared", "not_recorded"],
    "cost": ["under_5000", "from_5000", "not_recorded"],
    "status": ["agreed", "open"],
    "year": ["2023", "2024", "not_recorded"],
}


def some(facet, most=3):
    return st.lists(st.sampled_from(VALUES[facet]), max_size=most, unique=True).map(tuple)


def few(facet):
    """Mostly nothing, or a corpus of eight would hardly ever have an answer."""
    return st.just(()) | st.just(()) | some(facet)


FACTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(VALUES["kind"]),
        "themes": some("theme"),
        "places": some("place", 4),
        "partners": some("partner"),
        "partner_kinds": some("partner_kind"),
        "sectors": some("sector"),
        "effect": st.sampled_from(["", *VALUES["effect"]]),
        "evidence": st.sampled_from(["", *VALUES["evidence"]]),
        "cost": st.sampled_from(["", *VALUES["cost"]]),
        "status": st.sampled_from(["", *VALUES["status"]]),
        "years": some("year"),
        "title": st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
        "body": st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
        "branch": st.sampled_from([(1, 2), (1, 3)]),
    }
)
REQUESTS = st.builds(
    SearchRequest,
    text=st.sampled_from(["", "garden", "cafe walk", "garden -choir", '"garden cafe"', "garden cafe walk"]),
    kinds=few("kind"),
    themes=few("theme"),
    places=few("place"),
    partners=few("partner"),
    partner_kinds=few("partner_kind"),
    sectors=few("sector"),
    effects=few("effect"),
    evidence=few("evidence"),
    costs=few("cost"),
    statuses=few("status"),
    years=few("year"),
    sort=st.sampled_from(SORTS),
    page_size=st.integers(2, 4),
)
SCOPES = st.builds(
    Scope,
    hidden=st.sets(st.sampled_from([f"page-{number}" for number in range(8)])).map(frozenset),
    hidden_branches=st.sampled_from([frozenset(), frozenset({3}), frozenset({999})]),
    places=st.none()
    | st.sets(st.sampled_from(list(KIND_OF)), min_size=1).map(lambda codes: {c: KIND_OF[c] for c in codes}),
)


def values(facts, facet):
    """The values of a facet that a document has."""
    if facet in ("kind", "effect", "evidence", "cost", "status"):
        return [facts[facet]] if facts[facet] else []
    return facts[f"{facet}s"]


def says(facts, text):
    """Whether a document has the words of one of the texts above."""
    title, body = facts["title"].split(), facts["body"].split()
    has = {word: word in title + body for word in WORDS}
    pairs = [*pairwise(title), *pairwise(body)]
    return {
        "": True,
        "garden": has["garden"],
        "cafe walk": has["cafe"] and has["walk"],
        "garden -choir": has["garden"] and not has["choir"],
        '"garden cafe"': ("garden", "cafe") in pairs,
        "garden cafe walk": sum(has[word] for word in ("garden", "cafe", "walk")) >= 2,
    }[text]


def matches(facts, request, but=""):
    """Whether a document answers a request, the choice of one facet left aside."""
    return says(facts, request.text) and all(
        set(values(facts, facet)) & set(request.chosen(facet))
        for facet in request.chosen_facets
        if facet != but
    )


def counted(corpus, request, facet, listed):
    """The counts of one facet, by hand."""
    counts = {}
    for facts in corpus:
        for value in values(facts, facet) if matches(facts, request, but=facet) else ():
            if facet != "place" or value in listed:
                counts[value] = counts.get(value, 0) + 1
    return counts


def keys_on_all_pages(engine, request, scope, total):
    """The keys of the hits, page after page."""
    pages = range(1, -(-total // request.page_size) + 1)
    answers = (engine.search(plan_of(request.with_page(page), scope)) for page in pages)
    return [hit.key for answer in answers for hit in answer.hits]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    corpus=st.lists(FACTS, max_size=8),
    questions=st.lists(st.tuples(REQUESTS, SCOPES), min_size=4, max_size=8),
)
def test_totals_hits_and_counts_are_exact(library, corpus, questions):
    library.fill(
        *(
            document(number, **{**facts, "places": [(code, KIND_OF[code]) for code in facts["places"]]})
            for number, facts in enumerate(corpus)
        )
    )
    for request, scope in questions:
        shown = [
            (number, facts)
            for number, facts in enumerate(corpus)
            if f"page-{number}" not in scope.hidden and not set(facts["branch"]) & scope.hidden_branches
        ]
        answer = library.engine.search(plan_of(request, scope))
        found = {f"page-{number}" for number, facts in shown if matches(facts, request)}
        listed = scope.places or {*PLACES["country"], *PLACES["region"]}
        assert answer.total == len(found)
        assert sorted(keys_on_all_pages(library.engine, request, scope, answer.total)) == sorted(found)
        for facet in FACETS:
            assert answer.facets[facet] == counted([facts for _, facts in shown], request, facet, listed), (
                facet
            )


def test_values_of_one_facet_add_up_and_its_counts_obey_all_other_choices(library):
    """By hand, for whoever reads this before the proof by chance above."""
    library.fill(
        document(1, kind="case_study", cost="under_5000", sectors=("vcse", "council")),
        document(2, kind="case_study", cost="from_5000", sectors=("vcse",)),
        document(3, kind="case_study", cost="not_recorded", sectors=("not_recorded",)),
        document(4, kind="objective", status="agreed"),
    )
    one, two = library.search(costs=("under_5000",)), library.search(costs=("under_5000", "not_recorded"))
    assert (one.total, two.total) == (1, 2)
    assert one.facets["cost"] == two.facets["cost"] == {"under_5000": 1, "from_5000": 1, "not_recorded": 1}
    assert one.facets["sector"] == {"vcse": 1, "council": 1}
    assert two.facets["sector"] == {"vcse": 1, "council": 1, "not_recorded": 1}
    assert two.facets["status"] == {}
    assert library.search(statuses=("agreed",)).facets["kind"] == {"objective": 1}


def test_every_value_is_listed_however_many(library):
    library.fill(*(document(number, partners=(f"partner-{number}", "all")) for number in range(300)))
    partners = library.search().facets["partner"]
    assert len(partners) == 301
    assert partners["all"] == 300
