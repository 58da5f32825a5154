"""Finding places among names in memory: what is found, and in which order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.finding import Named, Names
from partners.places.names import findable, search_words

WORDS = ("st", "ash", "ashton", "sale", "hull", "road", "north", "northam", "old", "a")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
placed = st.tuples(st.lists(names, min_size=1, max_size=2), st.booleans())
asked = st.lists(st.sampled_from([*WORDS, "s", "as", "nor", "nort", "x"]), min_size=1, max_size=3)


def named(pk, names, is_small):
    return Named(pk, f"C{pk}", "", names[0], findable(search_words(*names)), is_small)


def made(places):
    """Names of places, the big ones first."""
    ordered = sorted(places, key=lambda place: place[1])
    return Names([named(pk, *place) for pk, place in enumerate(ordered)])


def plainly(all_names, words):
    """The keys of places called so, by looking at every place: slow, and easy to believe."""
    typed = " ".join(words)

    def closeness(place):
        spelt = place.text[2:-1].split("| ")
        if not all(any(part.startswith(word) for name in spelt for part in name.split()) for word in words):
            return None
        if typed in spelt:
            return 0
        begins = any(name.startswith(typed) for name in spelt)
        return (1 if begins else 2) + 2 * place.is_small

    found = [(closeness(place), place.pk) for place in all_names.places]
    return [pk for close, pk in sorted(pair for pair in found if pair[0] is not None)]


@given(st.lists(placed, max_size=12), asked)
def test_what_is_found_and_its_order_are_as_if_every_place_were_looked_at(places, words):
    all_names = made(places)
    assert [place.pk for place in all_names.called(words)] == plainly(all_names, words)


@given(st.lists(placed, max_size=12), asked)
def test_nothing_is_found_twice(places, words):
    all_names = made(places)
    for found in (list(all_names.called(words)), all_names.nearly_called(words)):
        assert len({place.pk for place in found}) == len(found)


def test_a_thousand_odd_questions_are_answered():
    """Cut, doubled, mixed and foreign letters: never an error, and never a wrong sort of answer."""
    chance = random.Random(7)
    places = made([([" ".join(chance.choices(WORDS, k=2))], bool(chance.getrandbits(1))) for _ in range(300)])
    letters = "aeshtnorlduâŵ\u0301é🙂|%_'\u202e 0"
    for _ in range(1_000):
        typed = "".join(chance.choices(letters, k=chance.randint(1, 12)))
        words = search_words(typed).strip("|").split()[:8]
        if words:
            assert all(isinstance(place, Named) for place in places.called(words))
            assert all(isinstance(place, Named) for place in places.nearly_called(words))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("st helens", ["St Helens"]),
        ("saint hel", ["St Helens"]),
        ("sain", ["St Helens", "Bury Saint Edmunds"]),
        ("bury st edmunds", ["Bury Saint Edmunds"]),
    ],
)
def test_saints_are_found_in_either_spelling(typed, found):
    all_names = made([(["St Helens"], False), (["Bury Saint Edmunds"], True)])
    assert [place.label for place in all_names.called(typed.split())] == found


TAIL = ["trafford 001a|Trafford 001A|E01006074|7", "trafford 001b|Trafford 001B|E01006075|8"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("trafford 001", ["Trafford 001A", "Trafford 001B"]),
        ("trafford 001b", ["Trafford 001B"]),
        ("trafford", ["Trafford"]),
        ("001a", []),
    ],
)
def test_the_smallest_areas_are_found_by_their_name_once_a_figure_asks_for_them(typed, found):
    all_names = Names([named(1, ["Trafford"], is_small=False)], TAIL, "lsoa")
    assert [place.label for place in all_names.called(typed.split())] == found


def test_a_place_of_the_tail_is_complete():
    (place,) = Names([], TAIL, "lsoa").called(["trafford", "001a"])
    assert (place.pk, place.code, place.kind, place.is_small) == (7, "E01006074", "lsoa", True)
