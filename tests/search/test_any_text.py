"""Whatever somebody types: the plan is made, engines get only terms, and the page answers."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.engines.elasticsearch.query import Compiler
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.schema import build_analyzers
from search.plan import plan_of
from search.request import SearchRequest
from search.scope import Scope
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable
from tests.search.conftest import Library, document

TABLE = SynonymTable(shipped_rules())
CHAINS = {name: analyzer.analyze for name, analyzer in build_analyzers().items()}
# No term has any of these; codes have hyphens, dots and strokes, and nothing else of them.
SYNTAX = set("\"*:()[]{}~^/<>+-\\'=;%&|!?.,#$@`\x00\u202e")

NASTY = [
    '"', '""', '"unbalanced', 'un"balanced"', "-", '-"', "--a", '-"a b', "title:warm AND (body:x OR *)",
    "warm^5~2 [a TO z] {1 TO 2}", "+a -b !c", "a && b || c", "/re.*gex/", "_exists_:title", "key:page-1",
    "<script>alert(1)</script>", "<mark>a</mark>", "'; DROP TABLE search_searchoutbox; --", "1 OR 1=1",
    "' UNION SELECT * FROM people_user --", "{{ 7|add:7 }}{% debug %}", "../../etc/passwd\x00", "%00%0a",
    "\x00", "\u202eevil\u202c", "\ufeff", "\u200b" * 50, "\U0001f3d8\ufe0f", "\ufdfa" * 100, "\ud800",
    "a\u0301" * 300, "I\u0307STANBUL", "\u1e9e\u00df", "\u0130", "\ufb03", "\uff21\uff22\uff23-\uff13",
    "\u0663\u0664", "VCSE" * 300, '{"match_all": {}}', '{"query_string": {"query": "*"}}', "-" * 9_000,
    "warm " * 2_000, "x" * 10_000, '"' * 10_001, "- " * 5_000, "VCSE A&E " * 1_000, "leeds-3.2 " * 1_000,
    "1-" * 5_000, "a.b/c-" * 1_500 + "1",
]  # fmt: skip
PIECES = [*NASTY[:40], "VCSE", "third sector", "-", '"', "e08000035", "IT", "môn", " "]
ANY = st.text(alphabet=st.characters(), max_size=200) | st.lists(st.sampled_from(PIECES), max_size=12).map(
    " ".join
)


def leaves(part):
    """All texts in a request."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield key
            yield from leaves(value)
    elif isinstance(part, list):
        for each in part:
            yield from leaves(each)
    elif isinstance(part, str):
        yield part


# What a request has that nobody typed.
OURS = set(leaves(Compiler(plan_of(SearchRequest(), Scope()), CHAINS).request(1)))


def every_nasty(test):
    """Try these texts each time."""
    for text in NASTY:
        test = example(text=text)(test)
    return test


@every_nasty
@settings(max_examples=1_000, deadline=None)
@given(text=ANY)
def test_engines_get_terms_and_nothing_else_of_what_was_typed(text):
    plan = plan_of(SearchRequest(text=text), Scope(), TABLE)
    assert len(plan.sought) <= 16
    codes = {sought.code for sought in plan.sought}
    for each in leaves(Compiler(plan, CHAINS).request(1)):
        assert each in codes or each in OURS or not SYNTAX & set(each), each


@every_nasty
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=ANY)
def test_the_embedded_engine_answers(any_library, text):
    answer = any_library.engine.search(plan_of(SearchRequest(text=text), Scope(), TABLE))
    assert answer.total <= 3
    assert len(answer.hits) == answer.total == sum(answer.facets["kind"].values())


@pytest.fixture(scope="module")
def any_library(tmp_path_factory):
    library = Library(EmbeddedEngine(tmp_path_factory.mktemp("index")))
    library.fill(
        document(1, title="warm", body="title body alert script"),
        document(2, title="a b c", names=("LEEDS-3.2",)),
        document(3, body="voluntary sector 1 2 3"),
    )
    return library
