"""The page of a map: a drawing and a table that say the same, with nothing but HTML."""

import re
from html.parser import HTMLParser

import pytest
from django.test import override_settings

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from partners.places.models import PlaceClosure, PlaceCode
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
ADDRESS = "/places/E08000009/map/"


@pytest.fixture
def region(outlined):
    return outlined(PlaceFactory(code="E12000002", kind="region", name="North West"), side=0.9)


@pytest.fixture
def district(region, outlined):
    return outlined(
        PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region]), side=0.3
    )


@pytest.fixture
def wards(district, outlined):
    """Sale with two objectives, Urmston with none, and Hale, of which only the middle is known."""
    sale = outlined(PlaceFactory(name="Sale", qualifier="Trafford", inside=[district]))
    urmston = outlined(PlaceFactory(name="Urmston", qualifier="Trafford", inside=[district]), west=-2.2)
    hale = PlaceFactory(name="Hale", qualifier="Trafford", inside=[district], latitude=53.45, longitude=-2.2)
    for _ in range(2):
        make_page(Objective, places=[sale])
    make_page(CaseStudy, places=[hale])
    return sale, urmston, hale


class Said(HTMLParser):
    """What the drawing says of each place, and what the table says, by the address of the place."""

    def __init__(self, html):
        super().__init__()
        self.drawn, self.listed, self.cells = {}, {}, []
        self.in_drawing = self.in_row = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "svg":
            self.in_drawing = "data-cw-map-drawing" in facts
        if tag == "tr":
            self.cells, self.address = [], ""
        if tag in {"td", "th"}:
            self.cells.append("")
        if tag == "a" and self.in_drawing:
            name, _, words = facts["aria-label"].partition(": ")
            self.drawn[facts["href"]] = (name, int(re.sub(r"^no .*", "0", words).split()[0]))
        elif tag == "a" and len(self.cells) == 1 and re.fullmatch(r"/places/\w+/", facts["href"]):
            self.address = facts["href"]

    def handle_data(self, data):
        if self.cells:
            self.cells[-1] += data

    def handle_endtag(self, tag):
        if tag == "svg":
            self.in_drawing = False
        if tag == "tr" and self.address:
            name, count = (" ".join(cell.split()) for cell in self.cells[:2])
            self.listed[self.address] = (re.sub(r" Show .* on the map$", "", name), int(count.split()[0]))


def page(client, query=""):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer


def names(client, query):
    return [row.part.name for row in page(client, query).context["rows"]]


def test_the_drawing_and_the_table_say_the_same(client, wards):
    said = Said(page(client).content.decode())
    assert said.drawn == said.listed
    assert said.listed == {
        wards[0].get_absolute_url(): ("Sale", 2),
        wards[1].get_absolute_url(): ("Urmston", 0),
        wards[2].get_absolute_url(): ("Hale", 0),
    }


def test_the_drawing_and_the_data_say_the_same(client, wards):
    said = Said(page(client, "?parts=ward&shade=case-studies").content.decode())
    found = client.get("/places/E08000009/map.geojson?parts=ward&shade=case-studies").json()
    parts = [each["properties"] for each in found["features"] if each["properties"]["role"] == "part"]
    assert said.drawn == {part["url"]: (part["name"], part["count"]) for part in parts}


def test_a_part_without_a_boundary_is_a_circle_and_that_is_said(client, wards):
    html = page(client).content.decode()
    assert html.count('<circle class="cw-map__part"') == 1
    assert "1 of the 3 wards is drawn as a point, because we have no boundary of it." in html


def test_the_legend_names_the_steps_in_words(client, wards):
    html = page(client).content.decode()
    steps = re.findall(r'url\(#cw-shade-(\d)\)" /></svg>([^<]+)</li>', html)
    assert steps == [("0", "None"), ("3", "2")]


