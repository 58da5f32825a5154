"""A small country and its next edition, as tables; and what people have filed there."""

import copy
import csv
import io

from django.core.management import call_command

from partners.places.models import Place
from partners.places.tables import PLACES

COLUMNS = (
    "code",
    "former_codes",
    "former_names",
    "kind",
    "name",
    "name_cy",
    "latitude",
    "longitude",
    "qualifier",
    "parents",
    "population",
    "ended_on",
    "successors",
)
REGION = "E12000001"
DISTRICTS = {
    "E07000001": "Aston",
    "E07000002": "Barton",
    "E07000003": "Carlton",
    "E07000004": "Denton",
    **{f"E07{number:06}": f"Stay {number}" for number in range(11, 21)},
}
WARDS = {  # code: name, district
    "E05000001": ("Abbey", "E07000001"),
    "E05000002": ("Bridge", "E07000001"),
    "E05000003": ("Castle", "E07000002"),
    "E05000004": ("Dock", "E07000003"),
    "E05000005": ("Elm", "E07000004"),
    **{f"E05{number:06}": (f"Fen {number}", "E07000011") for number in range(11, 21)},
}
NEW_DISTRICTS = {"E06000101": "North Vale", "E06000102": "South Vale"}
INTO = {  # where the four districts go
    "E07000001": "E06000101",
    "E07000002": "E06000101",
    "E07000003": "E06000102",
    "E07000004": "E06000102",
}
SPLIT = {"E05000101": "Abbey East", "E05000102": "Abbey West", "E05000103": "Abbey Park"}


def base_rows():
    """The country as it is first loaded: a region, 14 districts, 15 wards."""
    rows = [
        {"code": "E92000001", "kind": "country", "name": "England"},
        {"code": REGION, "kind": "region", "name": "North", "parents": "E92000001"},
    ]
    rows += [
        {"code": code, "kind": "district", "name": name, "parents": REGION}
        for code, name in DISTRICTS.items()
    ]
    rows += [ward(code, name, district, DISTRICTS[district]) for code, (name, district) in WARDS.items()]
    return {row["code"]: row for row in rows}


def ward(code, name, district, qualifier):
    return {"code": code, "kind": "ward", "name": name, "qualifier": qualifier, "parents": district}


def next_rows():
    """The next edition.

    Four districts become two; the ward of Abbey is split in three; Bridge is renamed Bridge End; Castle
    has a new code; Dock and Elm lie in the new districts; Stay 20 has ended, and nobody says where it went.
    """
    rows = copy.deepcopy(base_rows())
    for code, heir in INTO.items():
        rows[code] |= {"ended_on": "2026-05-01", "successors": heir}
    for code, name in NEW_DISTRICTS.items():
        rows[code] = {"code": code, "kind": "district", "name": name, "parents": REGION}
    shares = dict(zip(SPLIT, (0.5, 0.3, 0.2), strict=True))
    heirs = " ".join(f"{code}:{share}" for code, share in shares.items())
    rows["E05000001"] |= {"ended_on": "2026-05-01", "successors": heirs}
    for code, name in SPLIT.items():
        rows[code] = ward(code, name, "E06000101", "North Vale")
    rows["E05000002"] |= {"name": "Bridge End", "parents": "E06000101", "qualifier": "North Vale"}
    castle = rows.pop("E05000003") | {"code": "E05000203", "former_codes": "E05000003"}
    rows["E05000203"] = castle | {"parents": "E06000101", "qualifier": "North Vale"}
    for code in ("E05000004", "E05000005"):
        rows[code] |= {"parents": "E06000102", "qualifier": "South Vale"}
    del rows["E07000020"]
    return rows


class Delivery:
    """A directory of tables that can be loaded as an edition."""

    def __init__(self, directory, rows):
        self.directory = directory
        self.rows = rows
        directory.mkdir(exist_ok=True)

    def write(self):
        with (self.directory / PLACES).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(self.rows.values())
        return self.directory

    def load(self, edition=None, **options):
        """Write the tables, load them, and return what the command said without its last line."""
        said = io.StringIO()
        call_command("load_places", self.write(), edition=edition, stdout=said, **options)
        return "\n".join(said.getvalue().splitlines()[:-1])


def place(code):
    """The place that has, or once had, a code."""
    return Place.objects.with_code(code).get()
