"""A small country in the official formats: four districts in a row, and one across the border."""

import csv
import json

FOUR = {  # code: name, region, county, combined authority, police, people, west edge
    "E07000001": ("Aston, City of", "E12000001", "E10000001", "", "E23000001", 100, 0.0),
    "E06000002": ("Barton", "E12000001", "", "E47000001", "E23000001", 300, 0.1),
    "E06000003": ("Carlton", "E12000002", "", "E47000001", "E23000001", 100, 0.2),
    "S12000004": ("Duns", "", "", "", "", 50, 0.3),
}
NAMES = {
    "E12000001": "North",
    "E12000002": "South",
    "E10000001": "Astonshire",
    "E47000001": "Bart and Carl",
    "E23000001": "Allshire",
    "E92000001": "England",
    "S92000003": "Scotland",
    "": "",
}
COUNTRIES = {"E": "E92000001", "S": "S92000003"}
SMALL_AREAS = [  # former ward, ward, district, board, longitude, name, neighbourhood
    ("E05000001", "E05000001", "E07000001", "E54000001", 0.05, "Aston 001A", "E02000001"),
    ("E05000009", "E05000002", "E06000002", "E54000001", 0.12, "Oldtown 001A", "E02200002"),
    ("E05000003", "E05000003", "E06000002", "E54000001", 0.14, "Oldtown 001B", "E02200002"),
    ("E05000003", "E05000003", "E06000002", "E54000009", 0.16, "Newtown 001A", "E02100003"),
    ("E05000003", "E05000003", "E06000002", "E54000009", 0.18, "Newtown 001B", "E02100003"),
    ("E05000004", "E05000004", "E06000003", "E54000009", 0.25, "Carlton 001A", "E02100004"),
    ("E05000004", "E05000004", "E06000003", "E54000009", 0.29, "Aston 001B", "E02000001"),  # redrawn
]
NEIGHBOURHOODS = [  # code, official name, name that people use, name in Welsh, district
    ("E02000001", "Aston 001", "Aston Park", "", "E07000001"),
    ("E02200002", "Oldtown 001", "Old Quay & Mills", "Hen Gei a Melinau", "E06000002"),
    ("E02100003", "Newtown 001", "New Quay", "New Quay", "E06000002"),
    ("E02100004", "Carlton 001", "Carlton", "", "E06000003"),
    ("N21000005", "Dunsilly_A", "Dunsilly_A", "", "S12000004"),
]
PARTNERSHIPS = [  # district, partnership
    ("E07000001", "E22000030", "Aston, City of"),
    ("E06000099", "E22000010", "Oldtown"),
    ("E06000099", "E22000020", "Carlton"),
    ("E06000003", "E22000020", "Carlton"),
]
LOST = "\u00ef\u00bf\u00bd"  # what is left of a letter that went through the wrong encoding twice
HEALTH_BOARDS = {"S12000004": ("S08000001", "NHS Duns"), "E06000003": ("BHSCT", "Belfast")}
WARDS = {
    "E05000001": "E07000001",
    "E05000002": "E06000002",
    "E05000003": "E06000002",
    "E05000004": "E06000003",
    "S13000005": "S12000004",
}


def write_sources(directory):
    """Write every file that building reads."""
    for part in ("geography", "boundaries", "organisations", "evidence"):
        (directory / part).mkdir()
    write_places(directory / "geography")
    write_shapes(directory / "boundaries")
    write_bodies(directory / "organisations")
    write_evidence(directory / "evidence")
    return directory


def write_table(file, rows):
    with file.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)


def write_postcodes(directory):
    columns = ("outcode", "lat", "long", "lad25_code_at_centroid")
    districts = [
        ("M33", "53.42054", "-2.325", "E06000002"),
        ("BT1", "54.6", "-5.9", "S12000004"),
        ("GY1",) * 4,
    ]
    write_table(
        directory / "postcode_districts_uk_2017.csv",
        [dict(zip(columns, (*row[:3], "" if row[0] == "GY1" else row[3]), strict=True)) for row in districts],
    )
    points = [("M33 7PG", "E05000009"), ("M33 7PF", "E05000001")]
    write_table(
        directory / "postcodes_trafford_feb2025.csv",
        [{"postcode": code, "ward_code": ward, "lat": "53.42", "lon": "-2.32"} for code, ward in points],
    )


