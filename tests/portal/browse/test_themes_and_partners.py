"""Pages of themes and partners, and the directory."""

import pytest
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.neighbourhoods.models import Neighbourhood, Way
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def titles(response, kind):
    """Titles of the cards of one kind."""
    section = next(section for section in response.context["sections"] if section["key"] == kind)
    return [card.title for card in section["cards"]]


def test_a_theme_shows_what_is_about_it(client):
    make_page(Objective, title="Company", themes=[theme("loneliness")])
    make_page(Objective, title="Trees", themes=[theme("nature")])
    assert titles(client.get("/themes/loneliness/"), "objective") == ["Company"]


def test_a_kind_of_wellbeing_shows_what_is_about_any_of_its_themes_once(client):
    make_page(Objective, title="Company at home", themes=[theme("loneliness"), theme("homes")])
    assert titles(client.get("/themes/social/"), "objective") == ["Company at home"]


def test_a_partner_shows_what_it_leads_and_what_it_contributes_to(client):
    trust = PartnerFactory(name="Trust")
    make_page(CaseStudy, title="Led", lead=trust)
    make_page(CaseStudy, title="Helped", contributors=[trust])
    make_page(CaseStudy, title="Others")
    assert titles(client.get(trust.get_absolute_url()), "case_study") == ["Helped", "Led"]


def test_a_partner_shows_the_neighbourhoods_that_it_drew_and_uses(client):
    council = PartnerFactory(name="Council")
    now = timezone.now()
    for name, owner, archived_on in [
        ("The Meadows", council, None),
        ("The Old Quarter", council, now.date()),
        ("Elsewhere", PartnerFactory(), None),
    ]:
        Neighbourhood.objects.create(
            place=PlaceFactory(kind="neighbourhood", name=name),
            owner=owner,
            district=PlaceFactory(kind="district"),
            way=Way.PARTS,
            submission_key=name,
            created_at=now,
            changed_at=now,
            archived_on=archived_on,
        )
    shown = client.get(council.get_absolute_url()).context["neighbourhoods"]
    assert [place.name for place in shown] == ["The Meadows"]


@pytest.mark.parametrize(
    "query", ["", "?kind=nhs", "?kind=nonsense", "?q=%00", "?page=999", "?page=x&kind=%27"]
)
def test_the_directory_answers_anything(client, query):
    PartnerFactory(kind="nhs")
    assert client.get(f"/partners/{query}").status_code == 200


def test_the_directory_narrows_by_kind_and_name(client):
    PartnerFactory(name="Trafford General", kind="nhs")
    PartnerFactory(name="Trafford Council", kind="council")
    found = client.get("/partners/?kind=nhs&q=traff").context["partners"]
    assert [partner.name for partner in found] == ["Trafford General"]


@pytest.mark.parametrize("number", [10, 200])
@pytest.mark.parametrize("address", ["/themes/food/", "/partners/the-council/", "/partners/"])
def test_queries_are_few_whatever_there_is(client, address, number, django_assert_max_num_queries):
    partner = PartnerFactory(slug="the-council")
    for _ in range(number):
        make_page(CaseStudy, lead=partner, themes=[theme("food")], contributors=[PartnerFactory()])
    client.get(address)
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200
