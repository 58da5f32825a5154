from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.places.closure import Link, closure_rows
from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink, PlaceSuccessor

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


def test_an_ended_place_is_loaded_with_what_followed_and_stays_in_the_wider_place(tables):
    said = tables.with_end().load()
    assert "Successors: 1 added" in said
    old = Place.objects.get(code="E07000005")
    assert (old.former_names, old.ended_on) == ("Old Town", date(2023, 3, 31))
    assert [(link.successor.code, link.share) for link in old.successor_links.all()] == [("E07000001", 1)]
    assert share("E07000005", "E92000001") == 1
    assert list(Place.objects.search("old town")) == [old]


def test_successors_that_the_tables_no_longer_state_go(tables):
    tables.with_end().load()
    link = PlaceSuccessor.objects.get()
    tables.with_end(successors="E07000001:0.6 E05000002:0.4")
    assert "Successors: 1 added, 1 changed" in tables.load()
    link.refresh_from_db()
    assert link.share == 0.6
    tables.with_end(successors="E05000002", ended_on="2023-04-30")
    assert "Places: 0 added, 1 changed" in tables.load()
    assert [(one.successor.code, one.share) for one in PlaceSuccessor.objects.all()] == [("E05000002", 1)]


def test_census_areas_are_loaded_with_all_that_they_lie_in(tables):
    tables.with_census().load()
    assert Place.objects.get(code="E02000001").label == "Quay & Mills, Middleton"
    assert Place.objects.get(code="E01000003").label == "Middleton 001C"
    assert share("E02000001", "E05000002") == 0.6667
    assert share("E01000001", "E54000001") == 1  # as its ward says
    assert share("E01000003", "E54000002") == 1  # as it says itself
    assert share("E01000003", "E54000001") is None
    assert share("E01000002", "E92000001") == 1
    assert list(Place.objects.search("middleton 001b")) == [Place.objects.get(code="E01000002")]


def test_a_thing_of_our_own_is_looked_at_even_when_the_tables_are_as_before(tables, stored):
    """Links that somebody made past all services are felt by the next load, above and below."""
    tables.load()
    region, ward = Place.objects.get(code="E12000001"), Place.objects.get(code="E05000002")
    drawn = Place.objects.create(code="CWABBEY01", kind="county", name="Shire")
    PlaceCode.objects.create(place=drawn, code=drawn.code)
    PlaceLink.objects.create(child=drawn, parent=region)
    PlaceLink.objects.create(child=Place.objects.get(code="E07000001"), parent=drawn, share=0.5)
    said = tables.load()
    assert "Places: 0 added, 0 changed, 7 unchanged." in said
    assert share(ward.code, drawn.code) == 0.5
    assert share(drawn.code, "E92000001") == 1
    rows = closure_rows(
        [Link(*row) for row in PlaceLink.objects.values_list("child", "parent", "share")],
        dict(Place.objects.values_list("pk", "kind")),
    )
    kept = PlaceClosure.objects.values_list("ancestor", "descendant", "share")
    assert set(kept) == {tuple(row) for row in rows}
    assert f"Places within places: 0 added, 0 changed, {len(rows)} unchanged." in tables.load()


def test_a_new_kind_is_felt_in_the_closure(tables):
    """Two places of one kind do not overlap: as soon as both are boards, the whole one counts alone."""
    tables.rows["E54000001"]["kind"] = "county"
    tables.rows["E05000001"]["parents"] = "E07000001"
    tables.load()
    assert share("E05000001", "E54000001") == 0.5
    tables.rows["E54000001"]["kind"] = "icb"
    tables.rows["E05000001"]["parents"] = "E07000001 E54000002"
    tables.load()
    assert share("E05000001", "E54000001") is None
