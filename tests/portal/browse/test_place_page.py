"""The page of a place as a local front page: where it lies, what is agreed there, places alike."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.places.measures import COMPARED
from partners.places.models import PlaceClosure, PlaceFigure, PlaceLink, PlaceSuccessor
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme
from tests.outcomes.proposals.factories import ProposalFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def country():
    return PlaceFactory(code="E92000001", kind="country", name="England")


@pytest.fixture
def region(country):
    return PlaceFactory(code="E12000002", kind="region", name="North West", inside=[country])


def partly(place, other, share):
    """Let a share of one place lie in another."""
    PlaceLink.objects.create(child=place, parent=other, share=share)
    PlaceClosure.objects.create(ancestor=other, descendant=place, share=share)


def figures(place, value):
    """Give a district every figure that is compared."""
    PlaceFigure.objects.bulk_create(
        PlaceFigure(place=place, measure=measure.name, value=value + number)
        for number, measure in enumerate(COMPARED)
    )


def get(client, place):
    return client.get(place.get_absolute_url())


def text(response):
    words = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    return words.replace(" .", ".").replace(" ,", ",")


def labels(client, place):
    """Title of each objective on the page → the label that says where it is from."""
    themes = get(client, place).context["agreed"]["themes"]
    return {item["card"].title: item["origin"] for theme in themes for item in theme["items_here"]}


def test_the_breadcrumb_leads_from_the_country_down(client, ward):
    crumbs = [crumb["name"] for crumb in get(client, ward).context["crumbs"]]
    assert crumbs == ["England", "North West", "Trafford", "Sale Central"]


def test_every_other_area_is_named_by_its_kind_with_the_share(client, district):
    whole = PlaceFactory(code="E23000005", kind="police_force_area", name="Greater Manchester")
    partly(district, whole, 1)
    for code, name, share in (("E54000001", "NHS East", 0.65), ("E54000002", "NHS West", 0.35)):
        partly(district, PlaceFactory(code=code, kind="icb", name=name), share)
    page = text(get(client, district))
    assert "NHS integrated care board NHS East (65 % of it), NHS West (35 % of it)" in page
    assert "Police force area Greater Manchester" in page
    assert "Greater Manchester (100" not in page


def test_objectives_stand_under_their_theme_with_where_they_are_from(client, region, district, ward):
    make_page(Objective, title="Ours", places=[district], themes=[theme("loneliness")])
    make_page(Objective, title="A ward's", places=[ward], themes=[theme("loneliness")])
    make_page(Objective, title="A region's", places=[region], themes=[theme("work-and-skills")])
    themes = get(client, district).context["agreed"]["themes"]
    assert [(t["name"], [item["card"].title for item in t["items_here"]]) for t in themes] == [
        ("Work and skills", ["A region's"]),
        ("Loneliness and isolation", ["Ours", "A ward's"]),
    ]
    assert labels(client, district) == {
        "Ours": "For Trafford",
        "A ward's": "Inside, for Sale Central",
        "A region's": "Inherited from North West",
    }


def test_a_label_names_only_places_of_its_relation(client, region, district, ward):
    elsewhere = PlaceFactory(name="Far away")
    other_ward = PlaceFactory(name="Ashton", inside=[district])
    make_page(Objective, title="Here and there", places=[elsewhere, region, ward, other_ward])
    make_page(Objective, title="Wider", places=[elsewhere, region])
    assert labels(client, district) == {
        "Here and there": "Inside, for Sale Central and 1 more",
        "Wider": "Inherited from North West",
    }


def test_all_that_is_not_shown_is_a_search_away(client, district, ward):
    for _ in range(7):
        make_page(Objective, places=[ward], themes=[theme("loneliness")])
    agreed = get(client, district).context["agreed"]
    assert (agreed["shown"], agreed["total"]) == (5, 7)
    assert "See all 7 objectives" in text(get(client, district))


def test_only_inherited_objectives_are_called_so(client, region, district):
    make_page(Objective, places=[region])
    assert "nothing is agreed for Trafford itself yet" in text(get(client, district))


def test_an_empty_page_says_what_would_be_here_and_how_to_start(client, ward):
    page = text(get(client, ward))
    for words in ("Nothing agreed yet", "Nothing here yet", "Propose an objective", "No partner recorded"):
        assert words in page
    assert f"/proposals/new/?place={ward.code}" in get(client, ward).content.decode()


def test_partners_that_serve_it_or_what_holds_it_stand_by_kind(client, region, district):
    board = PlaceFactory(kind="icb", name="NHS East")
    partly(district, board, 0.65)
    PartnerFactory(name="The council", serves=[district])
    PartnerFactory(name="The board", kind="nhs", serves=[board])
    PartnerFactory(name="Somebody else", serves=[PlaceFactory()])
    page = get(client, district)
    groups = {g["kind_label"]: [p["partner"].name for p in g["partners"]] for g in page.context["partners"]}
    assert groups == {"Council": ["The council"], "NHS": ["The board"]}
    assert "The board (65 % of Trafford)" in text(page)


def test_an_ended_place_says_so_and_links_to_what_followed(client, district):
    old = PlaceFactory(code="E07000001", kind="district", name="Old Trafford", ended_on="2026-03-31")
    other = PlaceFactory(kind="district", name="Salford")
    PlaceSuccessor.objects.create(place=old, successor=district, share=0.7)
    PlaceSuccessor.objects.create(place=old, successor=other, share=0.3)
    page = text(get(client, old))
    assert "Old Trafford ended on 31 March 2026." in page
    assert "Propose an objective" not in page
    assert "Where the gaps are" not in page
    assert "Trafford, which took over 70 % of it" in page
    assert "Salford, which took over 30 % of it" in page
    assert "Propose an objective for this place" not in page
    assert "Trafford followed Old Trafford (70 % of it)." in text(get(client, district))


def test_case_studies_come_from_the_districts_most_alike(client, district, ward):
    near, far = (PlaceFactory(kind="district", name=name) for name in ("Bexley", "Stockport"))
    for place, value in ((district, 1), (near, 2), (far, 9)):
        figures(place, value)
    make_page(CaseStudy, title="From Bexley", places=[near])
    make_page(Objective, title="An objective of Bexley", places=[near])
    for place in (district, ward):
        similar = get(client, place).context["similar"]
        assert [neighbour.place for neighbour in similar["neighbours"]] == [near, far]
        assert [card.title for card in similar["cards"]] == ["From Bexley"]
    assert "these are like Trafford, which Sale Central lies in" in text(get(client, ward))
    assert "An objective of Bexley" not in text(get(client, district))


def test_where_nothing_can_be_compared_the_page_says_so(client, region):
    assert "We have no figures to compare North West" in text(get(client, region))


def fill(places, district):
    """Publish something of every kind for each of these places, about several themes."""
    partner = PartnerFactory(serves=[district])
    for place in places:
        for model in (Objective, JointPlan, CaseStudy):
            make_page(model, lead=partner, places=[place], themes=[theme("loneliness"), theme("homes")])
        ProposalFactory(place=place, status="open")


def queries(client, place):
    """How many queries the page makes, once what is kept in memory is there."""
    get(client, place)
    with CaptureQueriesContext(connection) as made:
        assert get(client, place).status_code == 200
    return len(made)


def test_the_same_number_of_queries_for_a_ward_a_district_and_a_country(
    client, country, region, district, ward
):
    """A ward, a district with twenty wards and a country: as many queries, whatever is published there."""
    wards = [ward, *(PlaceFactory(inside=[district]) for _ in range(19))]
    alike = PlaceFactory(kind="district", inside=[region])
    figures(district, 1)
    figures(alike, 2)
    fill([country, district, alike, *wards[:2]], district)
    made = {place.kind: queries(client, place) for place in (ward, district, country)}
    assert set(made.values()) == {31}
    fill(wards, district)
    assert {queries(client, place) for place in (ward, district, country)} == {31}
