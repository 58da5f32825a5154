"""What the tests of downloads share: a small library, and reading each form back."""

import csv
import io
import json
from datetime import UTC, datetime

import openpyxl
import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from search.rebuild import rebuild
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

FORMS = ("csv", "xlsx", "json", "geojson")


@pytest.fixture
def few_at_once(monkeypatch):
    """Read and check three things at a time, so that a few pages are many turns."""
    monkeypatch.setattr("search.engines.embedded.scanning.CHUNK", 3)
    monkeypatch.setattr("search.engines.elasticsearch.scanning.FIRST", 3)
    monkeypatch.setattr("search.engines.elasticsearch.scanning.SCANNED", 4)
    monkeypatch.setattr("search.exports.service.CHUNK", 3)
    monkeypatch.setattr("search.exports.as_excel.AT_ONCE", 2)


@pytest.fixture
def content(site, search_index):
    """Eleven case studies and an objective, in the index."""
    region = PlaceFactory(code="E12000002", kind="region", name="North West", latitude=None, longitude=None)
    district = PlaceFactory(
        code="E08000009", kind="district", name="Trafford", inside=[region], latitude=53.42, longitude=-2.35
    )
    ward = PlaceFactory(
        code="E05000001", kind="ward", name="Priory", inside=[district], latitude=53.4, longitude=-2.3
    )
    us = PartnerFactory(slug="us", name="Moorside Neighbours", kind="vcse")
    them = PartnerFactory(slug="them", name="Trafford Council", kind="council")
    pages = [
        make_page(
            CaseStudy,
            title=f"Warm space {number}",
            summary="Tea & <b>talk</b> in a warm room.",
            places=[(region, district, ward)[number % 3]],
            themes=[theme("loneliness")],
            lead=us,
            contributors=[them] if number % 2 else [],
            year=2020 + number % 3,
            evidence_strength="compared" if number % 4 else "",
        )
        for number in range(11)
    ]
    pages.append(
        make_page(
            Objective,
            title="Homes, warm and dry",
            reference="LEEDS-3.2",
            status="agreed",
            places=[district, ward],
            themes=[theme("homes"), theme("food")],
            lead=them,
            published=datetime(2026, 3, 4, 12, tzinfo=UTC),
        )
    )
    rebuild()
    return pages


@pytest.fixture
def taken(client):
    """Download what an address asks for, and return its rows as dictionaries."""

    def take(form, query=""):
        response = client.get(f"/search.{form}?{query}")
        assert response.status_code == 200, response
        return READ[form](b"".join(response.streaming_content))

    return take


def read_csv(data):
    """Read it as somebody would who knows the rule for apostrophes."""
    assert data.startswith(b"\xef\xbb\xbf")
    table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: unguarded(cell) for name, cell in row.items()} for row in table]


def unguarded(cell):
    """A cell as it was."""
    return cell.removeprefix("'")


def read_excel(data):
    """Read every sheet of results."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = []
    for sheet in book.worksheets[:-1]:
        names, *table = sheet.iter_rows(values_only=True)
        rows += [dict(zip(names, row, strict=True)) for row in table]
    return rows


def read_json(data):
    """Read the things."""
    facts = json.loads(data)
    assert facts["complete"] is True
    assert facts["total"] == len(facts["things"])
    return facts["things"]


def read_geojson(data):
    """Read the features, each as the thing that it is."""
    facts = json.loads(data)
    assert facts["complete"] is True
    assert facts["total"] == len(facts["features"])
    return [{"id": each["id"], **each["properties"]} for each in facts["features"]]


READ = {"csv": read_csv, "xlsx": read_excel, "json": read_json, "geojson": read_geojson}
