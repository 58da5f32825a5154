import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.topology import geometries, topology

SQUARE = [(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]
BESIDE = [(2, 0), (4, 0), (4, 2), (2, 2), (2, 0)]


def round_trip(outlines):
    return dict(geometries(topology(outlines, scale=1, origin=(0, 0))))


def corners(ring):
    """The ring from its least corner on: where it starts does not matter."""
    points = [tuple(point) for point in ring[:-1]]
    start = points.index(min(points))
    return points[start:] + points[:start]


@st.composite
def mosaics(draw):
    """Unit squares of a small board, each with an owner; the outlines are the squares of each owner."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    outlines = {}
    for x in range(width):
        for y in range(height):
            owner = draw(st.sampled_from("abc"))
            ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            outlines.setdefault(owner, []).append([ring])
    return outlines


@given(mosaics())
def test_outlines_survive_the_way_there_and_back(outlines):
    found = round_trip(outlines)
    for code, polygons in outlines.items():
        back = found[code]["coordinates"]
        back = [back] if found[code]["type"] == "Polygon" else back
        assert [corners(ring) for polygon in back for ring in polygon] == [
            corners(ring) for polygon in polygons for ring in polygon
        ]


def test_a_shared_border_is_written_once():
    arcs = topology({"a": [[SQUARE]], "b": [[BESIDE]]}, scale=1, origin=(0, 0))["arcs"]
    assert [(2, 0), (0, 2)] in arcs
    assert len(arcs) == 3


def test_an_island_and_the_lake_that_it_lies_in_share_their_shore():
    around = [(-1, -1), (5, -1), (5, 5), (-1, 5), (-1, -1)]
    written = topology({"lake": [[around, SQUARE[::-1]]], "island": [[SQUARE]]}, scale=1, origin=(0, 0))
    assert len(written["arcs"]) == 2
    assert corners(round_trip({"island": [[SQUARE]]})["island"]["coordinates"][0]) == corners(SQUARE)


def test_positions_are_on_earth():
    written = topology({"a": [[SQUARE]]}, scale=0.001, origin=(-9.0, 49.0))
    _, geometry = next(geometries(written))
    assert geometry["coordinates"][0][0] == [-9.0, 49.0]
    assert [-8.998, 49.002] in geometry["coordinates"][0]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"arcs": []},
        {"arcs": [], "transform": {}, "objects": {"places": {"geometries": [{"id": "a"}]}}},
        {"arcs": 3, "transform": {}, "objects": {}},
    ],
)
def test_what_is_no_topology_is_refused(broken):
    with pytest.raises((LookupError, TypeError, ValueError)):
        dict(geometries(broken))


def test_lines_are_no_areas():
    written = topology({"a": [[SQUARE]]}, scale=1, origin=(0, 0))
    written["objects"]["places"]["geometries"][0]["type"] = "LineString"
    with pytest.raises(ValueError, match="LineString is not an area"):
        dict(geometries(written))
