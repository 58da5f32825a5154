"""The follow button, and the page of what is new: for the person alone."""

import re

import pytest
from django.test import Client

from outcomes.casestudies.models import CaseStudy
from partners.following.models import PlaceFollow
from tests.factories import PlaceFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def district():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def press(client, place, **data):
    return client.post(f"/places/{place.code}/follow/", data)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_person_follows_and_stops(client, district, person):
    assert "Follow this place" in words(client.get("/places/E08000009/"))
    response = press(client, district, follow="yes")
    assert (response.status_code, response.url) == (302, "/places/E08000009/")
    page = words(client.get("/places/E08000009/"))
    assert "You follow Trafford." in page
    assert "Stop following" in page
    press(client, district, follow="no")
    assert not PlaceFollow.objects.exists()
    assert "You no longer follow Trafford." in words(client.get("/places/E08000009/"))


def test_pressing_twice_counts_once(client, district, person):
    for _ in range(2):
        press(client, district, follow="yes")
    assert PlaceFollow.objects.get().user == person


def test_a_stranger_is_led_to_the_sign_in_and_nothing_is_kept(client, district):
    response = press(client, district, follow="yes")
    assert response.url == "/account/login/?next=%2Fplaces%2FE08000009%2F"
    assert not PlaceFollow.objects.exists()


def test_a_stranger_sees_how_to_follow(client, district):
    response = client.get("/places/E08000009/")
    page = words(response)
    assert "Sign in to follow" in page
    assert "Follow by feed" in page
    assert "Follow this place" not in page
    assert 'type="application/atom+xml"' in response.content.decode()
    # Nobody gets a cookie for reading.
    assert not response.cookies


def test_only_a_post_follows(client, district, person):
    assert client.get("/places/E08000009/follow/").status_code == 405
    assert not PlaceFollow.objects.exists()


def test_a_post_from_another_site_is_refused(district):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    assert press(client, district, follow="yes").status_code == 403
    assert not PlaceFollow.objects.exists()


def test_an_unknown_place_is_not_found(client, person):
    assert client.post("/places/E08000999/follow/").status_code == 404


def test_a_place_that_ended_says_why_not(client, district, person):
    district.ended_on = "2026-03-31"
    district.save()
    assert "Follow this place" not in words(client.get("/places/E08000009/"))
    press(client, district, follow="yes")
    assert not PlaceFollow.objects.exists()
    assert "Trafford has ended" in words(client.get("/places/E08000009/"))


def test_the_page_shows_what_is_new_here_and_inside_newest_first(client, district, person):
    ward = PlaceFactory(name="Sale", inside=[district])
    make_page(CaseStudy, title="Older", places=[district])
    make_page(CaseStudy, title="Newer", places=[ward])
    make_page(CaseStudy, title="Elsewhere", places=[PlaceFactory()])
    make_page(CaseStudy, title="Draft", places=[district], live=False)
    press(client, district, follow="yes")
    response = client.get("/account/places/")
    assert [card.title for card in response.context["cards"]] == ["Newer", "Older"]
    assert response.context["places"] == [district]


def test_stopping_on_the_page_leads_back_to_it(client, district, person):
    press(client, district, follow="yes")
    assert press(client, district, follow="no", back="list").url == "/account/places/"
    assert "You follow no place yet" in words(client.get("/account/places/"))


def test_nobody_sees_what_another_follows(client, district, person):
    press(client, district, follow="yes")
    client.force_login(UserFactory())
    assert client.get("/account/places/").context["places"] == []
    assert "Stop following" not in words(client.get("/places/E08000009/"))
    press(client, district, follow="no")
    assert PlaceFollow.objects.get().user == person


def test_the_page_asks_for_signing_in_and_is_kept_by_no_cache(client, district, person):
    assert "no-store" in client.get("/account/places/")["Cache-Control"]
    client.logout()
    response = client.get("/account/places/")
    assert (response.status_code, response.url) == (302, "/account/login/?next=/account/places/")


def test_queries_do_not_grow_with_the_places(client, person, django_assert_num_queries):
    def follow_one():
        place = PlaceFactory()
        make_page(CaseStudy, places=[place])
        press(client, place, follow="yes")

    follow_one()
    client.get("/account/places/")
    with django_assert_num_queries(13):
        client.get("/account/places/")
    for _ in range(8):
        follow_one()
    client.get("/account/places/")
    with django_assert_num_queries(13):
        client.get("/account/places/")
