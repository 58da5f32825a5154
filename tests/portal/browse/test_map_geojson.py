"""Maps as GeoJSON: what is in them, what is refused, and how little goes over the wire."""

import gzip
import json

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.places.models import PlaceClosure, PlaceCode
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
ADDRESS = "/places/E08000009/map.geojson"


@pytest.fixture
def district(outlined):
    return outlined(PlaceFactory(code="E08000009", kind="district", name="Trafford"), side=0.3)


@pytest.fixture
def wards(district, outlined):
    """Three wards: one with a boundary, one with a middle only, one of which nothing is known."""
    area = outlined(PlaceFactory(name="Area", qualifier="Trafford", inside=[district]))
    spot = PlaceFactory(name="Point", inside=[district], latitude=53.45, longitude=-2.21)
    nowhere = PlaceFactory(name="Nowhere", inside=[district], latitude=None, longitude=None)
    return area, spot, nowhere


def features(client, query=""):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return json.loads(answer.content)["features"]


def by_name(found):
    return {feature["properties"]["name"]: feature for feature in found}


def test_without_a_choice_it_is_the_outline_alone(client, district, wards):
    (only,) = features(client)
    assert only["type"] == "Feature"
    assert only["geometry"]["type"] == "Polygon"
    assert only["properties"] == {
        "code": "E08000009",
        "name": "Trafford",
        "label": "Trafford",
        "kind": "district",
        "url": "/places/E08000009/",
        "role": "outline",
        "covered": False,
    }


def test_parts_are_areas_points_or_nowhere(client, wards):
    found = by_name(features(client, "?parts=ward"))
    assert found["Area"]["geometry"]["type"] == "Polygon"
    assert found["Area"]["properties"]["label"] == "Area, Trafford"
    assert found["Point"]["geometry"] == {"type": "Point", "coordinates": [-2.21, 53.45]}
    assert found["Nowhere"]["geometry"] is None
    assert "count" not in found["Area"]["properties"]


def test_what_is_missing_is_said(client, wards):
    notes = client.get(f"{ADDRESS}?parts=ward").json()["notes"]
    assert notes == [
        "1 of the 3 wards is drawn as a point, because we have no boundary of it.",
        "1 of the 3 wards is only in the table, because we do not know where it lies.",
    ]


@pytest.mark.parametrize(
    ("shade", "count", "words"), [("objectives", 2, "2 objectives"), ("case-studies", 1, "1 case study")]
)
def test_parts_carry_what_is_published_for_them(client, wards, shade, count, words):
    for _ in range(2):
        make_page(Objective, places=[wards[0]])
    make_page(CaseStudy, places=[wards[0]])
    make_page(Objective, places=[wards[0]], live=False)
    found = by_name(features(client, f"?parts=ward&shade={shade}"))
    facts = found["Area"]["properties"]
    assert (facts["count"], facts["words"], facts["step"]) == (count, words, 3)
    facts = found["Point"]["properties"]
    assert (facts["count"], facts["step"]) == (0, 0)
    assert facts["words"].startswith("no ")


def test_places_that_ended_are_left_out(client, district, wards):
    wards[0].ended_on = "2026-05-01"
    wards[0].save()
    assert "Area" not in by_name(features(client, "?parts=ward"))


def test_a_part_that_lies_only_partly_inside_says_so(client, district):
    part = PlaceFactory(name="Half")
    PlaceClosure.objects.create(ancestor=district, descendant=part, share=0.5)
    assert by_name(features(client, "?parts=ward"))["Half"]["properties"]["share"] == 0.5


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?parts=nonsense", "“nonsense” is no kind of place inside Trafford. Use ward."),
        ("?parts=region", "“region” is no kind of place inside Trafford. Use ward."),
        ("?parts=%00", "“\x00” is no kind of place inside Trafford. Use ward."),
        ("?parts=ward&shade=plans", "“plans” does not shade a map. Use objectives or case-studies."),
        (f"?parts={'x' * 500}", f"“{'x' * 40}” is no kind of place inside Trafford. Use ward."),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(client, wards, query, sentence):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 400
    assert answer.json() == {"error": sentence}


def test_too_many_parts_are_refused_with_what_fits(client, district, monkeypatch):
    monkeypatch.setattr("partners.places.maps.MOST_PARTS", 2)
    for _ in range(3):
        PlaceFactory(inside=[district])
    PlaceFactory(kind="neighbourhood", code="CW0000001", inside=[district])
    answer = client.get(f"{ADDRESS}?parts=ward")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Trafford has 3 wards, and one map shows at most")
    assert answer.json()["error"].endswith("Use neighbourhood.")


def test_a_place_without_parts_says_so(client, district):
    assert client.get(f"{ADDRESS}?parts=ward").json()["error"].endswith("A map of Trafford has no parts.")


@pytest.mark.parametrize("code", ["E99999999", "nonsense", "%00"])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(f"/places/{code}/map.geojson").status_code == 404


def test_a_former_code_leads_on_with_the_same_choice(client, district):
    PlaceCode.objects.create(place=district, code="E08000999")
    answer = client.get("/places/E08000999/map.geojson?parts=ward")
    assert (answer.status_code, answer.url) == (301, f"{ADDRESS}?parts=ward")
    assert client.get("/places/e08000009/map.geojson").url == ADDRESS


def test_only_reading_is_allowed(client, district):
    assert client.post(ADDRESS).status_code == 405


def test_it_is_compressed_kept_a_minute_and_the_same_for_everybody(client, wards):
    plain = client.get(f"{ADDRESS}?parts=ward")
    packed = client.get(f"{ADDRESS}?parts=ward", headers={"accept-encoding": "gzip"})
    assert packed["Content-Type"] == "application/geo+json"
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Cache-Control"] == "public, max-age=60"
    assert packed["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in packed.headers


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_has_not_changed_is_not_sent_again(client, wards, encoding):
    address, headers = f"{ADDRESS}?parts=ward&shade=objectives", {"accept-encoding": encoding}
    etag = client.get(address, headers=headers)["ETag"]
    again = client.get(address, headers={**headers, "if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_page(Objective, places=[wards[0]])
    changed = client.get(address, headers={**headers, "if-none-match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_compressed_twice_it_differs_in_length(client, wards):
    """A length that wavers tells an observer nothing of what is inside."""
    headers = {"accept-encoding": "gzip"}
    assert len({len(client.get(f"{ADDRESS}?parts=ward", headers=headers).content) for _ in range(20)}) > 1


@pytest.mark.parametrize("number", [1, 40])
def test_queries_do_not_grow(client, district, outlined, number, django_assert_num_queries):
    for _ in range(number):
        make_page(Objective, places=[outlined(PlaceFactory(inside=[district]))])
    client.get(ADDRESS)
    with django_assert_num_queries(5):
        client.get(f"{ADDRESS}?parts=ward&shade=objectives")
