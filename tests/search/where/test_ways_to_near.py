"""What leads to 'near a place': words typed, a postcode with a distance, and the page of a place."""

from urllib.parse import parse_qs, urlsplit

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.places.measures import COMPARED
from partners.places.models import PlaceFigure, PostcodePoint
from search.rebuild import rebuild
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WARD = "E05015254"


@pytest.fixture(autouse=True)
def published(site, search_index):
    """A ward with a postcode in a district, another ward three miles away, and districts with figures."""
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    trafford = PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region])
    bury = PlaceFactory(code="E08000002", kind="district", name="Bury", inside=[region], latitude=53.6)
    ward = PlaceFactory(code=WARD, name="Sale Central", qualifier="Trafford", inside=[trafford])
    next_ward = PlaceFactory(code="E05000002", name="Brooklands", inside=[trafford], latitude=53.44)
    PostcodePoint.objects.create(code="M337PF", place=ward)
    for district in (trafford, bury):
        for measure in COMPARED:
            PlaceFigure.objects.create(place=district, measure=measure.name, value=district.pk)
    make_page(Objective, title="Warm homes", places=[next_ward])
    make_page(CaseStudy, title="Warm walks", places=[bury])
    rebuild()


def offers(client, **query):
    found = client.get("/search/", query).context["place_offers"]
    return {each["label"]: each["url"] for each in found}


@pytest.mark.parametrize("word", ["near", "around", "Near"])
def test_words_before_a_place_offer_what_is_near_it(client, word):
    label = "Show results for \u2018warm\u2019 within 10 miles of Trafford"
    url = "/search/?year=2024&q=warm&near=E08000009&within=10"
    assert offers(client, q=f"warm {word} trafford", year="2024", place="E08000002") == {label: url}


def test_alone_they_do_so_too(client):
    label = "Show what is published within 10 miles of Trafford"
    assert offers(client, q="near trafford") == {label: "/search/?near=E08000009&within=10"}


def test_near_a_region_offers_what_is_in_it(client):
    label = "Show results for \u2018warm\u2019 in North West"
    assert offers(client, q="warm near north west") == {label: "/search/?q=warm&place=E12000002"}


def asked(response):
    return parse_qs(urlsplit(response.url).query)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "m337pf", "within": "5"},
        {"near": "M33 7PF", "within": "5"},
        {"place": "M33 7PF", "within": "5"},
        {"q": "M33 7PF", "near": "E08000002", "within": "5"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_postcode_with_a_distance_leads_to_what_is_near_its_place(client, query, method):
    response = getattr(client, method)("/search/", query)
    assert response.status_code == 303
    assert asked(response) == {"postcode": ["exact"], "near": [WARD], "within": ["5"]}
    page = client.get(response.url)
    assert page.context["postcode"]["sentence"].startswith("Your postcode is in Sale Central, Trafford.")
    (card,) = page.context["results"]["cards"]
    assert (card.title, card.relation) == ("Warm homes", "Brooklands, 3 miles away")


def test_where_a_postcode_led_a_few_miles_around_are_one_step_away(client):
    page = client.get("/search/", {"q": "M33 7PF"}, follow=True)
    assert page.context["results"]["total"] == 0
    url = page.context["postcode"]["near_url"]
    assert url == f"/search/?near={WARD}&within=5"
    assert b"within 5 miles</a>" in page.content
    assert client.get(url).context["results"]["total"] == 1


def test_the_page_of_a_place_leads_to_what_worked_in_places_like_it(client):
    page = client.get("/places/E08000009/").content.decode()
    url = "/search/?like=E08000009&amp;kind=case_study"
    assert f'<a href="{url}">Search all that worked in places like this</a>' in page
    cards = client.get(url.replace("&amp;", "&")).context["results"]["cards"]
    assert [card.title for card in cards] == ["Warm walks"]
