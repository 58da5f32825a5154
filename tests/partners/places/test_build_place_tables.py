"""Tables made from a small country in the official formats."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from partners.places.tables import read_tables
from partners.places.topology import geometries
from tests.partners.places.sources import write_sources

shapely = pytest.importorskip("shapely")


def build(source, output):
    said = io.StringIO()
    call_command("build_place_tables", source, output=output, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    directory = tmp_path_factory.mktemp("built")
    said = build(write_sources(tmp_path_factory.mktemp("source")), directory)
    assert said.startswith("38 places, 6 former codes, 13 organisations, ")
    return directory


@pytest.fixture(scope="module")
def rows(built):
    return {row.code: row for row in read_tables(built).places}


@pytest.fixture(scope="module")
def bodies(built):
    with (built / "organisations.csv").open(encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def shapes(built):
    return drawn(built / "outlines.json")


def drawn(file):
    return {
        code: shapely.geometry.shape(geometry) for code, geometry in geometries(json.loads(file.read_text()))
    }


@pytest.mark.parametrize(
    ("code", "parents"),
    [
        ("E07000001", {"E10000001": 1, "E22000030": 1, "E23000001": 1, "E54000001": 1}),
        ("E06000002", {"E12000001": 1, "E47000001": 1, "E23000001": 1, "E54000001": 0.5, "E54000009": 0.5}),
        ("S12000004", {"S92000003": 1, "S23000009": 1, "S08000001": 1}),
        ("E10000001", {"E12000001": 1, "E23000001": 1, "E54000001": 1}),
        (
            "E47000001",
            {
                "E12000001": 0.75,
                "E12000002": 0.25,
                "E92000001": 1,
                "E23000001": 1,
                "E54000001": 0.375,
                "E54000009": 0.625,
            },
        ),
        ("E54000001", {"E12000001": 1}),
        ("E54000009", {"E12000001": 0.6, "E12000002": 0.4, "E92000001": 1}),
        ("E23000001", {"E12000001": 0.8, "E12000002": 0.2, "E92000001": 1}),
        ("S23000009", {"S92000003": 1}),
        ("E12000001", {"E92000001": 1}),
        ("E92000001", {}),
        ("E05000001", {"E07000001": 1}),
        ("E05000002", {"E06000002": 1, "E54000001": 1, "E22000010": 1}),
        (
            "E05000003",
            {
                "E06000002": 1,
                "E54000001": 0.3333,
                "E54000009": 0.6667,
                "E22000010": 0.3333,
                "E22000020": 0.6667,
            },
        ),
        ("S08000001", {"S23000009": 1, "S92000003": 1}),
    ],
)
def test_links(rows, code, parents):
    assert rows[code].parents == parents


@pytest.mark.parametrize(
    ("code", "parents"),
    [
        # A partnership of whole districts holds them, and lies in what they lie in.
        ("E22000030", {"E10000001": 1, "E12000001": 1, "E23000001": 1, "E54000001": 1}),
        # One of a former district lies in the district of today.
        ("E22000010", {"E06000002": 1}),
        # One of a whole district and a former one lies in both, by small areas.
        (
            "E22000020",
            {
                "E06000002": 0.5,
                "E06000003": 0.5,
                "E12000001": 0.5,
                "E12000002": 0.5,
                "E47000001": 1,
                "E23000001": 1,
                "E54000001": 0.25,
                "E54000009": 0.75,
                "E92000001": 1,
            },
        ),
    ],
)
def test_safety_partnerships(rows, code, parents):
    assert rows[code].parents == parents


@pytest.mark.parametrize(
    ("code", "parents"),
    [
        ("E02000001", {"E07000001": 1, "E05000001": 1}),
        (
            "E02200002",
            {"E06000002": 1, "E05000002": 0.5, "E05000003": 0.5, "E54000001": 1, "E22000010": 1},
        ),
        ("E02100003", {"E06000002": 1, "E05000003": 1, "E54000009": 1, "E22000020": 1}),
        ("N21000005", {"S12000004": 1}),
        ("E01000001", {"E02000001": 1, "E05000001": 1}),
        ("E01000002", {"E02200002": 1, "E05000002": 1}),
        # Its ward lies in two boards, so it names its own.
        ("E01000003", {"E02200002": 1, "E05000003": 1, "E54000001": 1}),
        # Redrawn into another district than its neighbourhood's.
        (
            "E01000007",
            {
                "E02000001": 1,
                "E05000004": 1,
                "E06000003": 1,
                "E12000002": 1,
                "E92000001": 1,
                "E47000001": 1,
                "E23000001": 1,
                "E54000009": 1,
            },
        ),
    ],
)
def test_census_areas(rows, code, parents):
    assert rows[code].parents == parents


def test_census_neighbourhoods_have_the_names_that_people_use(rows):
    quay = rows["E02200002"]
    assert (quay.name, quay.name_cy, quay.qualifier) == ("Old Quay & Mills", "Hen Gei a Melinau", "Barton")
    assert quay.former_names == "Oldtown 001"
    assert rows["E02100003"].name_cy == ""
    assert (rows["N21000005"].name, rows["N21000005"].former_names) == ("Dunsilly A", "")
    assert rows["E01000003"].name == "Oldtown 001B"
    assert (rows["E02100003"].latitude, rows["E02100003"].longitude) == (53.05, 1.0)


def test_former_councils_end_and_say_what_followed(rows):
    oldtown, newtown, county = rows["E07000010"], rows["E07000011"], rows["E10000009"]
    assert (oldtown.kind, oldtown.name, oldtown.ended_on) == ("district", "Oldtown", date(2023, 3, 31))
    assert oldtown.successors == oldtown.parents == {"E06000002": 1}
    assert newtown.ended_on == date(2019, 3, 31)
    assert newtown.successors == {"E07000010": 1}
    assert newtown.parents == {"E07000010": 1, "E06000002": 1}
    assert county.kind == "county"
    assert county.successors == {"E06000002": 0.75, "E06000003": 0.25}
    assert county.parents == {
        **county.successors,
        "E12000001": 0.75,
        "E12000002": 0.25,
        "E92000001": 1,
        "E47000001": 1,
        "E23000001": 1,
        "E54000001": 0.375,
        "E54000009": 0.625,
    }


def test_a_point_outside_what_a_council_became_is_left_out(rows):
    assert (rows["E07000010"].latitude, rows["E07000010"].longitude) == (53.05, 0.12346)
    assert (rows["E07000011"].latitude, rows["E07000011"].longitude) == (None, None)


def test_other_names_are_those_that_are_no_slips(rows):
    assert rows["E07000001"].former_names == "Aston City|The City of Aston"
    assert (rows["E06000002"].name_cy, rows["E06000002"].former_names) == (
        "Bartwn",
        "Sir Ynys Môn|Barton County",
    )


@pytest.mark.parametrize(
    ("code", "former"),
    [
        ("E06000002", ("E06000077", "E06000088", "E06000099")),
        ("S12000004", ("S12000001",)),
        ("E54000009", ("E54000007",)),
        ("E05000002", ("E05000009",)),
        ("E05000003", ()),
        ("E07000001", ()),
    ],
)
def test_former_codes(rows, code, former):
    assert rows[code].former_codes == former


def test_names_points_and_people(rows):
    aston = rows["E07000001"]
    assert (aston.name, aston.latitude, aston.longitude, aston.population) == ("Aston", 53.12346, 0.05, 100)
    ward = rows["E05000001"]
    assert (ward.name, ward.name_cy, ward.qualifier, ward.longitude) == ("Ward 1", "", "Aston", -7e-05)
    assert rows["E05000002"].name_cy == "Ward y 2"
    assert rows["E12000001"].population == 400
    assert rows["E54000001"].population is None
    assert (rows["E92000001"].latitude, rows["E92000001"].longitude) == (53.05, 0.15)


def test_bodies(bodies):
    assert bodies["Aston City Council"] == {
        "kind": "council",
        "name": "Aston City Council",
        "identifiers": "GB-LAE:AST XI-WIKIDATA:Q1",
        "website": "https://www.aston.example",
        "serves": "E07000001",
    }
    assert bodies["Barton Council"]["serves"] == "E06000002"
    assert bodies["Grand Authority"]["serves"] == "E12000001"
    assert bodies["Bart and Carl Authority"]["serves"] == "E47000001"
    assert bodies["Duns Council"]["website"] == "http://duns.example"
    assert bodies["NHS East Board"]["identifiers"] == "GB-NHS:QBB"
    assert bodies["Aston and the East NHS Trust"]["serves"] == "E54000009"
    assert bodies["Mental Health of Barton NHS Trust"]["serves"] == ""
    assert bodies["Allshire Police"]["identifiers"] == "police.uk:allshire"
    assert bodies["Ruritania Police"]["serves"] == "E92000001"


def test_bodies_that_are_no_more_are_left_out(bodies):
    assert not {"Old Council", "Gone Authority", "Closed NHS Trust"} & set(bodies)


def test_every_body_has_an_identifier_to_be_found_by(bodies):
    assert bodies["Police Scotland"]["identifiers"] == "commonweal:police-scotland"
    assert all(body["identifiers"] for body in bodies.values())


def test_outlines_fit_together(shapes):
    assert shapes["E12000001"].equals(shapes["E07000001"].union(shapes["E06000002"]))
    assert shapes["E07000001"].intersection(shapes["E06000002"]).area == 0
    assert shapes["S23000009"].equals(shapes["S12000004"])
    assert all(shape.is_valid for shape in shapes.values())
    assert "E05000777" not in shapes


def test_bigger_places_made_of_whole_districts_have_outlines(shapes):
    assert shapes["S08000001"].equals(shapes["S12000004"])
    assert shapes["E22000030"].equals(shapes["E07000001"])
    assert "E22000020" not in shapes


def test_small_areas_are_drawn_on_a_finer_grid(built):
    small = drawn(built / "small_outlines.json")
    assert list(small) == ["E01000001"]
    assert small["E01000001"].bounds == pytest.approx((0.0002, 53.0, 0.1002, 53.1), abs=1e-9)


def test_a_district_with_two_boards_is_divided_between_its_small_areas(shapes):
    both = shapes["E54000001"].union(shapes["E54000009"])
    assert shapes["E54000001"].bounds == pytest.approx((0.0, 53.0, 0.15, 53.1), abs=0.001)
    assert shapes["E54000001"].intersection(shapes["E54000009"]).area == 0
    assert both.equals(shapes["E12000001"].union(shapes["E12000002"]))


def test_the_same_sources_give_the_same_bytes(built, tmp_path_factory):
    again = tmp_path_factory.mktemp("again")
    build(write_sources(tmp_path_factory.mktemp("source")), again)
    for name in ("places.csv", "organisations.csv", "outlines.json", "figures.csv"):
        assert (again / name).read_bytes() == (built / name).read_bytes()


@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("geography/wards_uk_2025.csv", "E05000002", "E99999999", "line 3, column ward25_code: 'E99999999'"),
        ("geography/wards_uk_2025.csv", "S12000004", "S12000999", "line 6, column lad25_code: S12000999"),
        (
            "geography/wards_uk_2025.csv",
            "ward25_name,",
            "ward_name,",
            "line 1, column ward25_name: this column",
        ),
        (
            "geography/lsoa_england_wales_2021.csv",
            "53.05",
            "north",
            "line 2, column lat: 'north' is no number",
        ),
        (
            "organisations/police_forces_uk.csv",
            "S23000009",
            "N99999999",
            "column police_force_area_code: 'N99",
        ),
        (
            "boundaries/wards_greater_manchester_2023.geojson",
            "area_code",
            "code",
            "column area_code: this is no",
        ),
        (
            "evidence/indices_of_deprivation_england_lad_2025.csv",
            "Crime",
            "Weather",
            "line 3, column index_domain: 'Weather' is no domain",
        ),
        (
            "evidence/indices_of_deprivation_england_lad_2025.csv",
            "E06000099",
            "E05000002",
            "line 4, column area_code: no district",
        ),
        (
            "organisations/councils_uk_current_and_former_mysociety.csv",
            ",30.0",
            ",0.001",
            "line 3, column area: 300 people cannot live on 0.001 km²",
        ),
    ],
)
def test_a_bad_source_is_named_and_nothing_is_written(tmp_path, file, before, after, complaint):
    source = write_sources(tmp_path)
    text = (source / file).read_text()
    assert before in text
    (source / file).write_text(text.replace(before, after))
    with pytest.raises(CommandError, match=complaint) as caught:
        build(source, tmp_path / "output")
    assert str(caught.value).startswith(file.split("/")[1])
    assert not (tmp_path / "output").exists()


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(CommandError, match="lsoa_england_wales_2021"):
        build(tmp_path, tmp_path / "output")


def test_postcodes_have_todays_wards_and_northern_ireland_no_points(built):
    assert (built / "postcodes_trafford.csv").read_text().splitlines() == [
        "postcode,ward,latitude,longitude",
        "M33 7PF,E05000001,53.4200,-2.3200",
        "M33 7PG,E05000002,53.4200,-2.3200",
    ]
    assert (built / "postcode_districts.csv").read_text().splitlines() == [
        "district,latitude,longitude,place",
        "BT1,,,S12000004",
        "M33,53.4205,-2.3250,E06000002",
    ]


def test_figures_stand_beside_todays_codes_and_what_is_not_known_is_empty(built):
    lines = (built / "figures.csv").read_text().splitlines()
    assert lines == [
        "code,income,employment,education,health,crime,housing,surroundings,people,density,deprivation,children,"
        "older_people",
        "E06000002,0.1,,,,,,,300,10,,,",
        "E07000001,0.357,,,,-0.987,,,100,12.5,,,",
    ]