def write_places(directory):
    write_table(
        directory / "local_authority_districts_uk_hierarchy_2025.csv",
        [
            {
                "lad25_code": code,
                "lad24_code": "E06000099" if code == "E06000002" else code,
                "lad_name": name,
                "country_code": COUNTRIES[code[0]],
                "country_name": NAMES[COUNTRIES[code[0]]],
                "region_code": region,
                "region_name": NAMES[region],
                "county_code": county,
                "county_name": NAMES[county],
                "combined_authority_2025_code": authority,
                "combined_authority_2025_name": NAMES[authority],
                "police_force_area_code": police,
                "police_force_area_name": NAMES[police],
                "health_board_code": HEALTH_BOARDS.get(code, ("", ""))[0],
                "health_board_name": HEALTH_BOARDS.get(code, ("", ""))[1],
                "lat": "53.123456789",
                "long": west + 0.05,
                "population_2020": f"{people}.0",
            }
            for code, (name, region, county, authority, police, people, west) in FOUR.items()
        ],
    )
    write_table(
        directory / "wards_uk_2025.csv",
        [
            {
                "ward25_code": ward,
                "ward25_name": f"Ward {ward[-1]}",
                "ward25_name_welsh": "Ward 1" if ward == "E05000001" else f"Ward y {ward[-1]}",
                "lad25_code": district,
                "lat": "53.1",
                "long": "-7e-05",
            }
            for ward, district in WARDS.items()
        ],
    )
    write_postcodes(directory)
    write_table(
        directory / "lsoa_england_wales_2021.csv",
        [
            {
                "lsoa21_code": f"E0100000{number}",
                "lsoa21_name": name,
                "msoa21_code": neighbourhood,
                "ward24_code": former,
                "ward25_code": ward,
                "lad25_code": district,
                "icb24_code": board,
                "lat": "53.05",
                "long": longitude,
            }
            for number, (former, ward, district, board, longitude, name, neighbourhood) in enumerate(
                SMALL_AREAS, start=1
            )
        ],
    )
    write_groups(directory)
    write_table(
        directory / "integrated_care_boards_2024.csv",
        [
            {"icb24_code": "E54000001", "icb24_ods_code": "QAA", "icb24_name": "NHS West Board"},
            {"icb24_code": "E54000009", "icb24_ods_code": "QBB", "icb24_name": "NHS East Board"},
        ],
    )


def write_groups(directory):
    """Write the lists of what small areas and districts form together."""
    columns = ("msoa21_code", "msoa21_name", "neighbourhood_name", "neighbourhood_name_welsh", "lad25_code")
    write_table(
        directory / "neighbourhoods_msoa_2021.csv",
        [dict(zip(columns, row, strict=True)) | {"lat": "53.05", "long": "1.0"} for row in NEIGHBOURHOODS],
    )
    columns = ("lad24_code", "csp24_code", "csp24_name")
    write_table(
        directory / "lookup_lad2024_community_safety_partnership_police_2024.csv",
        [dict(zip(columns, row, strict=True)) for row in PARTNERSHIPS],
    )


def square(west):
    edges = (west, 53.0, west + 0.1, 53.1)
    ring = [(edges[x], edges[y]) for x, y in ((0, 1), (2, 1), (2, 3), (0, 3), (0, 1))]
    return {"type": "Polygon", "coordinates": [ring]}


