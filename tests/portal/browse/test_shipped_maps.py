"""Maps of the places that every site starts with: small, valid, and drawn for every one."""

import gzip
import io
import json
import random
from itertools import pairwise

import pytest
from django.db import transaction

from partners.places import geojson
from partners.places.geojson import Shape
from partners.places.maps import drawable, kinds_inside
from partners.places.models import Place, PlaceOutline
from partners.places.services import load_places
from partners.places.tables import SHIPPED, read_tables
from portal.browse.drawings import drawing
from portal.browse.map_choices import MapChoice, Shade
from portal.browse.maps import place_map

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shipped places")]
MOST_BYTES = 200_000
UNITED_KINGDOM = {"longitude": (-9, 2), "latitude": (49, 61)}
LARGEST = "/places/E92000001/map.geojson?parts=district&shade=objectives"


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Load the tables for all tests of this module, and take them back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_places(tables=read_tables(SHIPPED), stream=io.StringIO())
        transaction.set_rollback(True)


def maps_of(kind):
    """Every map of every place of a kind that exists today: with each kind of parts, or alone."""
    for place in Place.objects.current().of_kind(kind).select_related("outline"):
        for parts in drawable(kinds_inside(place)) or [None]:
            yield place_map(place, MapChoice(parts, Shade.OBJECTIVES))


def polygons(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def twice_the_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def faults(geometry):
    """What RFC 7946 finds wrong with a geometry, and what lies outside the country."""
    if geometry is None:
        return
    if geometry["type"] == "Point":
        yield from misplaced(geometry["coordinates"])
        return
    for polygon in polygons(geometry):
        for number, ring in enumerate(polygon):
            if len(ring) < 4 or ring[0] != ring[-1]:
                yield f"not closed: {ring[:5]}"
            if (twice_the_area(ring) > 0) != (number == 0):
                yield f"wound the wrong way: {ring[:5]}"
            for position in ring:
                yield from misplaced(position)


def misplaced(position):
    longitude, latitude = position
    for name, degrees in (("longitude", longitude), ("latitude", latitude)):
        least, most = UNITED_KINGDOM[name]
        if not least <= degrees <= most:
            yield f"{name} of {position}"


KINDS = ["country", "region", "combined_authority", "county", "icb", "police_force_area"]


@pytest.mark.parametrize("kind", [*KINDS, "district"])
def test_every_map_is_small_and_valid(kind):
    seen = 0
    for each in maps_of(kind):
        seen += 1
        text = each.geojson()
        found = json.loads(text)
        assert found["type"] == "FeatureCollection"
        assert len(found["features"]) == len(each.parts) + 1
        assert [fault for feature in found["features"] for fault in faults(feature["geometry"])] == []
        assert not any(part.shape.left_out for part in each.parts)
        assert len(gzip.compress(text.encode(), 6)) < MOST_BYTES, (each.place, each.kind)
    assert seen >= Place.objects.current().of_kind(kind).count() > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_drawing_shows_every_part(kind):
    """All but those community safety partnerships of which the sources give a name and no position."""
    for each in maps_of(kind):
        drawn = drawing(each)
        assert drawn is not None
        nowhere = [part for part in each.parts if not part.shape.is_somewhere]
        assert {part.place.kind for part in nowhere} <= {"safety_partnership"}
        assert len(drawn.parts) == len(each.parts) - len(nowhere)


def test_wards_are_drawn_or_are_points():
    wards = Place.objects.of_kind("ward")
    assert not wards.filter(latitude=None).exists()
    assert PlaceOutline.objects.filter(place__kind="ward").count() >= 215


def test_the_largest_answer_is_below_200_kilobytes_on_the_wire(client):
    answer = client.get(LARGEST, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert 20_000 < len(answer.content) < MOST_BYTES
    assert len(json.loads(gzip.decompress(answer.content))["features"]) == 297


def test_the_largest_page_is_below_200_kilobytes_on_the_wire(client):
    answer = client.get("/places/E92000001/map/", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < MOST_BYTES


@pytest.mark.parametrize(
    ("code", "parts"), [("E05015247", ""), ("E08000009", "ward"), ("E92000001", "district")]
)
@pytest.mark.parametrize("page", ["map/", "map.geojson"])
def test_ward_district_and_country_take_as_many_queries(
    client, code, parts, page, django_assert_max_num_queries
):
    query = {"parts": parts, "shade": "objectives"} if parts else {}
    client.get(f"/places/{code}/{page}", query)
    with django_assert_max_num_queries(7):
        assert client.get(f"/places/{code}/{page}", query).status_code == 200


def test_wards_of_england_are_refused_with_what_fits(client):
    answer = client.get("/places/E92000001/map.geojson?parts=ward")
    assert answer.status_code == 400
    sentence = answer.json()["error"]
    assert "one map shows at most 500" in sentence
    assert "county, icb, police_force_area" in sentence


def worst_geometry(chance, size):
    """A boundary of random digits, which shrink least."""
    ring = [[round(chance.uniform(-9, 2), 5), round(chance.uniform(49, 61), 5)] for _ in range(size)]
    return geojson.dumped({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def test_boundaries_that_would_be_too_much_become_points_and_that_is_said():
    """Whatever outlines a site has loaded, an answer stays small."""
    chance = random.Random(7)
    places = list(Place.objects.of_kind("district")[:300])
    shapes = [Shape(place, worst_geometry(chance, chance.randint(10, 400))) for place in places]
    kept = geojson.within_size(shapes)
    assert [shape.place for shape in kept] == places
    assert 0 < sum(shape.left_out for shape in kept) < len(places)
    longest_kept = max(len(shape.geometry) for shape in kept if shape.is_area)
    shortest_left = min(
        len(before.geometry) for before, now in zip(shapes, kept, strict=True) if now.left_out
    )
    assert longest_kept <= shortest_left
    facts = {"role": "part", "count": 3, "step": 2, "words": "3 objectives"}
    text = geojson.collection(geojson.feature(shape, facts) for shape in kept)
    assert len(gzip.compress(text.encode(), 6)) < MOST_BYTES
