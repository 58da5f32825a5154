"""Loading a directory of postcodes: editions, mistakes, stops and repetitions."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.places import postcode_services
from partners.places.models import PlaceCode, PostcodeLoad, PostcodePoint
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

HEADER = "pcd,pcds,dointr,doterm,oslaua,osward,lat,long"
ROWS = [
    "M33 7PF,M33 7PF,198001,,E08000009,E05015254,53.42,-2.32",
    "M33 7PG,M33 7PG,198001,201903,E08000009,E05015254,53.43,-2.33",
    "M33 7PH,M33 7PH,198001,,E08000009,E05999999,99.999999,0.000000",
    "BT1 1AA,BT1 1AA,198001,,N09000003,E05015254,54.6,-5.9",
    "JE2 3AB,JE2 3AB,198001,,L99999999,L99999999,99.999999,0.000000",
]


@pytest.fixture(autouse=True)
def district():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


@pytest.fixture(autouse=True)
def ward(district):
    return PlaceFactory(code="E05015254", name="Sale Central", inside=[district])


@pytest.fixture
def load(tmp_path):
    """A function that writes a file, loads it, and returns what the command said."""
    file = tmp_path / "ONSPD_AUG_2025.csv"

    def write_and_load(rows=ROWS, header=HEADER, **options):
        file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return again(**options)

    def again(**options):
        said = io.StringIO()
        call_command("load_postcodes", file, stdout=said, **options)
        return said.getvalue()

    write_and_load.again = again
    return write_and_load


def stored():
    return list(PostcodePoint.objects.order_by("code").values_list())


def test_rows_are_stored_with_ward_else_district_and_their_end(load, ward, district):
    said = load()
    assert stored() == [
        ("M337PF", ward.pk, 53.42, -2.32, None),
        ("M337PG", ward.pk, 53.43, -2.33, date(2019, 3, 1)),
        ("M337PH", district.pk, None, None, None),
    ]
    assert "5 read, 3 added or changed" in said
    assert "Northern Ireland: 1 (licence)" in said
    assert "unknown here: 1 (such as L99999999)" in said
    assert PostcodeLoad.objects.get().edition == "ONSPD_AUG_2025"


def test_northern_ireland_is_for_the_operator_to_decide(load):
    load(northern_ireland=True)
    assert PostcodePoint.objects.filter(pk="BT11AA").exists()


def test_loading_again_changes_nothing(load):
    load()
    before = stored()
    assert "5 read, 0 added or changed" in load.again()
    assert stored() == before
    assert PostcodeLoad.objects.count() == 1


def test_a_newer_edition_corrects_and_removes_nothing(load):
    load()
    said = load([ROWS[0].replace(",,E08", ",202501,E08")], edition="November 2025")
    assert "1 read, 1 added or changed" in said
    assert PostcodePoint.objects.get(pk="M337PF").ended_on == date(2025, 1, 1)
    assert PostcodePoint.objects.count() == 3


@pytest.mark.parametrize(
    "header",
    [
        "pcd7,PCDS,dointr,doterm,lad25cd,wd25cd,lat,long",
        "x,Postcode,y,doterm,laua,ward,Latitude,Longitude",
        "x,pcd8,y,doterm,lad24cd,wd24cd,lat,lon",
    ],
)
def test_editions_name_the_columns_differently(load, header):
    load(header=header)
    assert PostcodePoint.objects.count() == 3


def test_a_postcode_that_is_there_twice_is_stored_once(load, district):
    load([ROWS[0], ROWS[0].replace("E05015254", "")])
    assert PostcodePoint.objects.get().place == district


def test_new_postcodes_go_between_before_and_after_known_ones(load):
    load(ROWS[1:2])
    assert "2 read, 1 added or changed" in load(ROWS[:2])
    assert "1 read, 1 added or changed" in load(ROWS[2:3])
    assert [row[0] for row in stored()] == ["M337PF", "M337PG", "M337PH"]


def test_postcodes_come_in_any_order_and_batches(load, monkeypatch):
    load()
    expected = stored()
    PostcodePoint.objects.all().delete()
    monkeypatch.setattr(postcode_services, "BATCH", 1)
    assert "5 read, 3 added or changed" in load(ROWS[::-1])
    assert stored() == expected


POINTS = st.lists(
    st.tuples(st.sampled_from(["LL11AA", "LZ11AA", "L11AA", "L111AA"]), st.sampled_from([None, 53.5, 54.5]))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(POINTS, max_size=4))
def test_whatever_comes_the_last_row_counts_and_a_repetition_writes_nothing(ward, batches):
    rows = [[(code, ward.pk, degrees, degrees, None) for code, degrees in batch] for batch in batches]
    last = {row[0]: row for batch in rows for row in batch}
    with transaction.atomic():
        for batch in rows:
            postcode_services.write(batch)
        assert {row[0]: row for row in stored()} == last
        assert postcode_services.write(list(last.values())) == 0
        transaction.set_rollback(True)


@pytest.mark.parametrize("column", ["pcds", "doterm", "oslaua", "osward", "lat", "long"])
def test_a_missing_column_is_named(load, column):
    header = HEADER.replace("pcd,", "x,").replace(f",{column}", ",other")
    with pytest.raises(CommandError, match=f"line 1, column {column}: this column is missing"):
        load(header=header)
    assert not PostcodeLoad.objects.exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,b,c,d,e,f,g,h", "line 2: 'b' is no postcode"),
        ("M33 7PF,M33 7PF", "line 2: "),
        ("x,M33 7PF,,soon,,,53,-2", "'soon' is no year and month"),
        ("x,M33 7PF,,,,,fifty,-2", "could not convert string to float"),
        ("x,M33 7PF,,,,,53,-200", "is no point on earth"),
        ("x,M33 7PF,,,,,nan,-2", "is no point on earth"),
        ("", "line 2: "),
    ],
)
def test_a_wrong_line_is_named(load, row, message):
    with pytest.raises(CommandError, match=message):
        load([row])
    assert not PostcodePoint.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00binary", b"PK\x03\x04\x00\x00", b"{}"])
def test_another_sort_of_file_is_refused(tmp_path, content):
    file = tmp_path / "wrong.zip"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"wrong\.zip, line 1"):
        call_command("load_postcodes", file, stdout=io.StringIO())
    assert not PostcodeLoad.objects.exists()


def test_no_file_and_no_places_are_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_postcodes", tmp_path / "none.csv", stdout=io.StringIO())
    PlaceCode.objects.all().delete()
    from partners.places.models import Place

    Place.objects.all().delete()
    with pytest.raises(CommandError, match="Run load_places first"):
        call_command("load_postcodes", stdout=io.StringIO())


def test_a_run_that_was_stopped_goes_on_where_it_was(load, monkeypatch):
    """Stopped in the second batch, the first is kept and read no more."""
    monkeypatch.setattr(postcode_services, "BATCH", 2)
    write = postcode_services.write
    monkeypatch.setattr(postcode_services, "write", stopping_after(write, 1))
    with pytest.raises(KeyboardInterrupt):
        load()
    assert [row[0] for row in stored()] == ["M337PF", "M337PG"]
    assert PostcodeLoad.objects.get().rows == 2
    monkeypatch.setattr(postcode_services, "write", write)
    said = load.again()
    assert "Went on after row 2" in said
    assert "3 read, 1 added or changed" in said
    assert PostcodeLoad.objects.get().finished_at is not None


def stopping_after(write, batches):
    done = []

    def stopping(rows):
        if len(done) == batches:
            raise KeyboardInterrupt
        done.append(1)
        return write(rows)

    return stopping
