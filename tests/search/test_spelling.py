"""What is put right, by which words, and what is left as it was typed."""

import pytest

from search.engines.embedded.engine import EmbeddedEngine
from search.plan import plan_of
from search.request import SearchRequest
from search.scope import Scope
from search.spelling import Corrector
from search.synonyms.rules import read_rules
from search.synonyms.table import SynonymTable
from tests.search.conftest import Library, document

TABLE = SynonymTable(read_rules(["jobcenter = employment service"]))


@pytest.fixture
def library(tmp_path):
    """A library on the engine whose words spelling is put right by, whichever engine answers."""
    return Library(EmbeddedEngine(tmp_path))


@pytest.fixture
def put_right(library):
    """Put a text right by the words of the library."""
    library.fill(
        document(1, title="Loneliness among neighbours", body="Machynlleth has allotments"),
        document(2, title="Loneliness", summary="Befriending in gardens"),
        document(3, title="Secret lighthouses"),
        *(document(n, body="community gardens") for n in range(10, 40)),
    )

    def corrected(text, scope=None, names=()):
        scope = scope or Scope()
        plan = plan_of(SearchRequest(text=text), scope, TABLE)
        return Corrector(library.engine, plan, names.__contains__).corrected(text)

    return corrected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lonelyness", "loneliness"),
        ("Lonelines", "loneliness"),
        ("gadrens", "gardens"),
        ("comunity", "community"),
        ("befreinding", "befriending"),
        ("allotmnets help", "allotments help"),
        ("gardens for lonelyness", "gardens for loneliness"),
        ("lonelyness -gadrens", "loneliness -gadrens"),
        ('lonelyness "gadrens"', 'loneliness "gadrens"'),
        ("(lonelyness)", "(loneliness)"),
    ],
)
def test_slips_are_put_right(put_right, typed, meant):
    assert put_right(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "garden",
        "gardening",
        "neighbour",
        "neighbour's",
        "gar",
        "hardens",
        "xomunity",
        "gardenz3",
        "12345",
        "M32 0DG",
        "GADREN",
        "gârdens",
        "jobcenter",
        '"gadrens"',
        "-gadrens",
        "zzzzzzzz",
        "",
    ],
)
def test_plurals_codes_acronyms_other_alphabets_and_first_letters_are_left(put_right, typed):
    assert put_right(typed) == ""


def test_names_of_places_are_left(put_right):
    assert put_right("Gardons") == "gardens"
    assert put_right("Gardons", names={"gardons"}) == ""


def test_of_several_the_nearest_and_then_the_most_frequent_is_meant(library):
    library.fill(
        document(1, body="parts"), *(document(n, body="parks") for n in (2, 3)), document(4, body="pairs")
    )
    plan = plan_of(SearchRequest(text="parxs"), Scope())
    assert Corrector(library.engine, plan, lambda word: False).corrected("parxs") == "parks"


def test_a_rare_word_is_taken_for_a_much_more_frequent_one(library):
    library.fill(document(1, body="comunity"), *(document(n, body="community") for n in range(2, 14)))
    plan = plan_of(SearchRequest(text="comunity"), Scope())
    assert Corrector(library.engine, plan, lambda word: False).corrected("comunity") == "community"
    library.fill(document(1, body="comunity"), *(document(n, body="community") for n in range(2, 9)))
    assert Corrector(library.engine, plan, lambda word: False).corrected("comunity") == ""


def test_a_word_only_in_what_is_hidden_is_never_offered(put_right, library):
    assert put_right("lighthuoses") == "lighthouses"
    assert put_right("lighthuoses", Scope(hidden=frozenset({"page-3"}))) == ""
    assert put_right("lighthuoses", Scope(hidden_branches=frozenset({3}))) == ""
    with library.engine.writing(1) as batch:
        batch.remove("page-3")
        batch.commit()
    assert put_right("lighthuoses") == ""
