"""The front door."""

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from tests.factories import PartnerFactory, PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_it_has_a_search_box_find_your_area_and_the_themes(client):
    html = client.get("/").content.decode()
    assert 'action="/search/"' in html
    assert 'action="/places/find"' in html
    assert "Loneliness and isolation" in html


def test_it_shows_the_latest_of_each_kind_and_no_draft(client):
    make_page(Objective, title="A warm room nearby")
    make_page(CaseStudy, title="Kettle mornings")
    make_page(CaseStudy, title="Not yet", live=False)
    html = client.get("/").content.decode()
    assert "A warm room nearby" in html
    assert "Kettle mornings" in html
    assert "Not yet" not in html


@pytest.mark.parametrize("number", [10, 200])
def test_queries_are_few_whatever_there_is(client, number, django_assert_max_num_queries):
    partner, place = PartnerFactory(), PlaceFactory()
    for _ in range(number):
        make_page(CaseStudy, lead=partner, places=[place])
    client.get("/")
    with django_assert_max_num_queries(18):
        client.get("/")
