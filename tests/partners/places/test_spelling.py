"""How far words are apart, and which known words are near one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.spelling import HEAD, Spelling, edits, edits_allowed

LETTERS = st.text("abc", max_size=8)
WORDS = st.lists(st.text("abcde", min_size=1, max_size=10), unique=True)
TYPED = st.text("abcde", min_size=1, max_size=10)


def plain_distance(one, other):
    """Fewest letters to add, leave out, replace or swap with a neighbour, by the whole table."""
    rows = [[i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            costs = [rows[i - 1][j] + 1, rows[i][j - 1] + 1]
            costs.append(rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                costs.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(costs)
    return rows[-1][-1]


@given(LETTERS, LETTERS, st.integers(0, 2))
def test_edits_are_counted_as_the_whole_table_does(one, other, most):
    counted, true = edits(one, other, most), plain_distance(one, other)
    assert counted == true if true <= most else counted > most


def reachable(known, typed, slips):
    """Whether so many slips at most lie between what was typed and a known word that may go on after it."""
    ends = range(len(known) + 1) if len(typed) >= HEAD and slips == 1 else [len(known)]
    return any(plain_distance(typed, known[:end]) <= slips for end in ends)


@given(WORDS, TYPED)
def test_no_known_word_with_one_slip_between_is_missed(words, typed):
    found = Spelling(words).near(typed)
    wanted = {w for w in words if w[0] == typed[0] and w != typed and reachable(w, typed, 1)}
    if edits_allowed(typed) and not all(word.startswith(typed) for word in wanted):
        missed = {w for w in wanted if not w.startswith(typed) and not any(map(w.startswith, found))}
        assert missed == set()


@given(WORDS, TYPED)
def test_nothing_found_is_further_than_it_says(words, typed):
    for near, slips in Spelling(words).near(typed).items():
        assert near[0] == typed[0]
        assert plain_distance(typed, near) <= slips <= edits_allowed(typed)
        assert any(word.startswith(near) for word in words)


@given(WORDS, st.text("abcde", min_size=8, max_size=10))
def test_two_slips_are_found_where_one_is_not_enough(words, typed):
    near = Spelling(words).near(typed)
    if not any(slips == 1 for slips in near.values()):
        two = {w: n for w in words if w[0] == typed[0] and (n := plain_distance(typed, w)) <= 2}
        assert near == two


@pytest.mark.parametrize("typed", ["", "a", "abc"])
def test_short_words_are_taken_as_typed(typed):
    assert Spelling(["abd", "abcd"]).near(typed) == {}


@pytest.mark.parametrize(
    ("typed", "near"),
    [("mancehst", "manchest"), ("mnchest", "manchest"), ("manxchest", "manchest"), ("mancxest", "manchest")],
)
def test_a_word_that_is_still_being_typed_is_near_a_beginning(typed, near):
    assert Spelling(["manchester", "mansfield"]).near(typed) == {near: 1}
