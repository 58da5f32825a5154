"""A new edition of places: four districts become two, a ward is split, one renamed, one recoded, one lost."""

from datetime import date

import pytest
from django.core.management import CommandError

from partners.places.models import (
    Place,
    PlaceChange,
    PlaceClosure,
    PlaceCode,
    PlaceEdition,
    PlaceLink,
    PlaceSuccessor,
)
from partners.places.succession import current_successors_of, predecessors_of, successors_of
from tests.partners.places.editions.factories import INTO, SPLIT, place

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MAY = date(2026, 5, 1)


def changes(kind):
    return list(PlaceChange.objects.filter(kind=kind).values_list("words", flat=True))


def test_it_says_what_was_added_ended_renamed_recoded_merged_and_split(delivery):
    said = delivery.load("2026-05")
    assert "Edition 2026-05, from 1 May 2026" in said
    assert "Added: 5\n  North Vale (E06000101)\n" in said
    assert "Ended: 6\n  Aston (E07000001), 1 May 2026: now North Vale (E06000101)\n" in said
    assert "Stay 20 (E07000020), 1 May 2026: what followed is not known" in said
    assert (
        "Renamed (the old name still finds it): 1\n  Bridge End, North Vale (E05000002), before: Bridge\n"
        in said
    )
    assert (
        "New code (the old code still finds it): 1\n  Castle, North Vale (E05000203), before: E05000003"
        in said
    )
    assert (
        "Merged: 2\n  North Vale (E06000101), from Aston (E07000001), Barton (E07000002)\n"
        "  South Vale (E06000102), from Carlton (E07000003), Denton (E07000004)\n" in said
    )
    assert (
        "Split: 1\n  Abbey, Aston (E05000001): now 50% Abbey East, North Vale (E05000101), "
        "30% Abbey West, North Vale (E05000102), 20% Abbey Park, North Vale (E05000103)" in said
    )


def test_what_it_said_is_kept(delivery):
    delivery.load("2026-05")
    edition = PlaceEdition.objects.get()
    assert (edition.name, edition.starts_on) == ("2026-05", MAY)
    assert changes("renamed") == ["Bridge End, North Vale (E05000002), before: Bridge"]
    assert [len(changes(kind)) for kind in ("added", "ended", "merged", "split", "recoded")] == [
        5,
        6,
        2,
        1,
        1,
    ]


def test_ended_places_keep_their_row_and_code_and_say_when_they_ended(delivery):
    aston = place("E07000001")
    delivery.load("2026-05")
    aston.refresh_from_db()
    assert aston.ended_on == MAY
    assert PlaceCode.objects.get(code="E07000001").valid_to == MAY
    assert [(heir.place.name, heir.share) for heir in successors_of(aston)] == [("North Vale", 1.0)]
    assert [each.place.name for each in predecessors_of(place("E06000101"))] == ["Aston", "Barton"]


def test_an_old_name_and_an_old_code_still_find_their_place(delivery):
    bridge, castle = place("E05000002"), place("E05000003")
    delivery.load("2026-05")
    assert bridge in Place.objects.search("bridge")
    assert Place.objects.get(pk=bridge.pk).former_names == "Bridge"
    assert place("E05000003") == place("E05000203") == castle
    assert PlaceCode.objects.get(code="E05000003").valid_to == MAY
    assert PlaceCode.objects.get(code="E05000203").valid_from == MAY


def test_a_name_that_changes_twice_keeps_both_old_names(delivery):
    delivery.load("2026-05")
    delivery.rows["E05000002"]["name"] = "Bridge Town"
    delivery.load("2026-12")
    assert Place.objects.get(code="E05000002").former_names == "Bridge|Bridge End"


def test_places_of_today_lie_in_places_of_today_only(delivery):
    delivery.load("2026-05")
    links = PlaceLink.objects.filter(child__ended_on__isnull=True, parent__ended_on__isnull=False)
    assert not links.exists()
    dock = place("E05000004")
    assert set(Place.objects.covering(dock).values_list("name", flat=True)) == {
        "Dock",
        "South Vale",
        "North",
        "England",
    }


def test_an_ended_place_is_found_in_the_wider_place_of_before_and_of_today(delivery):
    delivery.load("2026-05")
    names = set(Place.objects.covering(place("E05000001")).values_list("name", flat=True))
    assert {"Aston", "North Vale", "North", "England"} <= names


def test_a_place_that_its_table_leaves_out_keeps_its_links_upward(delivery):
    delivery.load("2026-05")
    assert PlaceClosure.objects.filter(
        descendant__code="E07000020", ancestor__code="E92000001", share=1
    ).exists()


def test_a_second_run_changes_nothing_and_says_so(delivery, content, everything):
    delivery.load("2026-05")
    before = everything()
    said = delivery.load("2026-05")
    assert "Nothing changed: it was loaded on" in said
    assert everything() == before


def test_a_dry_run_says_the_same_and_changes_nothing(delivery, content, everything):
    before = everything()
    rehearsed = delivery.load("2026-05", dry_run=True)
    assert everything() == before
    assert delivery.load("2026-05") == rehearsed


def test_places_of_other_sorts_are_left_alone(delivery):
    Place.objects.create(code="E54000001", kind="icb", name="NHS East")
    Place.objects.create(code="CWABBEY01", kind="neighbourhood", name="Abbey corner")
    delivery.load("2026-05")
    assert Place.objects.filter(code__in=["E54000001", "CWABBEY01"], ended_on__isnull=True).count() == 2


