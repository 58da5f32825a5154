"""Making, changing, archiving: links, closure, outline and history are exactly what follows."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from shapely.geometry import shape
from wagtail.models import ModelLogEntry

from partners.neighbourhoods import rules, services
from partners.neighbourhoods.drawings import DrawingError
from partners.neighbourhoods.models import Neighbourhood
from partners.neighbourhoods.plans import NameTakenError
from partners.neighbourhoods.situations import NowhereError
from partners.places.models import Place, PlaceCode, PlaceLink, PlaceOutline, valid_code
from partners.places.signals import places_moved
from tests.partners.neighbourhoods.conftest import close_anew, closure_is_right, square

pytestmark = [pytest.mark.both, pytest.mark.django_db]

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
LATER = datetime(2026, 6, 5, 9, tzinfo=UTC)


def make(ground, *names, key="one", by="editor", **facts):
    made, _ = services.create(plan=ground.plan(*names, **facts), by=ground.people[by], at=NOW, key=key)
    return made


def change(ground, found, *names, version=None, by="editor", **facts):
    version = found.version if version is None else version
    plan = ground.plan(*names, **facts)
    return services.change(neighbourhood=found, plan=plan, version=version, by=ground.people[by], at=LATER)


def parts_of(found):
    rows = PlaceLink.objects.filter(parent=found.place).values_list("child__name", "share")
    return dict(rows)


def above(found):
    return dict(PlaceLink.objects.filter(child=found.place).values_list("parent__name", "share"))


def test_a_neighbourhood_is_a_full_place(ground):
    found = make(ground, "Abbey", name_cy="Y Dolydd")
    place = found.place
    valid_code(place.code)
    assert place.code.startswith("CW")
    assert PlaceCode.objects.get(place=place).code == place.code
    assert (place.kind, place.label, place.name_cy) == ("neighbourhood", "The Meadows, Eastford", "Y Dolydd")
    assert list(Place.objects.search("meadows")) == [place]
    assert list(Place.objects.search("dolydd")) == [place]
    assert (found.owner, found.created_by, found.created_at) == (
        ground.council,
        ground.people["editor"],
        NOW,
    )


def test_what_is_made_of_a_ward_holds_its_small_areas_and_lies_where_they_lie(ground):
    found = make(ground, "Abbey")
    assert above(found) == {"Eastford": 1.0, "NHS East": 1.0}
    assert parts_of(found) == {
        "Abbey": 1.0,
        **{f"Abbey {n}": 1.0 for n in (1, 2, 3, 4)},
        "Riverside": 0.5,
        "Hilltop": 0.5,
    }
    assert closure_is_right()
    inside = Place.objects.inside(found.place).values_list("name", flat=True)
    assert set(inside) == {"The Meadows", "Abbey", "Abbey 1", "Abbey 2", "Abbey 3", "Abbey 4"}
    covering = Place.objects.covering(found.place).values_list("name", flat=True)
    assert set(covering) == {"The Meadows", "Eastford", "NHS East", "North", "England"}


def test_a_ward_lies_partly_in_what_is_made_of_some_of_its_small_areas(ground):
    found = make(ground, "Abbey 1", "Park 1", "Park 3")
    assert parts_of(found) == {
        "Abbey 1": 1.0,
        "Park 1": 1.0,
        "Park 3": 1.0,
        "Abbey": 0.25,
        "Park": 0.5,
        "Riverside": 0.5,
        "Hilltop": 0.25,
    }
    # Two thirds of the people live where NHS West looks after them, whatever is estimated of the district.
    assert above(found) == {"Eastford": 1.0, "NHS East": 0.3333, "NHS West": 0.6667}
    assert closure_is_right()


def test_a_small_area_that_is_ticked_with_its_ward_counts_once(ground):
    found = make(ground, "Abbey", "Abbey 1", "Park 1")
    assert above(found)["NHS East"] == 0.8


def test_without_small_areas_the_parts_count_alike_or_by_people(ground):
    found = make(ground, "Farside", "Abbey", name="Both sides")
    # Half in each district is still all in the region.
    assert above(found) == {
        "Westham": 0.5,
        "Eastford": 0.5,
        "NHS East": 1.0,
        "North": 1.0,
        "England": 1.0,
    }
    Place.objects.filter(pk=ground["Farside"].pk).update(population=3000)
    Place.objects.filter(pk=ground["Abbey"].pk).update(population=1000)
    for name in ("Farside", "Abbey"):
        ground[name].refresh_from_db()
    change(ground, found, "Farside", "Abbey", name="Both sides")
    assert above(found).items() >= {"Westham": 0.75, "Eastford": 0.25, "North": 1.0}.items()
    found.place.refresh_from_db()
    assert found.place.label == "Both sides, Westham"
    assert closure_is_right()


def test_its_outline_is_that_of_its_parts_when_all_are_known(ground):
    found = make(ground, "Abbey", "Park")
    drawn = shape(json.loads(PlaceOutline.objects.get(place=found.place).geometry))
    assert drawn.bounds == pytest.approx((-2.4, 53.4, -2.2, 53.5))
    assert (found.place.latitude, found.place.longitude) == pytest.approx((53.45, -2.3))
    change(ground, found, "Abbey", "Abbey 1")
    assert not PlaceOutline.objects.filter(place=found.place).exists()


def test_a_drawing_lies_in_districts_by_area_and_holds_small_areas_by_their_middle(ground):
    found = make(ground, drawing=square(-2.45, 53.4, -2.3, 53.45))
    # A third of it is west of the border, which is no border of the region.
    assert above(found) == pytest.approx(
        {"Westham": 0.3333, "Eastford": 0.6667, "NHS East": 1.0, "North": 1.0, "England": 1.0}, abs=0.001
    )
    assert parts_of(found) == {"Abbey 1": 1.0, "Abbey 2": 1.0, "Abbey": 0.5, "Riverside": 0.5}
    assert closure_is_right()
    assert found.place.label == "The Meadows, Eastford"


def test_a_ward_without_small_areas_lies_in_a_drawing_by_outline_or_middle(ground):
    found = make(ground, drawing=square(-2.55, 53.42, -2.42, 53.48))
    assert parts_of(found) == {"Farside": 1.0}
    Place.objects.filter(kind="lsoa").update(ended_on=date(2026, 1, 1))
    change(ground, found, drawing=square(-2.36, 53.4, -2.3, 53.5))
    assert parts_of(found) == pytest.approx({"Abbey": 0.6}, abs=0.001)


def test_what_is_smaller_than_a_small_area_lies_in_its_ward(ground):
    found = make(ground, drawing=square(-2.36, 53.44, -2.355, 53.443))
    assert parts_of(found) == {}
    assert above(found) == {"Eastford": 1.0, "Abbey": 1.0}
    assert closure_is_right()


def test_a_drawing_is_kept_as_it_was_and_stored_simplified(ground):
    wavy = [[-2.35 + n / 100_000, 53.42 + (n % 7) / 100_000] for n in range(2000)]
    drawing = json.dumps(
        {"type": "Polygon", "coordinates": [[*wavy, [-2.33, 53.46], [-2.35, 53.46], wavy[0]]]}
    )
    found = make(ground, drawing=drawing)
    assert found.drawing == drawing
    stored = json.loads(PlaceOutline.objects.get(place=found.place).geometry)
    drawn = shape(stored)
    assert drawn.is_valid
    assert len(stored["coordinates"][0]) < 400
    assert drawn.area == pytest.approx(shape(json.loads(drawing)).area, rel=0.01)


def test_a_change_moves_links_and_closure_and_nothing_else(ground):
    other = make(ground, "Park", key="other", name="Parkside")
    found = make(ground, "Abbey", "Park")
    code = found.place.code
    change(ground, found, "Abbey 1", name="New Meadows")
    assert closure_is_right()
    assert parts_of(found) == {"Abbey 1": 1.0, "Abbey": 0.25, "Riverside": 0.25}
    assert "Parkside" in dict(
        PlaceLink.objects.filter(child=ground["Park"]).values_list("parent__name", "share")
    )
    assert set(parts_of(other)) >= {"Park", "Park 1"}
    place = Place.objects.get(code=code)
    assert (place.name, place.former_names) == ("New Meadows", "The Meadows")
    assert list(Place.objects.search("the meadows")) == [place]
    chosen = found.chosen.values_list("place__name", flat=True)
    assert list(chosen) == ["Abbey 1"]


def test_parts_become_a_drawing_and_back(ground):
    found = make(ground, "Abbey")
    found = change(ground, found, drawing=square(-2.3, 53.4, -2.2, 53.5))
    assert (found.way, found.chosen.count()) == ("drawing", 0)
    assert parts_of(found)["Park"] == 1.0
    found = change(ground, found, "Abbey")
    assert (found.way, found.drawing) == ("parts", "")
    assert "Park" not in parts_of(found)
    assert closure_is_right()


def test_an_older_version_is_refused_and_changes_nothing(ground):
    found = make(ground, "Abbey")
    change(ground, found, "Park")
    with pytest.raises(rules.NotAllowed, match="changed The Meadows, Eastford while"):
        change(ground, found, "Abbey 1", version=1)
    assert "Park" in parts_of(found)


def test_archived_it_is_out_of_use_and_keeps_everything(ground):
    found = make(ground, "Abbey")
    before = parts_of(found)
    services.archive(neighbourhood=found, by=ground.people["editor"], at=LATER)
    found = Neighbourhood.objects.get(pk=found.pk)
    assert found.archived_on == found.place.ended_on == date(2026, 6, 5)
    assert not Place.objects.current().filter(pk=found.pk).exists()
    assert parts_of(found) == before
    with pytest.raises(rules.NotAllowed, match="is archived"):
        change(ground, found, "Park")
    with pytest.raises(rules.NotAllowed, match="is archived"):
        services.archive(neighbourhood=found, by=ground.people["editor"], at=LATER)


def test_brought_back_it_is_as_before(ground):
    found = make(ground, "Abbey")
    before = parts_of(found)
    editor = ground.people["editor"]
    with pytest.raises(rules.NotAllowed, match="is not archived"):
        services.bring_back(neighbourhood=found, by=editor, at=LATER)
    services.archive(neighbourhood=found, by=editor, at=LATER)
    services.bring_back(neighbourhood=found, by=editor, at=LATER)
    found = Neighbourhood.objects.get(pk=found.pk)
    assert (found.archived_on, found.place.ended_on) == (None, None)
    assert parts_of(found) == before
    assert closure_is_right()


def test_a_name_that_was_taken_meanwhile_cannot_come_back(ground):
    found = make(ground, "Abbey")
    services.archive(neighbourhood=found, by=ground.people["editor"], at=LATER)
    make(ground, "Park", key="two")
    with pytest.raises(NameTakenError, match="Eastford already has a neighbourhood called The Meadows"):
        services.bring_back(neighbourhood=found, by=ground.people["editor"], at=LATER)


@pytest.mark.parametrize("name", ["The Meadows", "the  meadows", "Thé Meadows"])
def test_a_name_is_free_once_per_district(ground, name):
    make(ground, "Abbey")
    with pytest.raises(NameTakenError, match="tells them apart"):
        make(ground, "Park", key="two", name=name)
    assert make(ground, "Farside", key="three", name=name).place.label == f"{name}, Westham"


def test_one_form_makes_one_neighbourhood(ground):
    first, is_new = services.create(plan=ground.plan("Abbey"), by=ground.people["editor"], at=NOW, key="one")
    again, is_new_again = services.create(
        plan=ground.plan("Abbey"), by=ground.people["editor"], at=NOW, key="one"
    )
    assert (is_new, is_new_again, again) == (True, False, first)
    assert Neighbourhood.objects.count() == 1


def test_what_is_refused_leaves_nothing(ground):
    places = Place.objects.count()
    with pytest.raises(DrawingError):
        make(ground, drawing="{}")
    with pytest.raises(NowhereError, match="not in any district"):
        make(ground, drawing=square(-4.4, 54.1, -4.3, 54.2))
    with pytest.raises(NowhereError):
        make(ground)
    assert (Place.objects.count(), Neighbourhood.objects.count()) == (places, 0)


def test_a_neighbourhood_of_more_than_its_kind_holds_is_refused(ground, monkeypatch):
    monkeypatch.setattr("partners.neighbourhoods.situations.MOST_SMALL_AREAS", 7)
    with pytest.raises(NowhereError, match="holds 8 census small areas"):
        make(ground, "Abbey", "Park")
    with pytest.raises(NowhereError, match="at most 7"):
        make(ground, drawing=square(-2.4, 53.4, -2.2, 53.5))


def test_its_history_says_who_did_what(ground):
    found = make(ground, "Abbey")
    found = change(ground, found, "Park", by="approver")
    services.archive(neighbourhood=found, by=ground.people["admin"], at=LATER)
    services.bring_back(neighbourhood=found, by=ground.people["admin"], at=LATER)
    entries = ModelLogEntry.objects.for_instance(found).order_by("pk")
    assert [(entry.action.split(".")[1], entry.user) for entry in entries] == [
        ("create", ground.people["editor"]),
        ("change", ground.people["approver"]),
        ("archive", ground.people["admin"]),
        ("bring_back", ground.people["admin"]),
    ]


def test_official_areas_that_changed_are_worked_in(ground):
    found = make(ground, "Abbey")
    untouched = make(ground, "Farside", key="two")
    PlaceLink.objects.filter(child=ground["Abbey 4"], parent=ground["Abbey"]).update(parent=ground["Park"])
    close_anew()
    places_moved.send(sender=Place, places={ground["Abbey 4"].pk})
    assert parts_of(found) == {
        "Abbey": 1.0,
        **{f"Abbey {n}": 1.0 for n in (1, 2, 3)},
        "Riverside": 0.5,
        "Hilltop": 0.25,
    }
    assert parts_of(untouched) == {"Farside": 1.0}
    assert closure_is_right()


def test_a_neighbourhood_without_any_district_left_stays_as_it_was(ground):
    found = make(ground, "Abbey")
    before = parts_of(found), above(found)
    PlaceLink.objects.filter(parent=ground["Eastford"]).exclude(child=found.place).delete()
    close_anew()
    places_moved.send(sender=Place, places={ground["Abbey"].pk})
    assert (parts_of(found), above(found)) == before


def test_searches_hear_of_new_links(ground):
    heard = []

    def hear(sender, places, **about):
        heard.append(places)

    places_moved.connect(hear, sender=Place)
    try:
        found = make(ground, "Abbey 1")
    finally:
        places_moved.disconnect(hear, sender=Place)
    (places,) = heard
    # Abbey lies partly in it now, so its other small areas may be found by other words, too.
    assert places >= {found.pk, *(ground[name].pk for name in ("Abbey", "Abbey 1", "Riverside"))}
    assert ground["Farside"].pk not in places


def test_a_neighbourhood_whose_parts_all_ended_is_left_as_it_is(ground):
    found = make(ground, "Abbey")
    before = parts_of(found)
    Place.objects.filter(name="Abbey").update(ended_on=date(2026, 5, 1))
    assert services.refresh(found) is False
    assert parts_of(found) == before


def test_the_database_wants_either_parts_or_a_drawing(ground):
    found = make(ground, "Abbey")
    with pytest.raises(IntegrityError), transaction.atomic():
        Neighbourhood.objects.filter(pk=found.pk).update(drawing="{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Neighbourhood.objects.filter(pk=found.pk).update(way="drawing")
