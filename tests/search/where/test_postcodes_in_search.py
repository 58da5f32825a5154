"""A postcode in the search box: it becomes a place, and a whole one stays nowhere."""

import logging
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from outcomes.objectives.models import Objective
from partners.places.models import PostcodeDistrict, PostcodePoint
from search.rebuild import rebuild
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHOLE = ["M33 7PF", "m337pf", " M33  7pf ", "M33\u00a07PF"]


@pytest.fixture(autouse=True)
def published(site, search_index):
    """A ward with two postcodes, one of which ended, in a district with an objective."""
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    district = PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region])
    ward = PlaceFactory(code="E05015254", name="Sale Central", qualifier="Trafford", inside=[district])
    PostcodePoint.objects.create(code="M337PF", place=ward)
    PostcodePoint.objects.create(code="M337PX", place=ward, ended_on=date(2019, 3, 1))
    PostcodeDistrict.objects.create(code="M33", place=district)
    make_page(Objective, title="Warm homes", places=[ward])
    make_page(Objective, title="Warm hearts", places=[region])
    rebuild()


def asked(response):
    """The parameters of the address that a response leads to."""
    return parse_qs(urlsplit(response.url).query)


def is_private(response):
    return (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def note(response):
    return response.context["postcode"]["sentence"]


@pytest.mark.parametrize("typed", WHOLE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_whole_postcode_leads_to_its_ward_at_once(client, typed, method):
    response = getattr(client, method)("/search/", {"q": typed})
    assert response.status_code == 303
    assert asked(response) == {"postcode": ["exact"], "place": ["E05015254"]}
    assert is_private(response)
    page = client.get(response.url)
    assert note(page) == "Your postcode is in Sale Central, Trafford. These are the results for it."
    assert page.context["results"]["total"] == 1
    assert [place["label"] for place in page.context["postcode"]["wider"]] == ["Trafford", "North West"]
    assert not page.context["problems"]


def test_words_and_filters_beside_it_are_kept(client):
    response = client.get("/search/", {"q": "warm m337pf homes", "kind": "objective", "page": "3"})
    assert asked(response) == {
        "q": ["warm homes"], "kind": ["objective"], "postcode": ["exact"], "place": ["E05015254"],
    }  # fmt: skip


def test_one_given_as_a_place_is_understood_too(client):
    response = client.get("/search/", {"q": "warm", "place": "M33 7PF"})
    assert asked(response) == {"q": ["warm"], "postcode": ["exact"], "place": ["E05015254"]}


@pytest.mark.parametrize(
    ("typed", "near", "place", "said"),
    [
        ("M33 7PX", "sector", "E05015254", "Those like it are in Sale Central, Trafford."),
        ("M33 7ZZ", "sector", "E05015254", "Those like it are in Sale Central, Trafford."),
        ("M33 1AA", "district", "E08000009", "It is probably in Trafford."),
    ],
)
def test_an_ended_or_unknown_one_leads_to_what_is_near_and_says_so(client, typed, near, place, said):
    response = client.get("/search/", {"q": typed})
    assert asked(response) == {"postcode": [near], "place": [place]}
    sentence = note(client.get(response.url))
    assert sentence.startswith("That postcode is not in use, or not in our list.")
    assert said in sentence


def test_one_that_nobody_knows_is_said_to_be_unknown(client):
    response = client.get("/search/", {"q": "ZZ99 9ZZ"})
    assert asked(response) == {"postcode": ["unknown"]}
    assert note(client.get(response.url)).startswith("We do not know that postcode.")


@pytest.mark.parametrize(
    ("typed", "said", "place"),
    [
        ("M33", "M33 is probably in Trafford", "Trafford"),
        ("m33 7", "in the sector M33 7 lie in the same place", "Sale Central, Trafford"),
    ],
)
def test_a_part_of_one_offers_its_place(client, typed, said, place):
    page = client.get("/search/", {"q": typed, "kind": "objective"})
    assert said in note(page)
    offer = page.context["postcode"]["offer"]
    assert offer["label"] == f"Show what is published for {place}"
    assert client.get(offer["url"]).context["results"]["total"] == 1
    assert "kind=objective" in offer["url"]


@pytest.mark.parametrize("typed", ["ZZ99", "S106", "warm", ""])
def test_what_is_no_postcode_of_ours_is_only_words(client, typed):
    assert "postcode" not in client.get("/search/", {"q": typed}).context


def test_words_that_are_sent_go_on_to_an_address(client):
    response = client.post("/search/", {"q": "warm", "kind": ["objective", "plan"]})
    assert (response.status_code, response.url) == (303, "/search/?q=warm&kind=objective&kind=plan")


def test_the_note_goes_when_the_place_does(client):
    assert "postcode" not in client.get("/search/?postcode=exact").context
    assert "postcode" not in client.get("/search/?postcode=nonsense&place=E05015254").context


def test_it_works_without_a_token_and_sets_no_cookie():
    response = Client(enforce_csrf_checks=True).post("/search/", {"q": "M33 7PF"})
    assert response.status_code == 303
    assert not response.cookies


@pytest.mark.parametrize("typed", ["M33 7PF", "M33 7PX", "ZZ99 9ZZ"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_in_no_log_page_session_or_cache(client, caplog, monkeypatch, typed, method):
    caplog.set_level(logging.DEBUG)
    kept = []
    monkeypatch.setattr(LocMemCache, "set", lambda self, key, value, *rest, **more: kept.append((key, value)))
    response = getattr(client, method)("/search/", {"q": typed}, follow=True)
    traces = [
        *(record.getMessage() for record in caplog.records if record.name != "django.db.backends"),
        *(session.session_data for session in Session.objects.all()),
        *map(str, kept),
        *(address for address, _ in response.redirect_chain),
        response.content.decode(),
    ]
    for spelling in (typed, typed.replace(" ", ""), typed.replace(" ", "+"), typed.replace(" ", "%20")):
        assert not [trace for trace in traces if spelling.lower() in trace.lower()]


@pytest.mark.parametrize("q", ["M33", "warm"])
def test_the_number_of_queries_is_fixed(client, q, django_assert_max_num_queries):
    client.get("/search/", {"q": q})
    for number in range(12):
        PostcodePoint.objects.create(code=f"M337B{chr(65 + number)}", place=PlaceFactory())
    with django_assert_max_num_queries(22):
        client.get("/search/", {"q": q})
