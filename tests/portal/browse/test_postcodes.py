"""Finding a place by postcode, which must leave no trace."""

import logging
from datetime import date

import pytest
from django.test import Client

from partners.places.models import PostcodeDistrict, PostcodeLoad, PostcodePoint
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture(autouse=True)
def ward():
    district = PlaceFactory(code="E08000009", kind="district", name="Trafford")
    ward = PlaceFactory(code="E05015254", name="Sale Central", qualifier="Trafford", inside=[district])
    PostcodePoint.objects.create(code="M337PF", place=ward)
    PostcodePoint.objects.create(code="M337PX", place=ward, ended_on=date(2019, 3, 1))
    PostcodeDistrict.objects.create(code="M33", place=district)
    PostcodeLoad.objects.create(file_mark="x", edition="August 2025", finished_at="2025-09-01T00:00Z")
    return ward


def is_private(response):
    return (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_postcode_that_is_sent_is_answered_on_the_spot(client):
    response = client.post("/places/find", {"q": " m337pf "})
    html = response.content.decode()
    assert response.status_code == 200
    assert "M33 7PF is in Sale Central, Trafford." in html
    assert 'href="/places/E05015254/"' in html
    assert 'href="/places/E08000009/"' in html
    assert "August 2025" in html
    assert is_private(response)


def test_one_in_an_address_leads_away_from_it(client):
    response = client.get("/places/find?q=M33 7PF")
    assert (response.status_code, response.url) == (303, "/places/E05015254/")
    assert is_private(response)


@pytest.mark.parametrize("typed", ["M33 7PX", "M33 7ZZ"])
def test_an_ended_or_unknown_one_in_an_address_leads_to_its_sector(client, typed):
    response = client.get("/places/find", {"q": typed})
    assert (response.status_code, response.url) == (303, "/places/find?q=M33+7&instead=1")
    html = client.get(response.url).content.decode()
    assert "That postcode is not in use, or not in our list." in html
    assert "M33 7" in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("M33 7", "in the sector M33 7 lie in the same place"),
        ("m33", "M33 is probably in Trafford"),
        ("ZZ99", "We know no postcodes that begin with ZZ99"),
    ],
)
def test_a_part_of_a_postcode_shows_places(client, typed, said):
    for response in (client.get("/places/find", {"q": typed}), client.post("/places/find", {"q": typed})):
        assert said in response.content.decode()
        assert is_private(response)


def test_a_name_that_is_sent_goes_on_to_an_address(client):
    response = client.post("/places/find", {"q": "trafford"})
    assert (response.status_code, response.url) == (303, "/places/find?q=trafford")


@pytest.mark.parametrize("page", ["/", "/places/", "/places/find"])
def test_the_forms_send_post_and_set_no_cookie(client, page):
    response = client.get(page)
    assert '<form class="cw-search" action="/places/find" method="post"' in response.content.decode()
    assert not response.cookies


def test_it_works_without_a_token():
    assert Client(enforce_csrf_checks=True).post("/places/find", {"q": "M33"}).status_code == 200


@pytest.mark.parametrize("typed", ["M33 7PF", "M33 7PX", "ZZ99 9ZZ"])
def test_nothing_is_logged(client, caplog, typed):
    caplog.set_level(logging.DEBUG)
    client.post("/places/find", {"q": typed})
    client.get("/places/find", {"q": typed})
    ours = [record for record in caplog.records if record.name != "django.db.backends"]
    assert all(typed not in record.getMessage() for record in ours)
    assert all(typed.replace(" ", "+") not in record.getMessage() for record in ours)


@pytest.mark.parametrize("address", ["/places/M337PF/", "/places/m33%207pf/", "/partners/?q=M33+7PF"])
def test_one_in_any_other_address_leads_away_from_it_too(client, address):
    response = client.get(address)
    assert (response.status_code, response.url) == (303, "/places/E05015254/")
    assert is_private(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_one_among_other_words_gets_into_no_address(client, method):
    response = getattr(client, method)("/places/find", {"q": "Sale M33 7PF"}, follow=True)
    assert "M33" not in str(response.redirect_chain)
    assert "Sale Central" in response.content.decode()
