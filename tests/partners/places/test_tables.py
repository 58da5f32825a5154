"""What is wrong with a table is said with file, line and column, and what to do."""

from datetime import date

import pytest

from partners.places.cells import BadTableError
from partners.places.tables import read_tables

WARD = "E05000002"  # on line 8


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"code": "E0500"}, "line 8, column code: 'E0500' is no code of a place"),
        ({"code": "E99999999"}, "line 8, column code: 'E99999999' is no code of a place"),
        ({"code": "E07000001"}, "line 8, column code: E07000001 is already on line 6"),
        ({"code": "E07000009"}, "line 8, column code: E07000009 is already on line 6"),
        ({"former_codes": "E05000001"}, "line 8, column former_codes: E05000001 is already on line 7"),
        ({"former_codes": "W15"}, "line 8, column former_codes: 'W15' is no code"),
        (
            {"kind": "village"},
            "line 8, column kind: 'village' is no kind of place. Use one of country, region",
        ),
        ({"name": " "}, "line 8, column name: the cell is empty"),
        ({"name": "n" * 121}, "line 8, column name: 'nnnnnnnnnnnnnnnnnnnn…' is longer than 120"),
        ({"latitude": "north", "longitude": "1"}, "line 8, column latitude: 'north' is no number"),
        ({"latitude": "nan", "longitude": "1"}, "line 8, column latitude: 'nan' is no number"),
        ({"latitude": "91", "longitude": "1"}, "line 8, column latitude: 91 is not between -90 and 90"),
        ({"latitude": "53"}, "line 8, column latitude: give both"),
        ({"population": "many"}, "line 8, column population: 'many' is no number"),
        ({"population": "1.5"}, "line 8, column population: '1.5' is no whole number of people"),
        ({"population": "-3"}, "line 8, column population: '-3' is no whole number of people"),
        ({"parents": "E07000002"}, "line 8, column parents: no line has the code E07000002"),
        ({"parents": "E07"}, "line 8, column parents: 'E07' is no code"),
        ({"parents": "E07000001:0"}, "line 8, column parents: the share 0 is not more than 0"),
        ({"parents": "E07000001:1.01"}, "line 8, column parents: the share 1.01 is not more than 0"),
        ({"parents": "E07000001:half"}, "line 8, column parents: 'half' is no number"),
        ({"parents": "E07000001 E07000001"}, "line 8, column parents: E07000001 is there twice"),
        ({"parents": WARD}, "line 8, column parents: these places lie inside each other in a circle"),
    ],
)
def test_a_bad_cell_is_named(tables, cells, complaint):
    tables.rows[WARD] |= cells
    with pytest.raises(BadTableError) as caught:
        read_tables(tables.write())
    assert str(caught.value).startswith(f"places.csv, {complaint}")
    assert str(caught.value).endswith(".")


def test_a_circle_names_its_places(tables):
    tables.rows["E92000001"]["parents"] = "E07000001"
    with pytest.raises(BadTableError, match=r"line 2, column parents: .* in a circle: .*E12000001"):
        read_tables(tables.write())


def test_a_missing_column_is_named(tables):
    tables.columns.remove("parents")
    with pytest.raises(BadTableError, match=r"places\.csv, line 1, column parents: this column is missing"):
        read_tables(tables.write())


@pytest.mark.parametrize("line", ["E05000003,,ward,Too few", "E05000003,,ward,Many,,,,,,,,,,,"])
def test_a_line_with_the_wrong_number_of_cells_is_named(tables, line):
    file = tables.write() / "places.csv"
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(BadTableError, match=r"line 9: the line has more or fewer cells"):
        read_tables(file.parent)


def test_other_encodings_are_refused(tables):
    file = tables.write() / "places.csv"
    file.write_bytes(file.read_bytes().replace(b"Park", "Pârc".encode("latin-1")))
    with pytest.raises(BadTableError, match="no UTF-8 table"):
        read_tables(file.parent)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"type":\n"Topology",}', r"outlines\.json, line 2, column 12: this is no JSON"),
        ('{"type": "FeatureCollection"}', r"outlines\.json, line 1: this is no TopoJSON"),
        ("[]", r"outlines\.json, line 1: this is no TopoJSON"),
    ],
)
def test_a_bad_outline_file_is_named(tables, text, complaint):
    directory = tables.write()
    (directory / "outlines.json").write_text(text)
    with pytest.raises(BadTableError, match=complaint):
        read_tables(directory)


def test_an_outline_of_no_known_place_is_named(tables):
    del tables.rows["E07000001"]
    for ward in ("E05000001", "E05000002"):
        tables.rows[ward]["parents"] = ""
    with pytest.raises(BadTableError, match="no place has the code E07000001"):
        read_tables(tables.write())


def test_good_tables_are_read(tables):
    found = read_tables(tables.write())
    row = next(row for row in found.places if row.code == "E07000001")
    assert row.former_codes == ("E07000009",)
    assert (row.latitude, row.longitude, row.population) == (53.5, -2.25, 1000)
    assert row.parents == {"E12000001": 1.0, "E54000001": 0.5, "E54000002": 0.5}
    assert list(found.outlines) == ["E07000001"]


def test_a_byte_order_mark_does_no_harm(tables):
    file = tables.write() / "places.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(read_tables(file.parent).places) == 7


