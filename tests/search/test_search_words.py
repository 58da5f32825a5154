import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import Concept, enough_of, parse_words, tidy


def sought(text):
    return [concept.text for concept in parse_words(text).concepts]


def test_words_are_sought_one_by_one():
    assert sought("lonely older people") == ["lonely", "older", "people"]


def test_a_phrase_is_required():
    assert parse_words('cafe "warm space"').concepts == (
        Concept("cafe"),
        Concept("warm space", required=True),
    )


@pytest.mark.parametrize("quoted", ["“warm space”", "«warm space»", '"warm space"'])
def test_curly_quotes_are_quotes(quoted):
    assert parse_words(quoted).concepts == (Concept("warm space", required=True),)


def test_a_minus_leaves_out():
    words = parse_words('gardens -allotments -"city farm"')
    assert (sought("gardens -allotments"), words.excluded) == (["gardens"], ("allotments", "city farm"))


@pytest.mark.parametrize("text", ['"warm space', 'warm" space', '"', "-", '--""', "!!! ---", "( ) * ~ ^"])
def test_unbalanced_and_empty_marks_are_characters_between_words(text):
    assert all(any(map(str.isalnum, word)) for word in sought(text))


def test_words_like_the_count_only_alone():
    assert sought("the homes of the people") == ["homes", "people"]
    assert sought("who is it") == ["who", "is", "it"]


def test_capitals_make_a_short_word_count():
    assert sought("IT skills") == ["IT", "skills"]
    assert sought("it skills") == ["skills"]


def test_a_possessive_is_its_word():
    assert sought("children\u2019s centre") == ["children", "centre"]


def test_only_the_first_words_count_and_it_says_so():
    words = parse_words(" ".join(f"word{number}" for number in range(40)))
    assert len(words.concepts) == 16
    assert words.ignored


@pytest.mark.parametrize(
    ("typed", "enough"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (16, 8)]
)
def test_how_many_words_are_enough(typed, enough):
    assert enough_of(typed) == enough


def test_nothing_invisible_is_left():
    assert tidy("a\x00b\u200bc\ud800d") == "a b c d"
    assert tidy("Cafe\u0301") == "Café"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_can_be_taken_apart(text):
    words = parse_words(text)
    assert all(concept.text == concept.text.strip() for concept in words.concepts)
    assert tidy(text).isprintable()
