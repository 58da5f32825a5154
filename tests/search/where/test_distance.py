"""Distances: known ones, those of another formula, and what is in the box around a point."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.where.distance import Point, box_around, miles_between

# As wide as the United Kingdom, with something to spare.
POINTS = st.builds(Point, st.floats(49, 62), st.floats(-9, 3))


def by_vectors(one, other):
    """The angle between two directions from the middle of the Earth, times its radius in miles."""

    def direction(point):
        north, east = map(math.radians, point)
        return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

    a, b = direction(one), direction(other)
    across = math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return 6371.0088 / 1.609344 * math.atan2(across, sum(x * y for x, y in zip(a, b, strict=True)))


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        (Point(51.5074, -0.1278), Point(53.4808, -2.2426), 162.7),
        (Point(51.5074, -0.1278), Point(55.9533, -3.1883), 331.7),
        (Point(0, 0), Point(0, 90), 6_218.4),
        (Point(53.4, -2.3), Point(53.4, -2.3), 0.0),
    ],
)
def test_known_distances(one, other, miles):
    assert miles_between(one, other) == pytest.approx(miles, abs=0.2)


@given(POINTS, POINTS)
def test_a_distance_is_that_of_another_formula_and_the_same_both_ways(one, other):
    assert miles_between(one, other) == pytest.approx(by_vectors(one, other), rel=1e-6, abs=1e-6)
    assert miles_between(one, other) == pytest.approx(miles_between(other, one))


@given(POINTS, POINTS, st.floats(0.1, 100))
def test_what_is_so_near_is_in_the_box(point, other, miles):
    box = box_around(point, miles)
    in_box = box.south <= other.latitude <= box.north and box.west <= other.longitude <= box.east
    assert in_box or miles_between(point, other) > miles
    assert miles_between(point, Point(box.north, point.longitude)) >= miles
    assert miles_between(point, Point(point.latitude, box.west)) >= miles
