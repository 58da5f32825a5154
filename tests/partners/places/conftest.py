"""Tables of a few places, written where a test can spoil them."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from hypothesis import settings

from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink, PlaceOutline, PlaceSuccessor
from partners.places.small_area_tables import SMALL_AREA_COLUMNS
from partners.places.tables import COLUMNS, OPTIONAL_COLUMNS, OUTLINES, PLACES, SMALL_AREAS
from partners.places.topology import topology

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROWS = [
    {"code": "E92000001", "kind": "country", "name": "England"},
    {"code": "E12000001", "kind": "region", "name": "North", "parents": "E92000001"},
    {"code": "E54000001", "kind": "icb", "name": "NHS East", "parents": "E12000001"},
    {"code": "E54000002", "kind": "icb", "name": "NHS West", "parents": "E12000001"},
    {
        "code": "E07000001",
        "former_codes": "E07000009",
        "kind": "district",
        "name": "Middleton",
        "latitude": "53.5",
        "longitude": "-2.25",
        "parents": "E12000001 E54000001:0.5 E54000002:0.5",
        "population": "1000",
    },
    {
        "code": "E05000001",
        "kind": "ward",
        "name": "Abbey",
        "name_cy": "Abaty",
        "qualifier": "Middleton",
        "parents": "E07000001 E54000001",
    },
    {"code": "E05000002", "kind": "ward", "name": "Park", "qualifier": "Middleton", "parents": "E07000001"},
]
CENSUS = [
    {
        "code": "E02000001",
        "name": "Quay & Mills",
        "official_name": "Middleton 001",
        "name_cy": "Cei",
        "latitude": "53.51",
        "longitude": "-2.26",
        "parents": "E07000001",
    },
    {"code": "E01000001", "official_name": "A", "parents": "E02000001 E05000001"},
    {"code": "E01000002", "official_name": "B", "parents": "E02000001 E05000002"},
    {"code": "E01000003", "official_name": "C", "parents": "E02000001 E05000002 E54000002"},
]
SQUARE = [(0, 0), (20, 0), (20, 20), (0, 20), (0, 0)]
STORED = (Place, PlaceCode, PlaceLink, PlaceClosure, PlaceOutline, PlaceSuccessor)


def write_table(path, columns, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


class Tables:
    """A directory of tables. Change rows by code, then load."""

    def __init__(self, directory):
        self.directory = directory
        self.rows = {row["code"]: dict(row) for row in ROWS}
        self.columns = list(COLUMNS)
        self.census = {}
        self.topology = topology({"E07000001": [[SQUARE]]}, scale=0.1, origin=(-3, 53))

    def with_census(self):
        """Add a neighbourhood of three small areas, one of which lies in another board than its ward says."""
        self.census = {row["code"]: dict(row) for row in CENSUS}
        return self

    def with_end(self, **cells):
        """Add a district that was merged into Middleton."""
        self.columns = [*COLUMNS, *OPTIONAL_COLUMNS]
        old = {"code": "E07000005", "kind": "district", "name": "Oldtown", "parents": "E07000001"}
        end = {"former_names": "Old Town", "ended_on": "2023-03-31", "successors": "E07000001"}
        self.rows["E07000005"] = old | end | cells
        return self

    def write(self):
        write_table(self.directory / PLACES, self.columns, self.rows.values())
        if self.census:
            write_table(self.directory / SMALL_AREAS, SMALL_AREA_COLUMNS, self.census.values())
        outlines = self.directory / OUTLINES
        if self.topology is None:
            outlines.unlink(missing_ok=True)
        else:
            outlines.write_text(json.dumps(self.topology), encoding="utf-8")
        return self.directory

    def load(self, **options):
        """Write the tables, load them, and return what the command said."""
        said = io.StringIO()
        call_command("load_places", self.write(), stdout=said, **options)
        return said.getvalue()


def everything():
    """All rows of all tables, ids included."""
    return {model.__name__: sorted(model.objects.values_list()) for model in STORED}


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path)


@pytest.fixture
def stored():
    """A function that returns all that the database holds about places."""
    return everything
