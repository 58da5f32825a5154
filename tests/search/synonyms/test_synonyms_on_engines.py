"""What synonyms find, and in which order, on each engine."""

import pytest

from search.plan import plan_of
from search.request import SearchRequest
from search.scope import Scope
from search.synonyms.rules import read_rules
from search.synonyms.table import SynonymTable
from tests.search.conftest import document, library

__all__ = ["library"]
TABLE = SynonymTable(
    read_rules(
        ["VCSE = voluntary sector = third sector", "CCG > integrated care board", "CCG = commissioning group"]
    )
)


@pytest.fixture
def found(library):
    """Look for a text and return the numbers of what is found."""

    def numbers(text):
        hits = library.engine.search(plan_of(SearchRequest(text=text), Scope(), TABLE)).hits
        return [int(hit.key.removeprefix("page-")) for hit in hits]

    numbers.library = library
    return numbers


def test_any_way_to_say_it_is_found_and_the_typed_one_first(found):
    found.library.fill(
        document(1, title="The VCSE"),
        document(2, title="The voluntary sector"),
        document(3, title="A sector that is voluntary in part"),
        document(4, title="The third age"),
    )
    assert found("vcse") == [1, 2]
    assert found("voluntary sector") == [2, 1, 3]
    assert found("third sector") in ([2, 1], [1, 2])


def test_each_thing_typed_must_be_there_in_one_of_its_ways(found):
    found.library.fill(
        document(1, title="VCSE", body="Leeds"),
        document(2, title="VCSE"),
        document(3, body="Leeds third sector"),
    )
    assert set(found("voluntary sector leeds")) == {1, 3}


def test_in_a_title_it_counts_more_than_in_a_text(found):
    found.library.fill(
        document(1, title="Other", body="About the voluntary sector, at some length."),
        document(2, title="The voluntary sector", body="About something else, at some length."),
    )
    assert found("vcse") == [2, 1]


def test_only_the_whole_of_it_is_marked_with_what_was_typed(found):
    found.library.fill(document(1, title="Help", summary="Help by the voluntary sector for all."))
    (hit,) = found.library.engine.search(plan_of(SearchRequest(text="vcse"), Scope(), TABLE)).hits
    assert hit.highlights[0] == "Help by the <mark>voluntary</mark> <mark>sector</mark> for all."


def test_two_ways_to_say_it_bring_the_same_ten_first(found):
    said = ["the VCSE", "the voluntary sector", "the third sector"]
    fill = [document(n, body=f"{'word ' * (7 * n % 40)}{said[n % 3]}") for n in range(1, 10)]
    loose = [document(n, body="A sector whose work is voluntary, not the third") for n in range(20, 50)]
    found.library.fill(*fill, *loose)
    for other in ("voluntary sector", "third sector"):
        assert {*found("vcse")} <= {*found(other)[:10]}
    assert len(found("vcse")) == 9


def test_what_says_more_than_was_typed_comes_after_what_says_the_same(found):
    found.library.fill(
        document(1, title="Integrated care board", body="Integrated care board for all"),
        document(2, title="Quiet streets", body="What we do as the commissioning group in the evening"),
    )
    assert found("CCG") == [2, 1]
