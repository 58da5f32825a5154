"""The page of a place: here, inside, covering."""

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.places.models import PlaceCode
from tests.factories import PartnerFactory, PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def groups(client, place, kind):
    """Titles of the cards of one kind on the page of a place, by relation."""
    context = client.get(place.get_absolute_url()).context
    if kind == "objective":
        return objectives(context["agreed"])
    sections = context["sections"]
    section = next(section for section in sections if section["key"] == kind)
    return {group["relation"]: [card.title for card in group["cards"]] for group in section["groups"]}


def objectives(agreed):
    """Titles of the objectives on a page, by relation."""
    found = {}
    for theme in agreed["themes"]:
        for item in theme["items_here"]:
            found.setdefault(item["relation"], []).append(item["card"].title)
    return found


def test_each_page_stands_under_its_relation(client, region, district, ward):
    make_page(Objective, title="For the ward", places=[ward])
    make_page(Objective, title="For Trafford", places=[district])
    make_page(Objective, title="For the region", places=[region])
    assert groups(client, district, "objective") == {
        "here": ["For Trafford"],
        "inside": ["For the ward"],
        "covering": ["For the region"],
    }


def test_a_page_for_two_places_is_shown_once_under_the_nearest(client, region, district, ward):
    make_page(CaseStudy, title="Everywhere", places=[region, district, ward])
    assert groups(client, district, "case_study") == {"here": ["Everywhere"]}
    assert groups(client, ward, "case_study") == {"here": ["Everywhere"]}


def test_what_lies_beside_is_not_shown(client, region, district):
    other = PlaceFactory(code="E08000003", kind="district", name="Manchester", inside=[region])
    make_page(Objective, places=[other])
    assert groups(client, district, "objective") == {}


def test_a_draft_is_not_shown(client, district):
    make_page(Objective, places=[district], live=False)
    assert groups(client, district, "objective") == {}


def test_a_former_code_leads_to_the_place(client, district):
    PlaceCode.objects.create(place=district, code="E08000999")
    response = client.get("/places/E08000999/")
    assert (response.status_code, response.url) == (301, "/places/E08000009/")


def test_a_code_in_small_letters_leads_to_the_place(client, district):
    assert client.get("/places/e08000009/").url == "/places/E08000009/"


@pytest.mark.parametrize("code", ["E99999999", "nonsense", "%00", "E08000009'--", "x" * 300])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(f"/places/{code}/").status_code == 404


def test_find_opens_a_single_answer_at_once(client, district, ward):
    assert client.get("/places/find?q=E08000009").url == "/places/E08000009/"
    assert client.get("/places/find?q=sale central").url == "/places/E05015254/"


def test_find_lists_several_and_tells_them_apart(client, ward):
    PlaceFactory(name="Sale Central", qualifier="Elsewhere")
    html = client.get("/places/find?q=sale").content.decode()
    assert "Sale Central, Trafford" in html
    assert "Sale Central, Elsewhere" in html


@pytest.mark.parametrize("q", ["", "zzzz", "%00", "<script>alert(1)</script>", "'" * 500, "‮", "%F0%9F%8D%B5"])
def test_find_answers_anything(client, q):
    response = client.get(f"/places/find?q={q}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("number", [10, 200])
def test_queries_are_few_whatever_there_is(client, district, number, django_assert_max_num_queries):
    partner = PartnerFactory(serves=[district])
    for index in range(number):
        ward = PlaceFactory(name=f"Ward {index}", inside=[district])
        make_page(CaseStudy, lead=partner, places=[ward])
    client.get(district.get_absolute_url())
    with django_assert_max_num_queries(36):
        client.get(district.get_absolute_url())
