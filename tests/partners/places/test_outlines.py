import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.outlines import frame


def box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def numbers(path):
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


longitudes = st.integers(-800, 200).map(lambda n: n / 100)
latitudes = st.integers(4900, 6100).map(lambda n: n / 100)


@given(longitudes, latitudes, st.integers(1, 500), st.integers(1, 500))
def test_a_drawing_fills_its_box_and_no_more(west, south, across, up):
    geometry = box(west, south, west + across / 100, south + up / 100)
    around = frame([geometry], longest=400, margin=4)
    drawn = numbers(around.path(geometry))
    xs, ys = drawn[::2], drawn[1::2]
    assert min(xs) == min(ys) == 4
    assert max(xs) <= around.width - 4 + 0.1
    assert max(ys) <= around.height - 4 + 0.1
    assert max(around.width, around.height) == 400
    assert around.view_box == f"0 0 {around.width} {around.height}"


def test_north_is_up_and_a_degree_of_longitude_is_narrower():
    around = frame([box(-2, 59, 0, 61)], longest=200, margin=0)
    assert around.point(-2, 61) == (0, 0)
    assert (around.width, around.height) == (100, 200)


def test_path_has_one_closed_line_for_each_ring():
    hole = box(1, 51, 2, 52)["coordinates"][0]
    ring = box(0, 50, 3, 53)["coordinates"][0]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring, hole], box(4, 50, 5, 51)["coordinates"]]}
    path = frame([geometry]).path(geometry)
    assert path.count("M") == path.count("Z") == 3
    assert re.fullmatch(r"(M[-\d. L]+Z)+", path)


def test_what_is_too_small_to_see_is_left_out():
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [box(0, 50, 3, 53)["coordinates"], box(1, 51, 1.0001, 51.0001)["coordinates"]],
    }
    assert frame([geometry]).path(geometry).count("M") == 1


def test_several_outlines_share_a_frame():
    whole, part = box(0, 50, 3, 53), box(1, 51, 2, 52)
    around = frame([whole, part])
    assert min(numbers(around.path(part))) > min(numbers(around.path(whole)))


def test_nothing_to_draw():
    with pytest.raises(ValueError, match="nothing to draw"):
        frame([])


def test_points_are_no_outlines():
    with pytest.raises(ValueError, match="Point is not an area"):
        frame([{"type": "Point", "coordinates": [0, 50]}])
