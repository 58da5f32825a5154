"""What an address asks for around places: read as it is meant, and what makes no sense is named."""

import pytest
from django.http import QueryDict

from partners.places.measures import COMPARED
from partners.places.models import PlaceCode, PlaceFigure
from search.request import SearchRequest, parse
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def places():
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    trafford = PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region])
    PlaceCode.objects.create(place=trafford, code="E08999999")
    PlaceFactory(code="E05000001", kind="ward", name="Priory", inside=[trafford])
    PlaceFactory(code="W06000001", kind="district", name="Anglesey", latitude=None, longitude=None)
    for measure in COMPARED:
        PlaceFigure.objects.create(place=trafford, measure=measure.name, value=1)


def parsed(query):
    return parse(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "request_"),
    [
        ("relation=covers&place=E05000001", SearchRequest(places=("E05000001",), relation="covers")),
        ("near=e08999999&within=2.5", SearchRequest(near="E08000009", within=2.5)),
        ("near=E05000001", SearchRequest(near="E05000001", within=10)),
        ("near=E05000001&within=100", SearchRequest(near="E05000001", within=100)),
        ("like=E08000009", SearchRequest(like="E08000009")),
        ("like=E05000001", SearchRequest(like="E05000001")),
        (
            "near=E05000001&within=5&like=E08000009&place=E08000009&relation=any",
            SearchRequest(
                places=("E08000009",), relation="any", near="E05000001", within=5, like="E08000009"
            ),
        ),
    ],
)
def test_all_that_makes_sense_is_read_and_written_back(query, request_):
    assert parsed(query) == (request_, [])
    assert parsed(request_.to_query()) == (request_, [])


@pytest.mark.parametrize(
    ("query", "request_"),
    [
        ("place=E05000001&within=5&relation=inside", SearchRequest(near="E05000001", within=5)),
        ("place=E05000001&place=E05000001&within=5", SearchRequest(near="E05000001", within=5)),
        ("near=E05000001&within=", SearchRequest(places=("E05000001",))),
        (
            "near=E05000001&within=&place=E08000009",
            SearchRequest(places=("E08000009", "E05000001")),
        ),
        ("place=&within=&relation=inside&near=&like=", SearchRequest()),
        ("relation=any", SearchRequest()),
        ("place=E05000001&within=", SearchRequest(places=("E05000001",))),
    ],
)
def test_what_a_form_sends_is_read_as_it_is_meant(query, request_):
    assert parsed(query) == (request_, [])


@pytest.mark.parametrize(
    ("query", "sentence", "request_"),
    [
        (
            "relation=beside&place=E05000001",
            'We did not understand relation "beside", so it was left out.',
            SearchRequest(places=("E05000001",)),
        ),
        ("near=Leeds", 'We did not understand near "Leeds", so it was left out.', SearchRequest()),
        ("near=E99999999", 'We did not understand near "E99999999", so it was left out.', SearchRequest()),
        (
            "near=E12000002&within=5",
            "No one point stands for North West, so these are the results in it.",
            SearchRequest(places=("E12000002",)),
        ),
        (
            "place=W06000001&within=5",
            "No one point stands for Anglesey, so these are the results in it.",
            SearchRequest(places=("W06000001",)),
        ),
        ("like=Leeds", 'We did not understand places like "Leeds", so it was left out.', SearchRequest()),
        (
            "like=W06000001",
            "We have no figures to compare Anglesey with other places, so it was left out.",
            SearchRequest(),
        ),
        (
            "like=E12000002",
            "We have no figures to compare North West with other places, so it was left out.",
            SearchRequest(),
        ),
        ("within=5", "A distance needs one place to be near to, so it was left out.", SearchRequest()),
        (
            "place=E05000001&place=E08000009&within=5",
            "A distance needs one place to be near to, so it was left out.",
            SearchRequest(places=("E05000001", "E08000009")),
        ),
        (
            "near=E05000001&near=E08000009",
            'The address gives "near" more than once; only the last one was used.',
            SearchRequest(near="E08000009"),
        ),
        *(
            (
                f"near=E05000001&within={miles}",
                f'We did not understand "{miles}" as miles, up to 100. We looked within 10 miles.',
                SearchRequest(near="E05000001"),
            )
            for miles in ("0", "101", "-5", "1e1", "5.25", "five", "²")
        ),
    ],
)
def test_what_makes_no_sense_is_named(query, sentence, request_):
    assert parsed(query) == (request_, [sentence])


def test_each_goes_away_by_itself():
    request = SearchRequest(
        places=("E08000009",), relation="any", near="E05000001", within=5, like="E08000009", page=3
    )
    assert request.without("near", "E05000001").to_query() == ("place=E08000009&relation=any&like=E08000009")
    assert request.without("like", "E08000009").like == ""
    assert request.without("relation", "any").relation == "inside"
    # Without a place there is nothing for others to lie to.
    assert "relation" not in request.without("place", "E08000009").to_query()
    assert request.without_filters() == SearchRequest()


def test_one_query_checks_near_and_like(django_assert_num_queries):
    with django_assert_num_queries(1):
        parsed("near=E05000001&within=5&like=E08000009")
    with django_assert_num_queries(0):
        parsed("q=warm&relation=any")
