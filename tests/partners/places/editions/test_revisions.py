"""How the places inside a version of a page are changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.editions.revisions import moved_tags, places_in

KEYS = st.integers(1, 6)
TAGS = st.lists(KEYS, unique=True).map(
    lambda places: [{"pk": 100 + place, "page": 9, "place": place} for place in places]
)
MOVES = st.dictionaries(KEYS, st.lists(st.integers(7, 9), min_size=1, max_size=2, unique=True))


def row(place, pk=None):
    return {"pk": pk, "page": 9, "place": place}


@pytest.mark.parametrize(
    ("tags", "moves", "expected"),
    [
        ([row(1, 5)], {1: [7]}, [row(7, 5)]),
        ([row(1, 5), row(2, 6)], {1: [7], 2: [7]}, [row(7, 5)]),
        ([row(1, 5), row(7, 6)], {1: [7]}, [row(7, 6)]),
        ([row(1, 5)], {1: [7, 8]}, [row(7, 5), row(8)]),
        ([row(3, 5)], {1: [7]}, [row(3, 5)]),
        ([], {1: [7]}, []),
    ],
)
def test_rows_name_what_followed(tags, moves, expected):
    assert moved_tags(tags, moves) == expected


@given(TAGS, MOVES)
def test_afterwards_no_ended_place_is_named_and_none_twice(tags, moves):
    places = [tag["place"] for tag in moved_tags(tags, moves)]
    assert not set(places) & set(moves)
    assert len(places) == len(set(places))
    wanted = {heir for tag in tags for heir in moves.get(tag["place"], [tag["place"]])}
    assert set(places) == wanted


@given(TAGS, MOVES)
def test_doing_it_twice_is_doing_it_once(tags, moves):
    once = moved_tags(tags, moves)
    assert moved_tags(once, moves) == once


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (None, []),
        ([], []),
        ([row(3)], [3]),
        ([row(None)], []),
        ([{"pk": 1}], None),
        ("3", None),
        ([3], None),
        ([row("three")], None),
    ],
)
def test_places_are_read_or_known_to_be_unreadable(said, places):
    assert places_in(said) == places
