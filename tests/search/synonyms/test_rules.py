"""What a line of the file says, and how terms are compared."""

import pytest

from search.synonyms.rules import Kind, Rule, key_of, read_rules, shipped_rules


def test_each_kind_of_line_is_read():
    lines = ["# A remark", "", "VCSE = voluntary sector = third sector", "CCG > ICB", " ASB : anti-social "]
    assert read_rules(lines) == [
        Rule(Kind.SAME, ("VCSE", "voluntary sector", "third sector")),
        Rule(Kind.ONE_WAY, ("CCG", "ICB")),
        Rule(Kind.ACRONYM, ("ASB", "anti-social")),
    ]


@pytest.mark.parametrize("line", ["only one", "a = b > c", "a=b"])
def test_a_line_that_is_no_rule_is_named(line):
    with pytest.raises(ValueError, match=line):
        read_rules([line])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Food Banks", "food bank"),
        ("health & wellbeing", "Health and Wellbeing"),
        ("Ynys Môn", "ynys mon"),
        ("charities", "charity"),
        ("co-production", "co production"),
    ],
)
def test_terms_are_compared_without_case_accents_plurals_and_signs(one, other):
    assert key_of(one) == key_of(other) != ()


@pytest.mark.parametrize("word", ["bus", "business", "crisis", "ICS"])
def test_not_every_s_is_a_plural(word):
    assert key_of(word) == (word.lower(),)


def test_the_rules_we_ship_can_be_read_and_each_says_something():
    rules = shipped_rules()
    assert len(rules) > 100
    assert all(len(rule.terms) > 1 and list(rule.pairs()) for rule in rules)
    terms = [rule.terms for rule in rules]
    assert len(set(terms)) == len(terms)


def test_one_way_goes_one_way_and_the_others_both():
    assert list(Rule(Kind.ONE_WAY, ("CCG", "ICB")).pairs()) == [("CCG", "ICB")]
    assert set(Rule(Kind.ACRONYM, ("ASB", "bother")).pairs()) == {("ASB", "bother"), ("bother", "ASB")}
