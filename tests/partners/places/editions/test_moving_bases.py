"""The place from which a case study is run follows what it becomes, on the site and in every draft."""

import pytest

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from partners.places.models import PlaceQuestion
from tests.factories import MembershipFactory, make_page, theme
from tests.outcomes.test_editing import address, form
from tests.partners.places.editions.factories import place

pytestmark = [pytest.mark.django_db, pytest.mark.both]
RELATION = "casestudies.casestudy.base_place"


@pytest.fixture
def study(content):
    """A function that makes a case study run from the place with this code."""
    return lambda code, **facts: make_page(
        CaseStudy, lead=content.council, places=[place("E07000011")], base_place=place(code), **facts
    )


def base(page):
    return CaseStudy.objects.values_list("base_place__name", flat=True).get(pk=page.pk)


def test_it_moves_where_the_successor_is_certain(delivery, study):
    page, other = study("E07000001"), study("E07000011")
    said = delivery.load("2026-05")
    assert (base(page), base(other)) == ("North Vale", "Stay 11")
    assert "  Case studies run from there: 1\n" in said


def test_where_it_is_not_certain_a_person_is_asked(delivery, study):
    page = study("E05000001", title="From Abbey")
    delivery.load("2026-05")
    assert base(page) == "Abbey"
    assert PlaceQuestion.objects.get(relation=RELATION, state="open").label == "From Abbey"


def test_drafts_move_too_whatever_is_on_the_site(delivery, study):
    page = study("E07000011")
    page.base_place = place("E07000001")
    page.save_revision()
    empty = study("E07000001")
    empty.base_place = None
    empty.save_revision()
    delivery.load("2026-05")
    assert base(page) == "Stay 11"
    for each, said in ((page, place("E06000101").pk), (empty, None)):
        each.refresh_from_db()
        assert each.latest_revision.content["base_place"] == said
    assert base(empty) == "North Vale"


def test_loading_it_again_changes_nothing(delivery, study):
    page = study("E07000001")
    delivery.load("2026-05")
    moved = base(page)
    assert "Case studies run from there" not in delivery.load("2026-05")
    assert base(page) == moved


def test_nobody_chooses_a_base_that_has_ended(client, delivery, content):
    delivery.load("2026-05")
    client.force_login(MembershipFactory(partner=content.council, role=Role.EDITOR).user)
    facts = {"places": [place("E07000011")], "themes": [theme("food")]}
    typed = form(CaseStudy, **facts, base_place=str(place("E07000001").pk))
    html = client.post(address("wagtailadmin_pages:add", CaseStudy), typed).content.decode()
    assert "Choose North Vale instead." in html
    assert not CaseStudy.objects.exists()
