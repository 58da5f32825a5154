"""What is in each form, cell by cell, and what each does with text that means something elsewhere."""

import datetime
import io
import json
import zipfile

import openpyxl
import pytest
from defusedxml import ElementTree
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from outcomes.casestudies.models import CaseStudy, Provider
from outcomes.objectives.models import Objective
from outcomes.sheets.csv_cells import guarded
from search.exports.columns import COLUMNS
from search.rebuild import rebuild
from tests.factories import PartnerFactory, PlaceFactory, make_page
from tests.search.exports.conftest import FORMS, READ, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOMES = "kind=objective"
FORMULAS = [
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "\uff1d1+1",
    "'=1",
    "'quoted'",
]


def body(client, address):
    """The whole download."""
    return b"".join(client.get(address).streaming_content)


def test_a_table_has_a_row_for_each_thing(content, taken):
    (row,) = taken("csv", HOMES)
    day = datetime.date(2026, 3, 4).isoformat()
    assert list(row) == list(COLUMNS)
    assert row | {"id": "", "address": "", "summary": ""} == {
        "id": "",
        "title": "Homes, warm and dry",
        "kind": "Objective",
        "kind_code": "objective",
        "address": "",
        "summary": "",
        "reference": "LEEDS-3.2",
        "status": "Agreed",
        "status_code": "agreed",
        "lead_partner": "Trafford Council",
        "partners": "Trafford Council",
        "partner_codes": "them",
        "partner_kinds": "Council",
        "partner_kind_codes": "council",
        "themes": "Homes and homelessness | Good food",
        "theme_codes": "homes | food",
        "places": "Trafford | Priory",
        "place_codes": "E08000009 | E05000001",
        "place_kinds": "District | Ward",
        "years": "",
        "evidence": "",
        "evidence_code": "",
        "sectors": "",
        "sector_codes": "",
        "cost_band": "",
        "cost_band_code": "",
        "cost_pounds": "",
        "cost_year": "",
        "published": day,
        "updated": day,
        "check_due": "",
        "longitude": "-2.35",
        "latitude": "53.42",
        "effect": "",
        "effect_code": "",
        "base_place": "",
        "base_place_code": "",
        "buying_route": "",
        "buying_route_code": "",
        "price_weight": "",
        "quality_weight": "",
        "social_value_weight": "",
        "contract_value": "",
    }
    assert row["address"] == f"http://testserver{content[-1].get_url()}"
    assert row["id"] == f"page-{content[-1].pk}"


def test_excel_has_days_and_numbers_and_no_formula(content, client):
    book = openpyxl.load_workbook(io.BytesIO(body(client, f"/search.xlsx?{HOMES}&place=E08000009&nothing=1")))
    assert book.sheetnames == ["Results", "About"]
    headings, row = book["Results"].iter_rows()
    cells = {heading.value: cell for heading, cell in zip(headings, row, strict=True)}
    assert cells["published"].value.isoformat() == "2026-03-04T00:00:00"
    assert cells["published"].is_date
    assert cells["longitude"].value == -2.35
    assert headings[0].font.bold
    assert book["Results"].freeze_panes == "A2"
    assert book["Results"].auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS))}2"
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Place"] == "Trafford"
    assert about["Rows"] == "1"
    assert about["Address"] == "http://testserver/search/?kind=objective&place=E08000009"
    assert 'a filter called "nothing"' in about["Left out"]


def test_json_has_a_code_beside_each_name(content, taken):
    (thing,) = taken("json", HOMES)
    council = {"code": "council", "name": "Council"}
    assert thing["partners"] == [{"code": "them", "name": "Trafford Council", "kind": council, "leads": True}]
    assert thing["themes"][1] == {"code": "food", "name": "Good food"}
    assert thing["places"][0] == {
        "code": "E08000009",
        "name": "Trafford",
        "kind": {"code": "district", "name": "District"},
        "longitude": -2.35,
        "latitude": 53.42,
    }
    assert (thing["years"], thing["evidence"], thing["status"]) == (
        [],
        None,
        {"code": "agreed", "name": "Agreed"},
    )
    assert datetime.datetime.fromisoformat(thing["published"]).utcoffset() is not None


