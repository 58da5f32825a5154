"""What the official files say, read with nothing of the code that makes our tables of them.

Where the files are not at hand, facts are compared with a digest of what the files said: also all of them.
"""

import csv
import hashlib
import os
from collections import defaultdict
from pathlib import Path

# Where `build_place_tables` reads from; beside the repository unless the environment says otherwise.
SOURCES = Path(os.environ.get("PLACE_SOURCES") or Path(__file__).parents[4] / "shared" / "data")
DISTRICTS = "geography/local_authority_districts_uk_hierarchy_2025.csv"
BOARDS = "geography/lookup_lad2025_to_icb2024_best_fit.csv"
PARTNERSHIPS = "geography/lookup_lad2024_community_safety_partnership_police_2024.csv"
SMALL_AREAS = "geography/lsoa_england_wales_2021.csv"
NEIGHBOURHOODS = "geography/neighbourhoods_msoa_2021.csv"
COUNCILS = "organisations/councils_uk_current_and_former_mysociety.csv"

COLUMNS = {  # kind of place: where the list of districts names the one that a district lies in
    "country": "country_code",
    "region": "region_code",
    "county": "county_code",
    "combined_authority": "combined_authority_2025_code",
    "health_board": "health_board_code",
    "police_force_area": "police_force_area_code",
}
NATIONAL_POLICE = {"S": "S23000009"}
DIGESTS = {
    "what_districts_lie_in": "84510bc75b7ebc800987b3b06f4125f5",
    "shares_of_boards": "9d0ea33431d799956a4de18ee637e1cd",
    "what_small_areas_lie_in": "88a0791e2851148c6fdfa390f741186e",
    "names_of_neighbourhoods": "721252b625742d5e19d6887e4b967340",
    "what_followed_councils": "9309d2a398b452305404b110ba81f051",
}


def check(ours, says):
    """Assert that our facts are those of the official files, all of them and no others."""
    if SOURCES.exists():
        said = set(says())
        assert {"too much": ours - said, "missing": said - ours} == {"too much": set(), "missing": set()}
    assert digest(ours) == DIGESTS[says.__name__]


def digest(facts):
    """A number that no other facts have, for practical purposes."""
    lines = sorted("|".join(map(str, fact)) for fact in facts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def rows(name):
    with (SOURCES / name).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def what_districts_lie_in():
    """District, kind of the bigger place, and its code."""
    recoded = {}
    for row in rows(DISTRICTS):
        code = row["lad25_code"]
        recoded[row["lad24_code"]] = code
        for kind, column in COLUMNS.items():
            if row[column] and not row[column].endswith("HSCT"):  # trusts without a code
                yield code, kind, row[column]
        if code[0] in NATIONAL_POLICE:
            yield code, "police_force_area", NATIONAL_POLICE[code[0]]
    for row in rows(BOARDS):
        yield row["lad25_code"], "icb", row["icb24_code"]
    for row in rows(PARTNERSHIPS):
        yield recoded[row["lad24_code"]], "safety_partnership", row["csp24_code"]


def shares_of_boards():
    """District, board, and share of the district, to three decimals."""
    for row in rows(BOARDS):
        yield row["lad25_code"], row["icb24_code"], f"{float(row['share_of_lad_lsoas']):.3f}"


def what_small_areas_lie_in():
    """Small area, neighbourhood, ward, district and, in England, board."""
    for row in rows(SMALL_AREAS):
        columns = ("lsoa21_code", "msoa21_code", "ward25_code", "lad25_code", "icb24_code")
        yield tuple(row[column] for column in columns)


def names_of_neighbourhoods():
    """Neighbourhood, name, Welsh name where it differs, official name, and district."""
    for row in rows(NEIGHBOURHOODS):
        name, official = (row[column].replace("_", " ") for column in ("neighbourhood_name", "msoa21_name"))
        welsh = row["neighbourhood_name_welsh"]
        other = "" if official == name else official
        yield row["msoa21_code"], name, "" if welsh == name else welsh, other, row["lad25_code"]


def what_followed_councils():
    """Ended council and successor, by code; one line for each successor."""
    councils = rows(COUNCILS)
    codes = defaultdict(str, {row["local-authority-code"]: row["gss-code"] for row in councils})
    for row in councils:
        if row["end-date"] and row["gss-code"]:
            for name in row["replaced-by"].split(","):
                yield row["gss-code"], codes[name]
