"""What the official files say, read with nothing of the code that makes our tables of them."""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

# Where `build_place_tables` reads from; beside the repository unless the environment says otherwise.
SOURCES = Path(os.environ.get("PLACE_SOURCES") or Path(__file__).parents[4] / "shared" / "data")
DISTRICTS = "geography/local_authority_districts_uk_hierarchy_2025.csv"
BOARDS = "geography/lookup_lad2025_to_icb2024_best_fit.csv"
PARTNERSHIPS = "geography/lookup_lad2024_community_safety_partnership_police_2024.csv"
SMALL_AREAS = "geography/lsoa_england_wales_2021.csv"
NEIGHBOURHOODS = "geography/neighbourhoods_msoa_2021.csv"
COUNCILS = "organisations/councils_uk_current_and_former_mysociety.csv"
NATIONAL_POLICE = {"S": "S23000009"}

COLUMNS = {  # kind of place: where the list of districts names the one that a district lies in
    "country": "country_code",
    "region": "region_code",
    "county": "county_code",
    "combined_authority": "combined_authority_2025_code",
    "health_board": "health_board_code",
    "police_force_area": "police_force_area_code",
}


def rows(name):
    """The lines of an official file. Without the files the test is skipped, and says so."""
    file = SOURCES / name
    if not file.exists():
        pytest.skip(
            f"SKIPPED, NOT PROVEN: {name} is not in {SOURCES}. Set PLACE_SOURCES to the official files."
        )
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def districts_say():
    """district → kind of place → codes of what it lies in."""
    said = defaultdict(lambda: defaultdict(set))
    recoded = {}
    for row in rows(DISTRICTS):
        code = row["lad25_code"]
        recoded[row["lad24_code"]] = code
        for kind, column in COLUMNS.items():
            if row[column] and not row[column].endswith("HSCT"):  # trusts without a code
                said[code][kind].add(row[column])
        if code[0] in NATIONAL_POLICE:
            said[code]["police_force_area"].add(NATIONAL_POLICE[code[0]])
    for row in rows(BOARDS):
        said[row["lad25_code"]]["icb"].add(row["icb24_code"])
    for row in rows(PARTNERSHIPS):
        said[recoded[row["lad24_code"]]]["safety_partnership"].add(row["csp24_code"])
    return said