def test_what_a_case_study_does_not_say_is_said_to_be_missing(site, search_index, taken):
    make_page(CaseStudy, title="Bare")
    rich = make_page(CaseStudy, title="Rich", year=2024, cost_amount=12_000, cost_year=2023)
    Provider.objects.create(page=rich, name="A group", sector="vcse")
    rebuild()
    bare, full = sorted(taken("json"), key=lambda thing: thing["title"])
    unknown = {"code": "not_recorded", "name": "Not recorded"}
    assert (bare["years"], bare["evidence"], bare["sectors"]) == ([], unknown, [unknown])
    assert (bare["cost_band"], bare["cost_pounds"]) == (unknown, None)
    assert [each["code"] for each in full["sectors"]] == ["vcse"]
    assert (full["years"], full["cost_pounds"], full["cost_year"]) == ([2024], 12_000, 2023)
    assert full["cost_band"]["code"] != "not_recorded"
    (row,) = taken("xlsx", "year=2024")
    assert (row["cost_pounds"], row["cost_year"]) == (12_000, 2023)


def test_a_case_study_says_what_came_of_it_and_how_it_was_bought(site, search_index, taken):
    make_page(
        CaseStudy,
        effect="worse",
        base_place=PlaceFactory(code="E08000035", kind="district", name="Leeds"),
        buying_route="grant",
        price_weight=0,
        quality_weight=60,
        social_value_weight=40,
        contract_value=3_000_000_000,
    )
    rebuild()
    (row,) = taken("xlsx")
    facts = {name: row[name] for name in list(COLUMNS)[list(COLUMNS).index("effect") :]}
    assert facts == {
        "effect": "Got worse",
        "effect_code": "worse",
        "base_place": "Leeds",
        "base_place_code": "E08000035",
        "buying_route": "Grant",
        "buying_route_code": "grant",
        # Nothing for the price is something else than not recorded.
        "price_weight": 0,
        "quality_weight": 60,
        "social_value_weight": 40,
        "contract_value": 3_000_000_000,
    }
    (thing,) = taken("json")
    assert thing["base_place"] == {"code": "E08000035", "name": "Leeds"}
    assert thing["buying_route"] == {"code": "grant", "name": "Grant"}


def test_geojson_has_a_point_for_each_place_that_has_one(content, client):
    features = json.loads(body(client, "/search.geojson?"))["features"]
    by_title = {each["properties"]["title"]: each["geometry"] for each in features}
    assert by_title["Warm space 0"] is None
    assert by_title["Warm space 1"] == {"type": "Point", "coordinates": [-2.35, 53.42]}
    assert by_title["Homes, warm and dry"] == {
        "type": "MultiPoint",
        "coordinates": [[-2.35, 53.42], [-2.3, 53.4]],
    }


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_and_none_is_lost(site, search_index, client, text):
    make_page(Objective, title=text, lead=PartnerFactory(name=text), reference=text.strip())
    rebuild()
    data = {form: body(client, f"/search.{form}") for form in FORMS}
    for form in FORMS:
        (row,) = READ[form](data[form])
        # A carriage return is a line break to XML.
        assert row["title"].replace("\r", "\n") == text.replace("\r", "\n"), form
    raw = data["csv"].decode("utf-8-sig").partition("\r\n")[2]
    assert not any(f',"{text}' in raw or f",{text}" in raw for text in [text])
    sheet = zipfile.ZipFile(io.BytesIO(data["xlsx"])).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'dataType="f"' not in sheet


@given(text=st.text() | st.sampled_from(FORMULAS).flatmap(lambda start: st.text().map(start.__add__)))
def test_what_the_guard_adds_can_be_taken_away_again(text):
    safe = guarded(text)
    assert unguarded(safe) == text
    assert safe.lstrip(" ")[:1] not in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def test_scripts_entities_and_control_characters_are_text(site, search_index, client, taken):
    title = "<script>alert(1)</script> &amp; ]]> \x0b\x1f\ufffe \U0001f3d8 ł"
    make_page(Objective, title=title, summary=title)
    rebuild()
    for form in FORMS:
        (row,) = taken(form)
        assert [row["title"], row["summary"]] == [row["title"]] * 2
        assert row["title"].replace("\x0b", "").replace("\x1f", "").replace("\ufffe", "") == (
            "<script>alert(1)</script> &amp; ]]>  \U0001f3d8 ł"
        )
    feed = client.get("/search.atom").content
    assert b"<script" not in feed
    (entry,) = ElementTree.fromstring(feed).iter("{http://www.w3.org/2005/Atom}entry")
    summary = entry.find("{http://www.w3.org/2005/Atom}summary")
    assert summary.attrib["type"] == "html"
    assert summary.text.startswith("&lt;script&gt;")


def test_nothing_found_is_a_whole_file_too(site, search_index, client):
    data = {form: body(client, f"/search.{form}?q=nothingatall") for form in FORMS}
    assert [READ[form](data[form]) for form in FORMS] == [[], [], [], []]
    assert data["csv"].decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_every_column_is_in_the_documentation():
    said = (settings.BASE_DIR / "docs" / "searching.md").read_text()
    assert [name for name in COLUMNS if f"`{name}`" not in said] == []