def write_features(file, shapes):
    features = [
        {"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in shapes
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_shapes(directory):
    write_features(
        directory / "local_authority_districts_uk_2024.geojson",
        [({"code": code}, square(facts[-1])) for code, facts in FOUR.items()],
    )
    write_features(
        directory / "integrated_care_boards_england_2022.geojson",
        [({"code": "E54000007", "icb24_code": "E54000009"}, None)],
    )
    write_features(
        directory / "wards_greater_manchester_2023.geojson",
        [({"area_code": "E05000001"}, square(0.0)), ({"area_code": "E05000777"}, square(0.1))],
    )
    write_features(
        directory / "lsoa_trafford_2021.geojson",
        [({"area_code": "E01000001"}, square(0.00019)), ({"area_code": "E01000777"}, square(0.1))],
    )


def write_bodies(directory):
    write_table(
        directory / "councils_uk_current_and_former_mysociety.csv",
        [
            council("AST", "Aston City Council", "E07000001", area="8.0")
            | {"alt-names": "Aston UA,Aston, City of,aston cuty,The City of Aston Council,South Council"},
            council("BAR", "Barton Council", "E06000099", former="E06000088,E06000077", area="30.0")
            | {"nation": "Wales", "alt-names": f"Bar-ton,Bartwn,{LOST}Ynys,Sir Ynys M{LOST}n,Barton County"},
            council("ASS", "Astonshire County Council", "E10000001"),
            council("GRA", "Grand Authority", "E61000001"),
            council("OLD", "Old Council", "E06000003", current="False", area="10"),
            *ended_councils(),
            council("NEW", "Duns Council", "S12000004", former="S12000001"),
            council("GON", "Gone Authority", "E47000010"),
        ],
    )
    write_table(
        directory / "councils_england_websites_planning_data.csv",
        [
            planned("AST", "E07000001", "http://aston.example", wikidata="Q1"),
            planned("GRA", "E12000001", "https://grand.example"),
            planned(
                "BCA", "E47000001", "https://bartcarl.example", kind="COMB", name="Bart and Carl Authority"
            ),
            planned("XXX", "E06000003", "https://ended.example", ended="2020-01-01"),
        ],
    )
    write_table(
        directory / "councils_uk_govuk_homepages.csv",
        [
            {"gss": "E07000001", "homepage_url": "https://www.aston.example"},
            {"gss": "S12000001", "homepage_url": "http://duns.example"},
        ],
    )
    write_table(
        directory / "councils_orgid_to_gss.csv",
        [
            {"org_id": "GB-LAE-AST", "gss_code": "E07000001", "active": "TRUE"},
            {"org_id": "GB-LAE-OLD", "gss_code": "E07000001", "active": "FALSE"},
        ],
    )
    write_table(
        directory / "nhs_trusts_england_2022.csv",
        [
            trust("Aston And The East NHS Trust", "R01", board="E54000007"),
            trust("Mental Health Of Barton NHS Trust", "R02"),
            trust("Closed NHS Trust", "R03", status="closed"),
        ],
    )
    write_table(
        directory / "police_forces_uk.csv",
        [
            force("allshire", "Allshire Police", "E23000001", "E"),
            force("", "Police Scotland", "S23000009", "S"),
            force("ruritania", "Ruritania Police", "", "E"),
        ],
    )


def write_evidence(directory):
    rows = [
        ("E07000001", "Income Deprivation", "0.357"),
        ("E07000001", "Crime", "-0.9870000000000002"),
        ("E06000099", "Income Deprivation", "0.1"),
    ]
    columns = ("area_code", "index_domain", "average_score")
    write_table(
        directory / "indices_of_deprivation_england_lad_2025.csv",
        [dict(zip(columns, row, strict=True)) for row in rows],
    )


def ended_councils():
    """A merger of two steps, and a county that was split."""
    oldtown = council("OTW", "Oldtown", "E07000010", current="False")
    newtown = council("NTW", "Newtown", "E07000011", current="False")
    county = council("OSH", "Oldshire", "E10000009", current="False")
    nameless = council("NON", "Without a code", "", current="False")
    return [
        oldtown | {"end-date": "2023-04-01", "replaced-by": "BAR", "lat": "53.05", "long": "0.123456789"},
        newtown | {"end-date": "2019-03-31", "replaced-by": "OTW", "lat": "50.0", "long": "0.15"},
        county | {"end-date": "2023-03-31", "replaced-by": "BAR,OLD", "local-authority-type": "CTY"},
        nameless | {"end-date": "2015-03-31"},
    ]


def council(reference, name, code, *, former="", current="True", area=""):
    return {
        "local-authority-code": reference,
        "official-name": name,
        "nice-name": name.removesuffix(" Council"),
        "end-date": "",
        "replaced-by": "",
        "nation": "England",
        "local-authority-type": "",
        "alt-names": "",
        "lat": "",
        "long": "",
        "gss-code": code,
        "former-gss-codes": former,
        "current-authority": current,
        "area": area,
    }


def planned(reference, code, website, *, kind="UA", name="Planned", ended="", wikidata=""):
    return {
        "reference": reference,
        "name": name,
        "local-authority-type": kind,
        "statistical-geography": code,
        "end-date": ended,
        "website": website,
        "wikidata": wikidata,
    }


def trust(name, number, *, board="", status="open"):
    return {
        "org_id": f"GB-NHS-{number}",
        "name": name,
        "status": status,
        "main_patient_icb22_code": board,
    }


def force(number, name, code, nation):
    return {
        "police_uk_id": number,
        "force_name": name,
        "police_force_area_code": code,
        "police_force_area_name": NAMES.get(code, "Scotland"),
        "nation": nation,
    }
