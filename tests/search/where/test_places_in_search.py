"""A place in the search box: its name or code offers to show what is published for it."""

import pytest

from partners.places.models import PlaceCode
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def places(site, search_index):
    leeds = PlaceFactory(code="E08000035", kind="district", name="Leeds")
    PlaceCode.objects.create(place=leeds, code="E08009999")
    PlaceFactory(code="E22000192", kind="safety_partnership", name="Leeds")
    PlaceFactory(code="W06000001", kind="district", name="Isle of Anglesey", name_cy="Ynys Môn")
    PlaceFactory(code="E05000001", kind="ward", name="Abbey", qualifier="Leeds")
    PlaceFactory(code="E10000099", kind="county", name="Durham")
    PlaceFactory(code="E06000047", kind="district", name="Durham")


@pytest.fixture
def offers(client):
    """The links offered for a search, as label → address."""

    def offered(**query):
        response = client.get("/search/", query)
        assert response.status_code == 200
        links = {each["label"]: each["url"] for each in response.context["place_offers"]}
        assert all(f">{label}</a>" in response.content.decode() for label in links)
        return links

    return offered


LEEDS = {"Show what is published for Leeds": "/search/?place=E08000035"}


@pytest.mark.parametrize("typed", ["Leeds", " leeds ", "LEEDS", "E08000035", "e08000035", "E08009999"])
def test_a_name_or_code_leads_to_the_place(offers, typed):
    assert offers(q=typed) == LEEDS


def test_a_welsh_name_does_so_with_and_without_its_accent(offers):
    for typed in ("Ynys Môn", "ynys mon", "Isle of Anglesey"):
        assert list(offers(q=typed).values()) == ["/search/?place=W06000001"]


def test_of_several_the_kind_says_which(offers):
    assert list(offers(q="Durham")) == [
        "Show what is published for Durham (county)",
        "Show what is published for Durham (district)",
    ]


def test_a_name_at_the_end_leaves_the_other_words_and_filters(offers):
    for typed in ("loneliness in Leeds", "loneliness Leeds"):
        ((label, url),) = offers(q=typed, year="2024", page="3").items()
        assert label == "Show results for \u2018loneliness\u2019 in Leeds"
        assert url == "/search/?year=2024&q=loneliness&place=E08000035"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "in Leeds of old",
        "the Leeds",
        "lonely abbey",
        '"warm" Leeds',
        "E99999999",
        "Leed",
        "x" * 500,
        "???",
        "\x00",
    ],
)
def test_nothing_else_offers_a_place(offers, typed):
    assert offers(q=typed) == {}


def test_what_is_chosen_is_not_offered_again(offers):
    assert offers(q="Leeds", place="E08000035") == {}


def test_a_ward_is_offered_by_its_whole_name(offers):
    assert list(offers(q="abbey").values()) == ["/search/?place=E05000001"]
