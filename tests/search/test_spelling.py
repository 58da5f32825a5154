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


def test_of_two_as_near_that_is_meant_which_stands_beside_the_other_words(library):
    library.fill(
        document(1, body="growing food"),
        document(2, body="growing food together"),
        *(document(n, body="going on") for n in range(3, 23)),
    )

    def corrected(text):
        plan = plan_of(SearchRequest(text=text), Scope())
        return Corrector(library.engine, plan, lambda word: False).corrected(text)

    assert corrected("gowing") == "going"
    assert corrected("food gowing") == "food growing"


def test_with_a_capital_a_name_of_a_place_is_meant(library):
    library.fill(document(1, body="Hulme"), *(document(n, body="home") for n in range(2, 22)))
    for typed, meant in (("Hume", "hulme"), ("hume", "home")):
        plan = plan_of(SearchRequest(text=typed), Scope())
        assert Corrector(library.engine, plan, {"hulme"}.__contains__).corrected(typed) == meant


def test_words_that_have_synonyms_are_known_though_they_stand_nowhere(library):
    library.fill(document(1, body="An employment service"))
    plan = plan_of(SearchRequest(text="jobcentar"), Scope(), TABLE)
    corrector = Corrector(library.engine, plan, lambda word: False, TABLE.words)
    assert corrector.corrected("jobcentar") == "jobcenter"


def test_where_enough_is_found_only_a_word_in_nothing_at_all_is_a_slip(put_right, library):
    assert put_right("lighthuose") == "lighthouses"
    plan = plan_of(SearchRequest(text="comunity gardens"), Scope())
    library.fill(document(1, body="comunity"), *(document(n, body="community gardens") for n in range(2, 30)))
    corrector = Corrector(library.engine, plan, lambda word: False)
    assert corrector.corrected("comunity gardens") == "community gardens"
    assert corrector.corrected("comunity gardens", rare=0) == ""


def test_a_word_only_in_what_is_hidden_is_never_offered(put_right, library):
    assert put_right("lighthuoses") == "lighthouses"
    assert put_right("lighthuoses", Scope(hidden=frozenset({"page-3"}))) == ""
    assert put_right("lighthuoses", Scope(hidden_branches=frozenset({3}))) == ""
    with library.engine.writing(1) as batch:
        batch.remove("page-3")
        batch.commit()
    assert put_right("lighthuoses") == ""
