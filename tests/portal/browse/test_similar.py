"""The page of places alike: the working in figures and words, the caveat, and why there is none elsewhere."""

import re

import pytest

from partners.places.measures import COMPARED, LISTED
from partners.places.models import PlaceFigure
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def district(name, value, **fields):
    """A district with every figure, all near this value."""
    place = PlaceFactory(kind="district", name=name, **fields)
    PlaceFigure.objects.bulk_create(
        PlaceFigure(place=place, measure=measure.name, value=value) for measure in LISTED
    )
    return place


def page(client, place):
    return client.get(f"/places/{place.code}/similar/")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_nearest_with_both_values_and_how_far_apart(client):
    trafford, bexley = district("Trafford", 1), district("Bexley", 2)
    district("Knowsley", 9)
    response = page(client, trafford)
    near = response.context["neighbours"]
    assert [each["place"] for each in near][:1] == [bexley]
    assert len(near[0]["rows"]) == len(COMPARED)
    assert near[0]["rows"][0] == {
        "label": "Low income",
        "ours": "100.0 %",
        "theirs": "200.0 %",
        "words": "a little more deprived",
        "apart": "+0.28",
    }
    squares = sum(float(row["apart"].replace("\N{MINUS SIGN}", "-")) ** 2 for row in near[0]["rows"])
    assert squares**0.5 == pytest.approx(float(near[0]["distance"]), abs=0.02)
    said = text(response)
    assert "Two districts picked at random are typically 4.24 apart" in said
    assert f"We compare {len(COMPARED)} figures" in said


def test_every_figure_is_there_with_its_meaning_year_and_source(client):
    trafford = district("Trafford", 1)
    district("Bexley", 2)
    said = text(page(client, trafford))
    for measure in LISTED:
        for words in (measure.label, measure.meaning, measure.source, str(measure.year)):
            assert words in said
    assert said.count("Shown, not compared") == len(LISTED) - len(COMPARED)


def test_the_caveat_is_said(client):
    said = text(page(client, district("Trafford", 1)))
    for words in ("A district is not its people", "only there", "They are of 2025"):
        assert words in said


def test_a_ward_is_led_to_its_district(client):
    trafford = district("Trafford", 1)
    ward = PlaceFactory(name="Sale", inside=[trafford])
    response = page(client, ward)
    assert "Sale is a ward. The figures that we compare are published for districts." in text(response)
    assert f'href="/places/{trafford.code}/similar/"' in response.content.decode()


def test_a_region_is_led_to_its_districts(client):
    region = PlaceFactory(kind="region", name="North")
    trafford = district("Trafford", 1, inside=[region])
    assert f'href="/places/{trafford.code}/similar/"' in page(client, region).content.decode()


def test_a_district_outside_england_says_why_not_and_shows_what_there_is(client):
    cardiff = PlaceFactory(code="W06000015", kind="district", name="Cardiff")
    PlaceFigure.objects.create(place=cardiff, measure="density", value=2617)
    said = text(page(client, cardiff))
    assert "Cardiff does not have all the figures that we compare" in said
    assert "2,617" in said


def test_former_codes_lead_to_it_and_unknown_ones_to_nothing(client):
    trafford = district("Trafford", 1, code="E08000009")
    trafford.codes.create(code="E08000999")
    assert client.get("/places/E08000999/similar/").url == "/places/E08000009/similar/"
    assert client.get("/places/E08000998/similar/").status_code == 404


def test_few_queries(client, django_assert_max_num_queries):
    for number in range(12):
        trafford = district(f"District {number}", 1 + number)
    page(client, trafford)
    with django_assert_max_num_queries(4):
        page(client, trafford)
