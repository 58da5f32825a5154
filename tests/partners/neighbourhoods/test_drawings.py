"""Drawings, good and bad: each bad one is refused at once, by a sentence that says what to do."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from partners.neighbourhoods.drawings import (
    MOST_CHARACTERS,
    MOST_POINTS,
    DrawingError,
    area_km2,
    read_drawing,
)

SQUARE = [[-2.34, 53.41], [-2.32, 53.41], [-2.32, 53.43], [-2.34, 53.43], [-2.34, 53.41]]
HOLE = [[-2.335, 53.415], [-2.325, 53.415], [-2.33, 53.42], [-2.335, 53.415]]
SECONDS = 2


def polygon(*rings):
    return json.dumps({"type": "Polygon", "coordinates": rings})


def moved(ring, east, north):
    return [[x + east, y + north] for x, y in ring]


def ring_of(count, middle=(-2.33, 53.42)):
    """A zigzag ring with so many points."""
    x, y = middle
    there = [[x + n / 1e6, y + (n % 2) / 1e6] for n in range(count - 2)]
    return [*there, [x, y + 0.02], [x, y]]


BAD = {
    "nothing": ("", "at least three corners"),
    "blanks": (" \n\t ", "at least three corners"),
    "no GeoJSON": ("the field behind the school", "neither GeoJSON nor a list of corners"),
    "half of a JSON": ('{"type": "Polygon", "coordinates": [[[', "neither GeoJSON"),
    "another JSON": ('{"name": "The Meadows"}', "neither GeoJSON"),
    "a list": ("[[1, 2], [3, 4]]", "neither GeoJSON"),
    "a point": ('{"type": "Point", "coordinates": [-2.33, 53.42]}', "A Point is not an area"),
    "a line": (
        '{"type": "LineString", "coordinates": [[-2.33, 53.42], [-2.3, 53.4]]}',
        "A LineString is not an area",
    ),
    "a collection": ('{"type": "GeometryCollection", "geometries": []}', "not an area"),
    "a feature without a shape": ('{"type": "Feature", "geometry": null}', "neither GeoJSON"),
    "a polygon without rings": (polygon(), "at least three corners"),
    "a ring without points": (polygon([]), "at least three corners"),
    "rings that are no lists": ('{"type": "Polygon", "coordinates": [5]}', "neither GeoJSON"),
    "corners that are no lists": (polygon([5, 6, 7]), "5 is not a place on Earth"),
    "words": (polygon([["a", "b"], *SQUARE]), r"\[\"a\", \"b\"\] is not a place on Earth"),
    "true and false": (polygon([[True, False], *SQUARE]), "is not a place on Earth"),
    "one number": (polygon([[53.4], *SQUARE]), "two plain numbers"),
    "brackets in brackets": (polygon([[[[[1]]], 2], *SQUARE]), "A corner is not a place on Earth"),
    "no number": (polygon([[float("nan"), 53.4], *SQUARE]), "is not a place on Earth"),
    "without end": (polygon([[float("inf"), 53.4], *SQUARE]), "is not a place on Earth"),
    "beyond floats": (polygon([[-2.3, 53.4]]).replace("53.4", "1e999"), "is not a place on Earth"),
    "huge": (polygon([[10**300, 53.4], *SQUARE]), "is not a place on Earth"),
    "more digits than Python reads": (polygon([[-2.3, 53.4]]).replace("53.4", "9" * 5000), "neither GeoJSON"),
    "brackets without end": ("[" * 100_000, "neither GeoJSON"),
    "features in features": (
        '{"type":"Feature","geometry":' * 5000 + "null" + "}" * 5000,
        "neither GeoJSON",
    ),
    "swapped": (polygon([[y, x] for x, y in SQUARE]), "seem to be swapped: GeoJSON writes longitude first"),
    "swapped lines": ("-2.34, 53.41\n-2.32, 53.41\n-2.32, 53.43", "write latitude first"),
    "in Paris": (polygon(moved(SQUARE, 4.7, -4.6)), "latitude 48.810, longitude 2.360 is outside"),
    "one corner in Dublin": (polygon([*SQUARE[:-1], [-9.2, 53.35]]), "longitude \u22129.200 is outside"),
    "two corners": (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "at least three different corners.*has 2"),
    "two lines": ("53.41, -2.34\n53.43, -2.32", "at least three different corners"),
    "crossing itself": (
        polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]),
        "crosses or touches itself near latitude 53.420, longitude \u22122.330",
    ),
    "a spike": (polygon([*SQUARE[:-1], [-2.34, 53.44], [-2.34, 53.43], SQUARE[0]]), "itself near latitude"),
    "a hole outside": (polygon(SQUARE, moved(HOLE, 0.05, 0)), "A hole is not inside its shape"),
    "a hole over the edge": (polygon(SQUARE, moved(HOLE, 0.01, 0)), "near latitude"),
    "a hole in a hole": (
        polygon(SQUARE, HOLE, [[-2.331, 53.417], [-2.329, 53.417], [-2.33, 53.418], [-2.331, 53.417]]),
        "hole",
    ),
    "shapes that overlap": (
        json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [moved(SQUARE, 0.01, 0.01)]]}),
        "near latitude",
    ),
    "a shape in a shape": (
        json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]}),
        "Two shapes of the drawing overlap",
    ),
    "the same shape twice": (
        json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}),
        "near latitude",
    ),
    "a garden": (
        polygon([[-2.34, 53.41], [-2.3399, 53.41], [-2.3399, 53.4101], [-2.34, 53.41]]),
        "0.0000 km²",
    ),
    "a line of no width": (polygon([[-2.34, 53.41], [-2.33, 53.42], [-2.32, 53.43], [-2.34, 53.41]]), "."),
    "half of Wales": (json.dumps(mapping(box(-4.5, 51.8, -3.2, 53.0))), "most 5,000 km², about as much as"),
    "too many points": (
        polygon(ring_of(MOST_POINTS + 1)),
        "has 5,001 points; 5,000 is the most. Simplify it first",
    ),
    "a hundred thousand points": (polygon(ring_of(100_000)), "has 100,000 points"),
    "a hundred thousand lines": ("53.4, -2.3\n" * 100_000, "has 100,000 points"),
    "forty thousand shapes": (
        json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE]] * 40_000}),
        "points; 5,000 is the most",
    ),
    "too much text": ("x" * (MOST_CHARACTERS + 1), "4,000,001 characters"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_drawing_is_refused_at_once_in_a_sentence(what):
    text, words = BAD[what]
    started = time.process_time()
    with pytest.raises(DrawingError, match=words) as caught:
        read_drawing(text)
    assert time.process_time() - started < SECONDS
    assert str(caught.value).endswith((".", "]."))
    assert len(str(caught.value)) < 200


GOOD = {
    "a polygon": polygon(SQUARE),
    "one that is not closed": polygon(SQUARE[:-1]),
    "one with heights": polygon([[x, y, 12.5] for x, y in SQUARE]),
    "clockwise": polygon(SQUARE[::-1]),
    "a feature": json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))}),
    "a collection of features": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": json.loads(polygon(SQUARE))}],
        }
    ),
    "lines": "53.41, -2.34\n53.41, -2.32\n\n53.43, -2.32\n53.43, -2.34\n",
    "lines with other marks": "53.41 -2.34\r\n53.41;-2.32\r\n(53.43 -2.32\r\n".replace("(", "")
    + "53.43, -2.34,",
}


@pytest.mark.parametrize("what", GOOD)
def test_a_drawing_is_read_in_each_form_that_people_have(what):
    assert read_drawing(GOOD[what]).equals(Polygon(SQUARE))


def test_holes_and_islands_are_kept():
    text = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [moved(SQUARE, 0.05, 0)]]})
    shape = read_drawing(text)
    assert shape.equals(MultiPolygon([Polygon(SQUARE, [HOLE]), Polygon(moved(SQUARE, 0.05, 0))]))


def test_as_many_points_as_are_allowed_are_read_quickly():
    started = time.process_time()
    assert read_drawing(polygon(ring_of(MOST_POINTS))).is_valid
    assert time.process_time() - started < SECONDS


def test_the_area_is_that_on_the_ground():
    # A square kilometre at latitude 53.42.
    side = 1 / 111.2
    assert area_km2(box(-2.33, 53.42, -2.33 + side / 0.5959, 53.42 + side)) == pytest.approx(1, rel=0.01)


def is_read_or_refused(text):
    """Whether a text gives a valid shape or is refused; anything else is raised."""
    try:
        return read_drawing(text).is_valid
    except DrawingError:
        return True


@given(st.text(max_size=300) | st.text('[]{}0123456789.,-eE":typcordinaes\n ', max_size=300))
def test_no_text_at_all_breaks_it(text):
    assert is_read_or_refused(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner)
    ),
    max_leaves=20,
)
TYPES = ["Polygon", "MultiPolygon", "Feature", "FeatureCollection", "Point"]


@given(st.sampled_from(TYPES), JSON)
def test_no_json_at_all_breaks_it(kind, inside):
    text = json.dumps({"type": kind, "coordinates": inside, "geometry": inside, "features": inside})
    assert is_read_or_refused(text)
