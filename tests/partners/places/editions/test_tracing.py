"""Where places went that no table says: counted by the small areas that lay in them."""

import pytest

from partners.places.models import Place, PlaceClosure, PlaceLink
from partners.places.succession import Succession, current_successors_of, successors_of
from tests.partners.places.editions.factories import Delivery, place, ward

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def small_area(number, *parents):
    code = f"E01{number:06}"
    return {"code": code, "kind": "lsoa", "name": f"Area {number}", "parents": " ".join(parents)}


def country(wards, areas):
    """Rows of one district with these wards, and small areas by ward."""
    rows = [
        {"code": "E92000001", "kind": "country", "name": "England"},
        {"code": "E07000001", "kind": "district", "name": "Aston", "parents": "E92000001"},
        *(ward(code, f"Ward {code[-1]}", "E07000001", "Aston") for code in wards),
        *(small_area(number, *([parent] if parent else [])) for number, parent in enumerate(areas, start=1)),
    ]
    return {row["code"]: row for row in rows}


@pytest.fixture
def load(db, tmp_path):
    """Load wards and small areas: first as they were, then as the next edition has them."""

    def both(before, after, **options):
        Delivery(tmp_path / "base", country(*before)).load()
        return Delivery(tmp_path / "next", country(*after)).load("2026-05", end_many=True, **options)

    return both


def shares(code):
    return {heir.place.code: heir.share for heir in successors_of(place(code))}


def test_a_ward_whose_small_areas_all_lie_in_another_went_there(load):
    said = load(
        (["E05000001", "E05000002"], ["E05000001"] * 3 + ["E05000002"]),
        (["E05000003", "E05000002"], ["E05000003"] * 3 + ["E05000002"]),
    )
    assert shares("E05000001") == {"E05000003": 1.0}
    assert "Ward 1, Aston (E05000001), 1 May 2026: now Ward 3, Aston (E05000003)" in said


def test_a_ward_whose_small_areas_part_was_split(load):
    said = load(
        (["E05000001"], ["E05000001"] * 4),
        (["E05000002", "E05000003"], ["E05000002"] * 3 + ["E05000003"]),
    )
    assert shares("E05000001") == {"E05000002": 0.75, "E05000003": 0.25}
    assert "Split: 1" in said


def test_one_small_area_in_a_hundred_is_noise(load):
    load(
        (["E05000001"], ["E05000001"] * 100),
        (["E05000002", "E05000003"], ["E05000002"] * 99 + ["E05000003"]),
    )
    assert shares("E05000001") == {"E05000002": 0.99}


def test_small_areas_that_are_nowhere_now_leave_it_uncertain(load):
    load((["E05000001"], ["E05000001"] * 4), (["E05000002"], ["E05000002"] * 3 + [""]))
    assert shares("E05000001") == {"E05000002": 0.75}


def test_without_small_areas_nothing_is_guessed(load):
    said = load((["E05000001"], ["E05000001"] * 4), (["E05000002"], []))
    assert shares("E05000001") == {}
    assert "Ward 1, Aston (E05000001), 1 May 2026: what followed is not known" in said


def test_what_was_found_out_stays_in_a_second_run(load, tmp_path, everything):
    after = (["E05000002"], ["E05000002"] * 2)
    load((["E05000001"], ["E05000001"] * 2), after)
    before = everything()
    Delivery(tmp_path / "next", country(*after)).load("2026-05")
    assert everything() == before
    assert shares("E05000001") == {"E05000002": 1.0}


def test_what_a_table_says_counts_more(load, tmp_path):
    Delivery(tmp_path / "base", country(["E05000001"], ["E05000001"] * 2)).load()
    rows = country(["E05000002", "E05000003"], ["E05000002"] * 2)
    rows["E05000001"] = ward("E05000001", "Ward 1", "E07000001", "Aston") | {
        "ended_on": "2026-05-05",
        "successors": "E05000003",
    }
    Delivery(tmp_path / "next", rows).load("2026-05")
    assert shares("E05000001") == {"E05000003": 1.0}
    assert f"{place('E05000001').ended_on}" == "2026-05-05"


def test_small_areas_without_new_tables_follow_their_ward(db, tmp_path):
    Delivery(tmp_path / "base", country(["E05000001"], ["E05000001"] * 2)).load()
    rows = country(["E05000002"], [])
    rows["E05000001"] = ward("E05000001", "Ward 1", "E07000001", "Aston") | {
        "ended_on": "2026-05-01",
        "successors": "E05000002",
    }
    Delivery(tmp_path / "next", rows).load("2026-05")
    links = PlaceLink.objects.filter(child__kind="lsoa")
    assert list(links.values_list("parent__code", "share")) == [("E05000002", 1.0)] * 2


def test_shares_multiply_over_several_steps_and_circles_end(country_of_three):
    first, second, third = country_of_three
    first.successor_links.create(successor=second, share=0.5)
    first.successor_links.create(successor=third, share=0.5)
    second.successor_links.create(successor=third, share=1)
    assert Succession().today(first.pk) == {third.pk: 1.0}
    assert [(heir.place, heir.is_whole) for heir in current_successors_of(first)] == [(third, True)]
    second.successor_links.create(successor=first, share=0.1)
    assert Succession().today(first.pk) == {third.pk: 1.0}


@pytest.fixture
def country_of_three(db):
    """Two places that ended, and one of today."""
    places = [
        Place.objects.create(code=f"E0500000{n}", kind="ward", name=f"Ward {n}", ended_on=ended)
        for n, ended in ((1, "2020-01-01"), (2, "2023-01-01"), (3, None))
    ]
    PlaceClosure.objects.bulk_create(PlaceClosure(ancestor=each, descendant=each, share=1) for each in places)
    return places
