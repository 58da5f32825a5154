"""Marking words: in plain ASCII as in any other text."""

from hypothesis import given
from hypothesis import strategies as st

from search.marking import WORD, Marker, words_in


@given(st.text(st.characters(max_codepoint=127)))
def test_a_text_in_ascii_has_the_words_that_any_text_has(text):
    assert words_in(text) == WORD.findall(text.replace("_", " "))
    assert words_in(f"{text} é") == [*words_in(text), "é"]


def test_the_words_looked_for_are_marked_and_others_are_not():
    summary, body = Marker({"tree", "cafe"}).highlights("Trees, tree_house; and streets", "A street's café")
    assert summary == "<mark>Trees</mark>, <mark>tree</mark>_house; and streets"
    assert body == "A street&#x27;s <mark>café</mark>"
