"""A page of several partners in two counties is found once, and counted once, under each of them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from outcomes.locality import Locality
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.signing.models import Publication
from tests.factories import PartnerFactory, PlaceFactory, theme
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
TITLE = "Allotments along the old canal"
COUNCIL, TRUST, CHARITY = "Mersey Bank Council", "Ship Canal Health", "Sale Moor Together"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def region():
    return PlaceFactory(code="E12000002", kind="region", name="North West")


@pytest.fixture
def counties(region):
    return [PlaceFactory(kind="county", name=name, inside=[region]) for name in ("Cheshire", "Lancashire")]


@pytest.fixture
def wards(counties):
    return [PlaceFactory(name=f"Ward in {county.name}", inside=[county]) for county in counties]


@pytest.fixture(params=[Objective, JointPlan, CaseStudy], ids=lambda model: model.kind)
def together(request, search_index, committed, wards):
    """A page that three partners have signed, of a ward in either county and of two themes."""
    themes = [theme("loneliness"), theme("older-people")]
    with committed():
        made = a_page_together(
            COUNCIL, TRUST, CHARITY, model=request.param, title=TITLE, places=wards, themes=themes
        )
        made.submit(NOW)
        made.all_sign(NOW)
    return made


def search(client, query):
    """The titles that a search finds, and how many it says there are."""
    results = client.get(f"{reverse('search:search')}?{query}").context["results"]
    return [card.title for card in results["cards"]], results["total"]


def counts(client, query, name):
    """What a facet counts, by value."""
    (facet,) = [each for each in client.get(f"/search/?{query}").context["facets"] if each["name"] == name]
    return {each["value"]: each["count"] for each in facet["values"]}


def once(html):
    """How often the page's title stands on a page as a link."""
    return html.count(f">{TITLE}</a>")


def test_a_search_finds_it_once_under_every_partner_and_place(client, together, counties, wards, region):
    queries = [f"partner={partner.slug}" for partner in together.partners]
    queries += [f"place={place.code}" for place in (*counties, *wards, region)]
    queries += ["q=allotments", f"q=allotments&place={region.code}&theme=loneliness&theme=older-people"]
    queries += ["&".join(queries[:3]), "&".join(f"place={county.code}" for county in counties)]
    for query in queries:
        assert search(client, query) == ([TITLE], 1), query


def test_each_facet_counts_it_once_in_every_value(client, together, region):
    partners = counts(client, "q=allotments", "partner")
    assert {partner.slug: partners[partner.slug] for partner in together.partners} == dict.fromkeys(
        (partner.slug for partner in together.partners), 1
    )
    assert counts(client, "q=allotments", "kind")[together.page.kind] == 1
    assert counts(client, "q=allotments", "place")[region.code] == 1
    assert {counts(client, "q=allotments", "theme")[slug] for slug in ("loneliness", "older-people")} == {1}


def test_the_page_of_each_partner_shows_and_counts_it_once(client, together):
    for partner in together.partners:
        response = client.get(partner.get_absolute_url())
        assert once(response.content.decode()) == 1
        assert [section["total"] for section in response.context["totals"]] == [1]


def test_partners_have_worked_with_each_other_on_one_page(client, together):
    council, *others = together.partners
    found = client.get(council.get_absolute_url()).context["works_with"]
    assert {(each["partner"].name, each["pages"]) for each in found} == {(other.name, 1) for other in others}


def test_the_page_of_each_place_shows_it_once(client, together, counties, wards, region):
    for place in (*counties, *wards, region):
        groups = together_groups(client, place)
        assert sum(groups) == 1, place


def together_groups(client, place):
    """How many pages each group of a place's page holds."""
    html = client.get(place.get_absolute_url()).content.decode()
    assert TITLE in html
    return [group.total for group in Locality(place).groups(lambda *_: 5)]


def test_a_theme_above_both_of_its_themes_shows_it_once(client, together):
    above = theme("loneliness").parent
    sections = client.get(above.get_absolute_url()).context["sections"]
    assert [section["total"] for section in sections if section["total"]] == [1]


def test_a_partner_that_is_named_only_in_a_text_that_waits_finds_nothing(client, together, committed):
    new = PartnerFactory(name="Newcomer")
    with committed():
        together.page.shares.create(partner=new)
    assert search(client, f"partner={new.slug}") == ([], 0)
    assert once(client.get(new.get_absolute_url()).content.decode()) == 0
    assert Publication.objects.filter(page=together.page).count() == 1


def test_once_withdrawn_it_is_found_nowhere(client, together, committed, counties):
    with committed():
        together.take_off(NOW, "The canal is filled in.")
    queries = [f"partner={partner.slug}" for partner in together.partners]
    for query in (*queries, "q=allotments", f"place={counties[0].code}"):
        assert search(client, query) == ([], 0), query
    for partner in together.partners:
        assert TITLE not in client.get(partner.get_absolute_url()).content.decode()
