"""Districts most like a district: the distances, their order, and the words for them."""

import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.places.likeness import (
    TYPICAL,
    Comparison,
    Neighbour,
    comparable_values,
    figures_of,
    likeness_of,
    nearest_keys,
    standardised,
)
from partners.places.measures import COMPARED, MEASURES
from partners.places.models import Place, PlaceFigure
from tests.factories import PlaceFactory

figures = st.floats(min_value=0.01, max_value=10_000, allow_nan=False)
tables = st.dictionaries(st.integers(1, 500), st.tuples(*[figures] * len(COMPARED)), min_size=2, max_size=12)


def brute_distance(one, other, values):
    """The distance as the page describes it, written down without regard for speed."""
    total = 0.0
    for number, measure in enumerate(COMPARED):
        column = [measure.scale(row[number]) for row in values.values()]
        spread = statistics.pstdev(column)
        apart = measure.scale(values[one][number]) - measure.scale(values[other][number])
        total += (apart / spread) ** 2 if spread else 0.0
    return math.sqrt(total)


@settings(max_examples=40)
@given(tables)
def test_distances_are_those_of_the_description_and_symmetric(values):
    scores = standardised(values)
    for place in values:
        near = dict(nearest_keys(place, scores, limit=len(values)))
        assert place not in near
        assert set(near) == set(values) - {place}
        for other, distance in near.items():
            assert distance == dict(nearest_keys(other, scores, limit=len(values)))[place]


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.integers(1, 50), st.tuples(*[st.integers(1, 9)] * len(COMPARED)), min_size=2, max_size=9
    )
)
def test_distances_equal_a_calculation_by_hand(values):
    scores = standardised(values)
    for place in values:
        for other, distance in nearest_keys(place, scores, limit=99):
            assert distance == pytest.approx(brute_distance(place, other, values), abs=1e-9)


@settings(max_examples=40)
@given(tables, st.integers(1, 12))
def test_nearest_come_first_and_no_more_than_asked(values, limit):
    scores = standardised(values)
    near = nearest_keys(next(iter(values)), scores, limit)
    distances = [distance for _, distance in near]
    assert distances == sorted(distances)
    assert len(near) == min(limit, len(values) - 1)


def test_two_at_random_are_typically_as_far_apart_as_said():
    """The mean squared distance over all pairs, each with itself too, is twice the number of figures."""
    values = {n: tuple(1 + (n * step) % 17 for step in range(3, 3 + len(COMPARED))) for n in range(1, 30)}
    scores = standardised(values)
    squares = [math.dist(a, b) ** 2 for a in scores.values() for b in scores.values()]
    assert math.sqrt(statistics.fmean(squares)) == pytest.approx(TYPICAL)


def test_a_figure_that_is_the_same_everywhere_counts_for_nothing():
    values = {1: (5.0,) * len(COMPARED), 2: (5.0,) * len(COMPARED)}
    assert nearest_keys(1, standardised(values)) == [(2, 0.0)]


def test_nothing_to_compare():
    assert standardised({}) == {}
    assert nearest_keys(1, {}) == []


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (0.1, "about the same"),
        (-0.1, "about the same"),
        (0.3, "a little more deprived"),
        (-0.3, "a little less deprived"),
        (1.0, "more deprived"),
        (-1.3, "much less deprived"),
    ],
)
def test_differences_in_words(apart, words):
    assert Comparison(MEASURES["income"], 0.1, 0.2, apart).words == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "very alike"), (0.4, "alike"), (0.7, "somewhat alike"), (1.5, "not much alike")],
)
def test_distances_in_words(share, words):
    assert Neighbour(Place(), share * TYPICAL).words == words


def give(place, value, **other):
    """Give a place every figure compared: the same value, but for those named."""
    for measure in COMPARED:
        PlaceFigure.objects.create(place=place, measure=measure.name, value=other.get(measure.name, value))
    return place


@pytest.mark.django_db
@pytest.mark.both
class TestInTheDatabase:
    @pytest.fixture
    def districts(self):
        values = {"Aston": 1, "Barton": 2, "Carlton": 3, "Dunton": 9}
        return {name: give(PlaceFactory(kind="district", name=name), value) for name, value in values.items()}

    def test_the_nearest_with_the_working(self, districts, django_assert_num_queries):
        with django_assert_num_queries(1):
            likeness = likeness_of(districts["Aston"], limit=2)
        assert [near.place.name for near in likeness.neighbours] == ["Barton", "Carlton"]
        assert likeness.neighbours[0].place.get_absolute_url() == districts["Barton"].get_absolute_url()
        assert likeness.neighbours[0].place == districts["Barton"]
        assert likeness.total == 4
        working = likeness.neighbours[0].comparisons
        assert [row.measure for row in working] == list(COMPARED)
        assert {(row.ours, row.theirs) for row in working} == {(1, 2)}
        squares = math.fsum(row.apart**2 for row in working)
        assert math.sqrt(squares) == pytest.approx(likeness.neighbours[0].distance)

    def test_equally_far_in_the_order_of_their_codes(self):
        middle = give(PlaceFactory(kind="district", code="E07000005"), 5)
        for code, value in (("E07000009", 6), ("E07000001", 4), ("E07000003", 6)):
            give(PlaceFactory(kind="district", code=code), value)
        codes = [near.place.code for near in likeness_of(middle).neighbours]
        distances = {near.place.code: near.distance for near in likeness_of(middle).neighbours}
        assert distances["E07000003"] == distances["E07000009"]
        assert codes.index("E07000003") < codes.index("E07000009")

    def test_a_district_without_all_figures_is_compared_with_none(self, districts):
        partly = PlaceFactory(kind="district", name="Elton")
        PlaceFigure.objects.create(place=partly, measure="people", value=7)
        assert likeness_of(partly) is None
        assert partly.pk not in comparable_values()[0]
        assert likeness_of(None) is None

    def test_ended_districts_and_other_kinds_are_not_compared(self, districts):
        districts["Barton"].ended_on = "2023-03-31"
        districts["Barton"].save()
        give(PlaceFactory(kind="county"), 1)
        names = [near.place.name for near in likeness_of(districts["Aston"]).neighbours]
        assert names == ["Carlton", "Dunton"]

    def test_all_figures_of_a_place(self, districts):
        PlaceFigure.objects.create(place=districts["Aston"], measure="children", value=0.494)
        listed = figures_of(districts["Aston"])
        assert [measure.name for measure, _ in listed] == [*(m.name for m in COMPARED), "children"]
        measure, value = listed[-1]
        assert measure.shown(value) == "49.4 %"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("income", 0.357, "35.7 %"),
        ("education", 30.453, "30.5"),
        ("health", -3.1, "\N{MINUS SIGN}3.10"),
        ("people", 235430.0, "235,430"),
        ("density", 998.3, "998"),
    ],
)
def test_figures_as_people_read_them(name, value, shown):
    assert MEASURES[name].shown(value) == shown
