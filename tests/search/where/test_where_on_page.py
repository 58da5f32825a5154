"""Asking where on the search page: what each hit says of its places, the choices, and how they go away."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.places.linking import add_link
from partners.places.measures import COMPARED
from partners.places.models import PlaceFigure
from search.rebuild import rebuild
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TRAFFORD, PRIORY = "E08000009", "E05000001"


@pytest.fixture
def places(site, no_index):
    """A region, two districts eleven miles apart with a ward each, and a force area that overlaps one."""
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    trafford = PlaceFactory(
        code=TRAFFORD, kind="district", name="Trafford", inside=[region], latitude=53.4, longitude=-2.4
    )
    bury = PlaceFactory(
        code="E08000002", kind="district", name="Bury", inside=[region], latitude=53.56, longitude=-2.4
    )
    PlaceFactory(code=PRIORY, kind="ward", name="Priory", inside=[trafford], latitude=53.42, longitude=-2.4)
    PlaceFactory(code="E05000002", kind="ward", name="Besses", inside=[bury], latitude=53.45, longitude=-2.4)
    force = PlaceFactory(code="E23000005", kind="police_force_area", name="Mersey Police")
    add_link(child=trafford, parent=force, share=0.6)
    for place in (trafford, bury):
        for measure in COMPARED:
            PlaceFigure.objects.create(place=place, measure=measure.name, value=place.pk)
    return {place.name: place for place in (region, trafford, bury, force)} | {
        tag.name: tag for tag in trafford.__class__.objects.filter(kind="ward")
    }


@pytest.fixture
def content(places):
    """One page for each place, and one for two."""
    for name, place in places.items():
        make_page(CaseStudy, title=f"Warm {name}", places=[place])
    make_page(Objective, title="Warm both", places=[places["Besses"], places["North West"]])


@pytest.fixture
def page(client):
    def got(query):
        response = client.get(f"/search/?{query}")
        assert response.status_code == 200
        return response

    return got


def said(response):
    """The titles of the hits with what they say of their places."""
    return {card.title: card.relation for card in response.context["results"]["cards"]}


CASES = [
    (f"place={TRAFFORD}", {"Warm Trafford": "", "Warm Priory": ""}),
    (
        f"place={TRAFFORD}&relation=covers",
        {
            "Warm North West": "Also applies here: North West",
            "Warm both": "Also applies here: North West",
        },
    ),
    (f"place={TRAFFORD}&relation=overlaps", {"Warm Mersey Police": "Partly here: Mersey Police"}),
    (
        f"place={TRAFFORD}&relation=any",
        {
            "Warm Trafford": "",
            "Warm Priory": "",
            "Warm North West": "Also applies here: North West",
            "Warm both": "Also applies here: North West",
            "Warm Mersey Police": "Partly here: Mersey Police",
        },
    ),
    # Both lie in the region, the one by one of its places and the other by both.
    (
        "place=E12000002&relation=any",
        dict.fromkeys(
            ["Warm North West", "Warm Trafford", "Warm Priory", "Warm Bury", "Warm Besses", "Warm both"], ""
        ),
    ),
    (
        f"near={TRAFFORD}&within=5",
        {
            "Warm Trafford": "",
            "Warm Priory": "",
            "Warm Besses": "Besses, 3 miles away",
            "Warm both": "Besses, 3 miles away",
        },
    ),
    (
        f"near={PRIORY}&within=2.5",
        {"Warm Priory": "", "Warm Trafford": "Trafford, 1 mile away"}
        | dict.fromkeys(["Warm Besses", "Warm both"], "Besses, 2 miles away"),
    ),
    (f"like={TRAFFORD}", {"Warm Bury": "", "Warm Besses": "", "Warm both": ""}),
    (
        f"near={PRIORY}&within=2.5&place={TRAFFORD}&relation=covers",
        {"Warm both": "Also applies here: North West. Besses, 2 miles away"},
    ),
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_each_hit_says_how_it_lies_to_the_place(content, page, query, expected):
    rebuild()
    response = page(query)
    assert response.context["notice"] == ""
    assert said(response) == expected
    text = html.unescape(response.content.decode())
    assert all(relation in text for relation in expected.values())


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_without_an_index_the_database_says_the_same(content, page, query, expected):
    response = page(query)
    assert response.context["notice"]
    assert said(response) == expected


@pytest.mark.parametrize(
    ("query", "pills"),
    [
        (f"place={TRAFFORD}&relation=inside&within=&near=&like=", {"Place: Trafford": "/search/"}),
        (
            f"q=warm&place={TRAFFORD}&relation=covers",
            {
                "Place: Trafford": "/search/?q=warm",
                "Show: For a wider area that it lies in": f"/search/?q=warm&place={TRAFFORD}",
            },
        ),
        (
            f"near={TRAFFORD}&within=2.5&like={TRAFFORD}",
            {
                "Near: Trafford, within 2.5 miles": f"/search/?like={TRAFFORD}",
                "Places like: Trafford": f"/search/?near={TRAFFORD}&within=2.5",
            },
        ),
        (f"place={PRIORY}&within=1", {"Near: Priory, within 1 mile": "/search/"}),
    ],
)
def test_each_choice_can_be_taken_away(content, page, query, pills):
    rebuild()
    chosen = page(query).context["chosen"]
    assert {f"{each['label']}: {each['value_label']}": each["remove_url"] for each in chosen} == pills


def test_where_nothing_is_found_without_the_distance_is_suggested(content, page):
    rebuild()
    response = page(f"q=%22warm+bury%22&near={TRAFFORD}&within=5")
    assert response.context["results"]["total"] == 0
    suggested = {each["label"]: each["count"] for each in response.context["suggestions"]}
    assert suggested == {
        "Without near: Trafford, within 5 miles": 1,
        "Without the words, with the same filters": 4,
    }


def test_the_choices_are_shown_when_there_is_a_place_to_choose_them_for(content, page):
    rebuild()
    assert page("q=warm").context["where"] is None
    place = page(f"place={TRAFFORD}").context["where"]
    assert [each["value"] for each in place["relations"] if each["selected"]] == ["inside"]
    assert [each["value"] for each in place["distances"]] == ["5", "10", "25", "50"]
    assert place["like"]["url"] == f"/search/?like={TRAFFORD}"
    assert place["like"]["how_url"] == f"/places/{TRAFFORD}/similar/"
    near = page(f"near={TRAFFORD}&within=7").context["where"]
    assert [each["value"] for each in near["distances"] if each["selected"]] == ["7"]
    assert near["relations"] == []
    region = page("place=E12000002").context["where"]
    assert (region["distances"], region["like"]) == ([], None)
    several = page(f"place={TRAFFORD}&place=E12000002").context["where"]
    assert (several["place"], several["distances"], len(several["relations"])) == ("", [], 4)


FIELD = re.compile(r"<(?:input|option|select)[^>]*>")


def sent(response):
    """What the form sends when nobody changes anything."""
    form = response.content.decode()
    values = []
    name = ""
    for tag in FIELD.findall(form[form.index('role="search"') :]):
        facts = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if tag.startswith("<select"):
            name = facts["name"]
        elif tag.startswith("<option"):
            if " selected" in tag:
                values.append((name, facts["value"]))
        elif "name" in facts and (facts.get("type") not in ("radio", "checkbox") or " checked" in tag):
            values.append((facts["name"], facts["value"]))
    return values


@pytest.mark.parametrize("query", [query for query, _ in CASES])
def test_the_form_sent_unchanged_asks_the_same(content, page, client, query):
    rebuild()
    first = page(query)
    again = client.get("/search/", dict_of(sent(first)))
    assert said(again) == said(first)
    assert again.context["chosen"] == first.context["chosen"]


def dict_of(pairs):
    values = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def test_the_number_of_queries_is_fixed(content, places, page):
    def queries(query):
        page(query)
        with CaptureQueriesContext(connection) as captured:
            page(query)
        return len(captured)

    rebuild()
    asked = [f"place={TRAFFORD}&relation=any", f"near={TRAFFORD}&within=50", f"like={TRAFFORD}"]
    few = [queries(query) for query in asked]
    for number in range(12):
        ward = PlaceFactory(inside=[places["Bury"]], latitude=53.4 + number / 100)
        make_page(CaseStudy, places=[ward, places["North West"], places["Priory"]])
    rebuild()
    assert [queries(query) for query in asked] == few