def test_a_neighbourhood_follows_a_parent_that_went_somewhere_as_a_whole(delivery):
    corner = Place.objects.create(code="CWABBEY01", kind="neighbourhood", name="Abbey corner")
    for code in ("E07000001", "E07000002"):
        PlaceLink.objects.create(child=corner, parent=place(code), share=0.5)
    delivery.load("2026-05")
    assert list(PlaceLink.objects.filter(child=corner).values_list("parent__name", "share")) == [
        ("North Vale", 1.0)
    ]
    assert Place.objects.inside(place("E06000101")).filter(pk=corner.pk).exists()


def test_a_place_that_a_later_edition_lists_again_returns(delivery):
    delivery.load("2026-05")
    delivery.rows["E07000020"] = {**delivery.rows["E07000019"], "code": "E07000020", "name": "Stay 20"}
    said = delivery.load("2026-06")
    assert "Returned: 1\n  Stay 20 (E07000020)" in said
    assert Place.objects.get(code="E07000020").ended_on is None


def test_successors_lead_on_to_places_of_today(delivery):
    delivery.load("2026-05")
    delivery.rows["E06000101"] |= {"ended_on": "2027-04-01", "successors": "E06000102"}
    delivery.rows["E05000002"]["parents"] = "E06000102"
    for code in (*SPLIT, "E05000203"):
        delivery.rows[code]["parents"] = "E06000102"
    delivery.load("2027-04")
    heirs = current_successors_of(place("E07000001"))
    assert [(heir.place.name, heir.percent) for heir in heirs] == [("South Vale", 100)]
    assert [(heir.place.name, heir.percent) for heir in current_successors_of(place("E05000001"))] == [
        ("Abbey East", 50),
        ("Abbey West", 30),
        ("Abbey Park", 20),
    ]


def test_long_lists_are_cut_unless_all_is_asked_for(delivery):
    delivery.rows |= {
        f"E05{number:06}": {**delivery.rows["E05000011"], "code": f"E05{number:06}", "name": f"New {number}"}
        for number in range(300, 320)
    }
    said = delivery.load("2026-05", dry_run=True)
    assert "Added: 25" in said
    assert "  and 15 more (--verbosity 2 shows all)" in said
    assert "more (--verbosity" not in delivery.load("2026-05", dry_run=True, verbosity=2)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("May 2026", "names no edition. Name it by year and month"),
        ("2026-13", "names no edition"),
        ("2026-5", "names no edition"),
        ("0000-05", "names no year"),
    ],
)
def test_an_edition_is_named_by_year_and_month(delivery, everything, name, advice):
    before = everything()
    with pytest.raises(CommandError, match=advice):
        delivery.load(name)
    assert everything() == before


def test_other_tables_under_the_name_of_a_loaded_edition_are_refused(delivery, everything):
    delivery.load("2026-05")
    before = everything()
    delivery.rows["E05000002"]["name"] = "Bridge Corner"
    with pytest.raises(CommandError, match=r"from other tables.*name of their own: 2026-05b\. Nothing was"):
        delivery.load("2026-05")
    assert everything() == before
    assert "Renamed (the old name still finds it): 1" in delivery.load("2026-05b")


def test_an_older_edition_cannot_follow_a_newer_one(delivery):
    delivery.load("2026-05")
    with pytest.raises(CommandError, match="2025-12 is older and cannot follow it"):
        delivery.load("2025-12")


def test_plain_tables_cannot_follow_an_edition(delivery):
    delivery.load("2026-05")
    with pytest.raises(CommandError, match=r"Name the edition of these tables, too: --edition 2026-05b"):
        delivery.load()


def test_a_file_that_is_cut_short_is_refused(delivery, everything):
    before = everything()
    for code in list(delivery.rows):
        if "E05000011" < code < "E05000021":
            del delivery.rows[code]
    with pytest.raises(
        CommandError, match=r"of 15 places with codes that begin with E05 are missing.*--end-many"
    ):
        delivery.load("2026-05")
    assert everything() == before
    assert "Ended: 15" in delivery.load("2026-05", end_many=True)


@pytest.mark.parametrize(
    ("code", "cell", "value", "advice"),
    [
        ("E05000002", "parents", "E07009999", r"places\.csv, line \d+, column parents: no line has the code"),
        ("E07000001", "successors", "E07009999", r"column successors: no line has the code"),
        ("E07000001", "successors", "E07000002 E06000101", r"come to more than 1"),
        ("E07000001", "ended_on", "", r"column ended_on: a place with successors has ended"),
        ("E05000002", "kind", "hamlet", r"column kind: 'hamlet' is no kind of place"),
    ],
)
def test_a_wrong_file_says_where_and_changes_nothing(delivery, everything, code, cell, value, advice):
    before = everything()
    delivery.rows[code][cell] = value
    with pytest.raises(CommandError, match=rf"(?s){advice}.*Nothing was loaded"):
        delivery.load("2026-05")
    assert everything() == before


def test_no_table_at_all_changes_nothing(delivery, everything, tmp_path):
    before = everything()
    delivery.directory = tmp_path / "nowhere"
    delivery.write = lambda: delivery.directory
    with pytest.raises(CommandError, match="The tables cannot be read"):
        delivery.load("2026-05")
    assert everything() == before


def test_successors_that_were_stored_stay_when_later_tables_name_none(delivery):
    delivery.load("2026-05")
    for code in INTO:
        delivery.rows[code]["successors"] = ""
    delivery.load("2026-06")
    assert PlaceSuccessor.objects.filter(place__code__in=INTO).count() == 4
