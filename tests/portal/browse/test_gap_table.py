"""The gap table: each number is what its link finds, and nothing is said in words."""

import re
from html import unescape

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from tests.factories import PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
MODELS = (Objective, JointPlan, CaseStudy)


@pytest.fixture
def ground():
    """A region, a district, two wards in it, and a district beside it."""
    region = PlaceFactory(kind="region", name="North")
    district = PlaceFactory(kind="district", name="Mersey", inside=[region])
    wards = [PlaceFactory(name=name, inside=[district]) for name in ("Sale", "Urmston")]
    return [region, district, *wards, PlaceFactory(kind="district", name="Aire", inside=[region])]


def cells(client, place):
    """Slug of a theme → heading → cell."""
    blocks = client.get(place.get_absolute_url()).context["gaps"]["blocks"]
    return {
        row["theme"].slug: {cell["header"]: cell for cell in row["cells"]}
        for block in blocks
        for row in (block["top"], *block["rows"])
    }


def found(client, url):
    """How many things a search finds."""
    return client.get(url).context["results"]["total"]


@pytest.mark.usefixtures("search_index")
def test_every_number_is_what_its_link_finds(client, ground, committed):
    slugs = ("loneliness", "older-people", "work-and-skills", "food", "social")
    pairs = [(place, slug) for place in ground for slug in slugs]
    with committed():
        for number, (place, slug) in enumerate(pairs):
            places = dict.fromkeys([place, ground[number % len(ground)]])
            themes = [theme(each) for each in dict.fromkeys([slug, slugs[number % 3]])]
            make_page(MODELS[number % 3], places=places, themes=themes)
    checked = 0
    for place in ground[:3]:
        for row in cells(client, place).values():
            for cell in row.values():
                if cell["url"]:
                    assert cell["number"] == found(client, cell["url"]), (place, cell)
                    checked += 1
                else:
                    assert cell["number"] == 0
    assert checked > 25


@pytest.mark.usefixtures("search_index")
def test_where_the_table_says_nothing_the_search_finds_nothing(client, ground):
    url = f"/search/?place={ground[1].code}&kind=objective&theme=loneliness"
    assert cells(client, ground[1])["loneliness"]["Agreed"]["number"] == found(client, url) == 0


def test_what_is_missing_is_said_in_words(client, ground):
    row = cells(client, ground[1])["loneliness"]
    assert {heading: cell["missing"] for heading, cell in row.items()} == {
        "Agreed": "Nothing agreed yet",
        "Planned": "Nothing planned yet",
        "Evidenced": "No evidence yet",
    }


@pytest.mark.parametrize(
    ("statuses", "missing", "note"),
    [
        (["agreed"], "", ""),
        (["agreed", "consulting"], "", "1 of them agreed"),
        (["consulting", "draft"], "None agreed yet", ""),
    ],
)
def test_objectives_that_are_not_agreed_yet_do_not_pass_for_agreed(client, ground, statuses, missing, note):
    for status in statuses:
        make_page(Objective, places=[ground[1]], themes=[theme("loneliness")], status=status)
    cell = cells(client, ground[1])["loneliness"]["Agreed"]
    assert (cell["number"], cell["missing"], cell["note"]) == (len(statuses), missing, note)


def test_what_only_wider_areas_have_stands_apart(client, ground):
    make_page(CaseStudy, places=[ground[0]], themes=[theme("loneliness")])
    cell = cells(client, ground[1])["loneliness"]["Evidenced"]
    assert (cell["number"], cell["inherited"], cell["missing"]) == (0, 1, "No evidence yet")


def test_the_table_has_a_caption_and_headings_both_ways(client, ground):
    html = client.get(ground[1].get_absolute_url()).content.decode()
    table = re.search(r"<table class=\"cw-gaps\".*?</table>", html, re.DOTALL).group()
    assert "What is agreed, planned and evidenced for Mersey, by theme" in table
    columns = [unescape(name) for name in re.findall(r"<th scope=\"col\"[^>]*>([^<]+)<", table)]
    assert columns == ["Theme", "Agreed", "Planned", "Evidenced"]
    assert table.count('scope="row"') == 26