def test_outlines_may_be_missing(tables):
    tables.topology = None
    assert read_tables(tables.write()).outlines == {}


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"ended_on": "yesterday"}, "column ended_on: 'yesterday' is no date such as 2023-03-31"),
        ({"ended_on": "2023-02-31"}, "column ended_on: '2023-02-31' is no date"),
        ({"ended_on": ""}, "column ended_on: a place with successors has ended. Write on which day"),
        ({"successors": "E07000099"}, "column successors: no line has the code E07000099"),
        ({"successors": "E07"}, "column successors: 'E07' is no code of a place"),
        ({"successors": "E07000001:0"}, "column successors: the share 0 is not more than 0"),
        (
            {"successors": "E07000001:0.5 E05000001:0.6"},
            "column successors: the shares of the successors come",
        ),
        ({"successors": "E07000001:0.5 E07000001:0.5"}, "column successors: E07000001 is there twice"),
        ({"successors": "E07000005"}, "column successors: these places follow each other in a circle"),
        (
            {"former_names": "|".join(str(number) * 40 for number in range(11))},
            "column former_names: these are",
        ),
    ],
)
def test_a_bad_end_is_named(tables, cells, complaint):
    with pytest.raises(BadTableError) as caught:
        read_tables(tables.with_end(**cells).write())
    assert str(caught.value).startswith(f"places.csv, line 9, {complaint}")
    assert str(caught.value).endswith(".")


def test_an_end_and_other_names_are_read(tables):
    tables.with_end(former_names=" Old Town |Oldton|Old Town|", successors="E07000001:0.7 E05000002:0.3")
    row = next(row for row in read_tables(tables.write()).places if row.code == "E07000005")
    assert row.former_names == "Old Town|Oldton"
    assert row.ended_on == date(2023, 3, 31)
    assert row.successors == {"E07000001": 0.7, "E05000002": 0.3}


@pytest.mark.parametrize(
    ("code", "cells", "complaint"),
    [
        ("E02000001", {"name": ""}, "line 2, column name: the cell is empty"),
        ("E02000001", {"latitude": "north"}, "line 2, column latitude: 'north' is no number"),
        ("E02000001", {"longitude": ""}, "line 2, column latitude: give both"),
        ("E02000001", {"parents": "E12000001"}, "line 2, column parents: none of these is a district"),
        ("E01000001", {"official_name": ""}, "line 3, column official_name: the cell is empty"),
        ("E01000001", {"official_name": "long"}, "line 3, column official_name: 'long…' is longer than 3"),
        ("E01000001", {"parents": "E05000001"}, "line 3, column parents: exactly one of these must be"),
        ("E01000001", {"parents": "E02000001 E05000099"}, "line 3, column parents: no line has the code"),
        ("E01000001", {"code": "E0100000X"}, "line 3, column name: the cell is empty"),
        ("E01000002", {"code": "E01000001"}, "line 4, column code: E01000001 is already on line 3."),
    ],
)
def test_a_bad_cell_of_a_census_area_is_named(tables, code, cells, complaint):
    tables.with_census().census[code] |= cells
    with pytest.raises(BadTableError) as caught:
        read_tables(tables.write())
    assert str(caught.value).startswith(f"small_areas.csv, {complaint}")
    assert str(caught.value).endswith(".")


def test_a_code_that_both_tables_have_is_named(tables):
    quay = tables.with_census().census["E02000001"]
    tables.census = {"E05000001": quay | {"code": "E05000001"}}
    with pytest.raises(
        BadTableError, match=r"small_areas\.csv, line 2, column code: .* line 7 of places\.csv"
    ):
        read_tables(tables.write())


def test_census_areas_are_read_with_what_the_table_leaves_out(tables):
    rows = {row.code: row for row in read_tables(tables.with_census().write()).places}
    quay = rows["E02000001"]
    assert (quay.kind, quay.name, quay.name_cy) == ("msoa", "Quay & Mills", "Cei")
    assert (quay.former_names, quay.qualifier) == ("Middleton 001", "Middleton")
    assert quay.parents == {"E07000001": 1, "E05000001": 0.3333, "E05000002": 0.6667}
    small = rows["E01000003"]
    assert (small.kind, small.name, small.latitude) == ("lsoa", "Middleton 001C", None)
    assert small.parents == {"E02000001": 1, "E05000002": 1, "E54000002": 1}


def test_the_order_of_census_areas_does_not_matter(tables):
    expected = read_tables(tables.with_census().write()).places
    tables.census = dict(reversed(tables.census.items()))
    found = read_tables(tables.write()).places
    assert {row._replace(line=0) for row in map(hashable, found)} == {
        row._replace(line=0) for row in map(hashable, expected)
    }


def hashable(row):
    return row._replace(parents=frozenset(row.parents.items()), successors=frozenset(row.successors.items()))


def test_wards_of_another_district_do_not_count_for_a_redrawn_neighbourhood(tables):
    tables.with_census()
    tables.rows["E07000002"] = {"code": "E07000002", "kind": "district", "name": "Elsewhere"}
    tables.rows["E05000002"]["parents"] = "E07000002"
    rows = {row.code: row for row in read_tables(tables.write()).places}
    assert rows["E02000001"].parents == {"E07000001": 1, "E05000001": 1}
