"""Which words of a search are taken together, and what else is looked for."""

import pytest

from search.plan import SYNONYM, Alternative, plan_of
from search.request import SearchRequest
from search.scope import Scope
from search.synonyms.rules import read_rules, shipped_rules
from search.synonyms.table import MOST_OTHERS, SynonymTable

TABLE = SynonymTable(
    read_rules(
        [
            "VCSE = voluntary sector = third sector",
            "voluntary sector network = forum",
            "CCG > integrated care board",
            "IT : information technology",
            "what works = good practice",
        ]
    )
)


def plan(text, table=TABLE):
    return plan_of(SearchRequest(text=text), Scope(), table)


def sought(text):
    return [(each.typed.parts, [other.parts[0] for other in each.others]) for each in plan(text).sought]


def test_what_nobody_typed_counts_for_less():
    (found,) = plan("vcse").sought
    assert found.typed == Alternative(("vcse",))
    assert found.others == (
        Alternative(("voluntary sector",), SYNONYM),
        Alternative(("third sector",), SYNONYM),
    )


def test_the_longest_match_wins():
    assert sought("the Voluntary Sector Networks of Leeds") == [
        (("Voluntary", "Sector", "Networks"), ["forum"]),
        (("Leeds",), []),
    ]
    assert sought("voluntary sector") == [(("voluntary", "sector"), ["VCSE", "third sector"])]


def test_each_thing_sought_is_one_of_those_that_are_enough():
    assert plan("voluntary sector leeds").enough == 2


def test_one_way_rules_are_not_turned_round():
    assert sought("ccg") == [(("ccg",), ["integrated care board"])]
    assert sought("integrated care board")[0] == (("integrated",), [])


def test_what_is_in_quotes_is_meant_as_it_is():
    assert plan('"voluntary sector" "VCSE"').also == ()
    assert sought('voluntary "sector"') == [(("voluntary",), []), (("sector",), [])]


def test_part_of_a_word_is_no_synonym():
    assert plan("vcses-like kit sector").also == ()


@pytest.mark.parametrize(("text", "also"), [("IT skills", ("information technology",)), ("It skills", ())])
def test_two_letters_count_only_in_capitals(text, also):
    assert plan(text).also == also


def test_two_letters_are_not_looked_for():
    assert plan("information technology").also == ()


def test_words_that_say_nothing_may_be_part_of_something():
    assert plan("what works").also == ("good practice",)


def test_what_is_left_out_is_only_that():
    assert plan("-vcse").also == ()


def test_there_is_a_bound_to_how_much_is_looked_for():
    table = SynonymTable(read_rules([" = ".join(f"term{number}" for number in range(30))]))
    assert len(plan("term1", table).also) == MOST_OTHERS


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("third sector", "voluntary, community and social enterprise"),
        ("JSNA", "joint strategic needs assessment"),
        ("asb", "anti-social behaviour"),
        ("dwp", "Department for Work and Pensions"),
        ("ccg", "integrated care board"),
    ],
)
def test_what_we_ship_knows_the_words_of_this_work(typed, also):
    assert also in plan(typed, SynonymTable(shipped_rules())).also