def test_somebody_chooses_what_shades_the_map(client, wards):
    response = page(client, "?parts=ward&shade=case-studies")
    assert [(row.part.name, row.part.count) for row in response.context["rows"]] == [
        ("Hale", 1),
        ("Sale", 0),
        ("Urmston", 0),
    ]
    assert '<option value="case-studies" selected>' in response.content.decode()


def test_the_table_is_sorted_by_links(client, wards):
    assert names(client, "?sort=name") == ["Hale", "Sale", "Urmston"]
    assert names(client, "?sort=number") == ["Sale", "Hale", "Urmston"]
    assert names(client, "?sort=nonsense") == ["Hale", "Sale", "Urmston"]
    html = page(client, "?sort=number&shade=case-studies").content.decode()
    chosen = "?parts=ward&amp;shade=case-studies&amp;sort=number#table"
    assert f'aria-sort="descending"><a href="{ADDRESS}{chosen}">' in html
    assert html.count("aria-sort") == 1


def test_a_number_leads_to_what_is_counted(client, wards):
    html = page(client).content.decode()
    assert f'<a href="/search/?place={wards[0].code}&amp;kind=objective">2<' in html
    assert f"place={wards[1].code}" not in html


def test_without_a_choice_the_parts_that_say_most_are_shown(client, region, wards):
    assert client.get("/places/E12000002/map/").context["map"].kind == "ward"
    PlaceFactory(kind="district", code="E08000003", inside=[region])
    assert client.get("/places/E12000002/map/").context["map"].kind == "district"


def test_what_lies_partly_inside_says_how_much(client, district, wards):
    part = PlaceFactory(name="Border")
    PlaceClosure.objects.create(ancestor=district, descendant=part, share=0.4)
    html = page(client).content.decode()
    assert "<td>40 %</td>" in html
    assert "drawn and counted whole" in html


@pytest.mark.parametrize("query", ["?parts=nonsense", "?shade=nonsense", "?parts=region", "?parts=%00"])
def test_what_cannot_be_drawn_is_explained_beside_a_map_that_can(client, wards, query):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert len(answer.context["rows"]) == 3


def test_nothing_sent_is_taken_for_html(client, wards):
    assert b"<script>alert" not in client.get(f"{ADDRESS}?parts=<script>alert(1)</script>").content


def test_a_place_without_parts_has_its_outline(client, wards):
    html = client.get(f"/places/{wards[0].code}/map/").content.decode()
    assert 'class="cw-map__whole"' in html
    assert "No smaller places inside Sale, Trafford are recorded." in html
    assert "<table" not in html
    assert 'id="map-form"' not in html


def test_a_place_without_boundary_and_parts_says_so(client, wards):
    html = client.get(f"/places/{wards[2].code}/map/").content.decode()
    assert "No map yet" in html
    assert "data-cw-map" not in html


def test_a_former_code_leads_on_with_the_same_choice(client, district):
    PlaceCode.objects.create(place=district, code="E08000999")
    answer = client.get("/places/E08000999/map/?parts=ward")
    assert (answer.status_code, answer.url) == (301, f"{ADDRESS}?parts=ward")


@pytest.mark.parametrize("code", ["E99999999", "nonsense", "%00"])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(f"/places/{code}/map/").status_code == 404


def test_no_tiles_are_asked_for_unless_the_site_wants_them(client, wards):
    assert "data-cw-map-tiles" not in page(client).content.decode()
    address = "https://t.example/{z}/{x}/{y}.png"
    with override_settings(MAP_TILE_URL=address, MAP_TILE_ATTRIBUTION="© <b>T</b>"):
        html = page(client).content.decode()
    assert f'data-cw-map-tiles="{address}"' in html
    assert 'data-cw-map-attribution="© &lt;b&gt;T&lt;/b&gt;"' in html


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(client, district, outlined, number, django_assert_max_num_queries):
    for _ in range(number):
        make_page(Objective, places=[outlined(PlaceFactory(inside=[district]))])
    page(client)
    with django_assert_max_num_queries(8):
        page(client)
