"""What the page says of words that were put right."""

import pytest
from django.urls import reverse

from outcomes.objectives.models import Objective
from search.rebuild import rebuild
from tests.factories import PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def search_page(client, site, search_index):
    for number in range(4):
        make_page(Objective, title=f"Loneliness {number}", themes=[theme("homes")])
    make_page(Objective, title="Lonelyness, a novel")
    rebuild()
    return lambda **query: client.get(reverse("search:search"), query)


def test_the_words_put_right_are_looked_for_and_said(search_page):
    response = search_page(q="lonelinss", theme="homes")
    context = response.context
    assert (context["results"]["total"], context["q"]) == (4, "loneliness")
    assert context["instead_of"] == {
        "text": "lonelinss",
        "url": "/search/?q=lonelinss&theme=homes&as_typed=lonelinss",
    }
    assert "Showing results for <strong>loneliness</strong>" in response.content.decode()
    assert context["chosen"][0]["remove_url"] == "/search/?q=loneliness"


def test_who_means_what_was_typed_gets_it_until_other_words_are_typed(search_page):
    response = search_page(q="lonelinss", as_typed="lonelinss")
    assert (response.context["results"]["total"], response.context["instead_of"]) == (0, None)
    assert '<input type="hidden" name="as_typed" value="lonelinss">' in response.content.decode()
    assert response.context["problems"] == []
    assert search_page(q="lonelnes", as_typed="lonelinss").context["results"]["total"] == 4


def test_what_finds_enough_or_no_less_is_left(search_page):
    assert search_page(q="lonliness", theme="nothing").context["q"] == "loneliness"
    assert search_page(q="loneliness").context["instead_of"] is None
    assert search_page(q="zzzzzzzzz").context["instead_of"] is None


def test_names_of_places_are_no_slips(search_page):
    PlaceFactory(name="Lonelinses")
    assert search_page(q="lonelinses").context["instead_of"] is None


def test_what_only_private_pages_say_is_never_offered(client, site, search_index):
    page = make_page(Objective, title="Lighthouses")
    rebuild()
    assert client.get("/search/?q=lighthuoses").context["q"] == "lighthouses"
    Objective.objects.filter(pk=page.pk).update(live=False)
    response = client.get("/search/?q=lighthuoses")
    assert (response.context["q"], response.context["instead_of"]) == ("lighthuoses", None)
    assert b"lighthouses" not in response.content.lower()
