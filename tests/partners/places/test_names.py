import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.names import folded, plain_name, search_words


@pytest.mark.parametrize(
    ("official", "plain"),
    [
        ("Bristol, City of", "Bristol"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Herefordshire, County of", "Herefordshire"),
        ("London, City of", "City of London"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole"),
        ("Trafford", "Trafford"),
    ],
)
def test_names_are_as_people_say_them(official, plain):
    assert plain_name(official) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ynys Môn", "ynys mon"),
        ("St. John's & Ynys", "st johns and ynys"),
        ("King\u2019s  Lynn", "kings lynn"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("Ancoats & Beswick", "ancoats and beswick"),
        (" % _ | ", ""),
    ],
)
def test_folding(text, words):
    assert folded(text) == words


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_folded_text_holds_nothing_that_a_pattern_could_mean(text):
    assert not set("%_|\\") & set(folded(text))


def test_words_keep_names_apart_and_repeat_none():
    assert search_words("Cardiff", "Caerdydd", "Cardiff") == "|cardiff|caerdydd|"
    assert search_words("", "%") == ""
