"""Steps of shade: in order, without gaps for the counts that are there, at most five."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.browse.shading import Shading

some_counts = st.lists(st.integers(0, 200), max_size=60)


def labels(*counts):
    return [(step.number, step.label) for step in Shading(counts).steps]


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        ([], [(0, "None")]),
        ([0, 0], [(0, "None")]),
        ([7], [(3, "7")]),
        ([0, 1], [(0, "None"), (3, "1")]),
        ([0, 1, 9], [(0, "None"), (2, "1"), (4, "9")]),
        ([1, 2, 3, 4], [(1, "1"), (2, "2"), (3, "3"), (4, "4")]),
        (
            [0, 1, 2, 3, 4, 5, 6, 7, 8],
            [(0, "None"), (1, "1 to 2"), (2, "3 to 4"), (3, "5 to 6"), (4, "7 to 8")],
        ),
        ([1, 1, 1, 1, 1, 2, 3, 4, 90], [(2, "1"), (3, "2 to 3"), (4, "4 to 90")]),
    ],
)
def test_steps_in_words(counts, steps):
    assert labels(*counts) == steps


@given(some_counts)
def test_each_count_lies_in_its_step_and_in_no_other(counts):
    shading = Shading(counts)
    for count in counts:
        assert [s.number for s in shading.steps if s.least <= count <= s.most] == [shading.step(count)]


@given(some_counts)
def test_more_is_never_lighter_and_nothing_is_the_lightest(counts):
    shading = Shading(counts)
    ordered = [shading.step(count) for count in sorted(counts)]
    assert ordered == sorted(ordered)
    assert all((shading.step(count) == 0) == (count == 0) for count in counts)
    assert len(shading.steps) <= 5
    assert shading.steps[-1].number <= 4
