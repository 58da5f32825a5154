import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def share(descendant, ancestor):
    """The share of one place in another, by code; None when there is none."""
    rows = PlaceClosure.objects.filter(descendant__code=descendant, ancestor__code=ancestor)
    return rows.values_list("share", flat=True).first()


def test_loads_places_codes_links_closure_and_outlines(tables):
    said = tables.load()
    assert "Places: 7 added, 0 changed, 0 unchanged." in said
    assert "Outlines: 1 added" in said
    abbey = Place.objects.get(code="E05000001")
    assert (abbey.name_cy, abbey.label) == ("Abaty", "Abbey, Middleton")
    assert share("E05000001", "E92000001") == 1
    assert share("E05000001", "E54000001") == 1
    assert share("E05000001", "E54000002") is None
    assert share("E05000002", "E54000002") == 0.5
    assert '"Polygon"' in Place.objects.get(code="E07000001").outline.geometry


def test_a_second_time_nothing_changes(tables, stored):
    tables.load()
    before = stored()
    said = tables.load()
    assert stored() == before
    assert "Places: 0 added, 0 changed, 7 unchanged." in said
    assert "Writing" not in said


def test_a_second_time_nothing_is_written(tables):
    tables.load()
    with CaptureQueriesContext(connection) as queries:
        tables.load()
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_corrections_keep_ids(tables):
    tables.load()
    park = Place.objects.get(code="E05000002")
    tables.rows["E05000002"] |= {"name": "New Park", "latitude": "53.4", "longitude": "-2.2"}
    said = tables.load()
    assert "Places: 0 added, 1 changed, 6 unchanged." in said
    park.refresh_from_db()
    assert (park.label, park.latitude) == ("New Park, Middleton", 53.4)
    assert list(Place.objects.search("new park")) == [park]


def test_a_place_with_a_new_code_stays_the_same_place(tables):
    tables.load()
    middleton = Place.objects.get(code="E07000001")
    row = tables.rows.pop("E07000001")
    tables.rows["E06000077"] = row | {"code": "E06000077", "former_codes": "E07000001 E07000009"}
    for ward in ("E05000001", "E05000002"):
        tables.rows[ward]["parents"] = "E06000077"
    tables.topology = None
    tables.load()
    middleton.refresh_from_db()
    assert middleton.code == "E06000077"
    assert Place.objects.count() == 7
    for code in ("E06000077", "E07000001", "E07000009"):
        assert Place.objects.with_code(code).get() == middleton


def test_links_that_the_tables_no_longer_state_go(tables):
    tables.load()
    kept = PlaceClosure.objects.get(descendant__code="E07000001", ancestor__code="E54000001")
    tables.rows["E07000001"]["parents"] = "E12000001 E54000001:0.75"
    said = tables.load()
    assert "Links: 0 added, 1 changed, 7 unchanged, 1 removed." in said
    assert share("E07000001", "E54000002") is None
    kept.refresh_from_db()
    assert kept.share == 0.75


def test_areas_that_partners_drew_stay(tables):
    tables.load()
    drawn = Place.objects.create(code="CWABBEY01", kind="ward", name="Abbey corner")
    PlaceCode.objects.create(place=drawn, code=drawn.code)
    abbey = Place.objects.get(code="E05000001")
    PlaceLink.objects.create(child=drawn, parent=abbey)
    PlaceLink.objects.create(child=Place.objects.get(code="E05000002"), parent=drawn, share=0.2)
    said = tables.load()
    assert "stay as they are: 1." in said
    assert PlaceLink.objects.filter(parent=drawn).exists()
    assert share("CWABBEY01", "E92000001") == 1
    assert share("E05000002", "E54000001") == 0.5


def test_a_bad_table_changes_nothing(tables, stored):
    tables.load()
    before = stored()
    tables.rows["E92000001"]["name"] = "Albion"
    tables.rows["E05000002"]["parents"] = "E07000002"
    with pytest.raises(CommandError, match=r"places\.csv, line 8, column parents: .* Nothing was loaded\."):
        tables.load()
    assert stored() == before


def test_a_dry_run_tells_but_keeps_nothing(tables, stored):
    before = stored()
    said = tables.load(dry_run=True)
    assert "Places: 7 added" in said
    assert "Nothing was kept" in said
    assert stored() == before


def test_two_places_here_that_the_table_calls_one_are_an_error(tables, stored):
    tables.load()
    before = stored()
    del tables.rows["E05000001"]
    tables.rows["E05000002"]["former_codes"] = "E05000001"
    with pytest.raises(CommandError, match="E05000001 and E05000002 are two places here"):
        tables.load()
    assert stored() == before


def test_one_place_here_that_the_table_calls_two_is_an_error(tables):
    tables.load()
    tables.rows["E07000001"]["former_codes"] = ""
    tables.rows["E07000009"] = tables.rows["E07000001"] | {"code": "E07000009", "parents": ""}
    with pytest.raises(CommandError, match="E07000001 and E07000009 are one place here, Middleton"):
        tables.load()


def test_links_of_our_own_that_close_a_circle_are_an_error(tables, stored):
    tables.load()
    drawn = Place.objects.create(code="CWABBEY01", kind="ward", name="Abbey corner")
    england = Place.objects.get(code="E92000001")
    PlaceLink.objects.create(child=england, parent=drawn)
    PlaceLink.objects.create(child=drawn, parent=england)
    before = stored()
    with pytest.raises(CommandError, match=r"in a circle: .*CWABBEY01"):
        tables.load()
    assert stored() == before


def test_a_missing_directory_is_an_error(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: .*places\.csv"):
        call_command("load_places", tmp_path / "nowhere")


def test_tables_without_outlines_leave_outlines_alone(tables):
    tables.load()
    tables.topology = None
    tables.load()
    assert Place.objects.get(code="E07000001").outline
