from datetime import date

import pytest

from partners.places.models import Place, PlaceClosure, PlaceOutline
from partners.places.selectors import breadcrumb, children_of_kind, place_context, places_by_kind
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def england():
    return PlaceFactory(kind="country", name="England")


@pytest.fixture
def east(england):
    return PlaceFactory(kind="region", name="East", inside=[england])


@pytest.fixture
def suffolk(east):
    return PlaceFactory(kind="county", name="Suffolk", inside=[east])


@pytest.fixture
def coastal(suffolk):
    """A district that two boards look after."""
    district = PlaceFactory(kind="district", name="Coastal", inside=[suffolk])
    for name, share in (("NHS North", 0.4), ("NHS South", 0.6)):
        board = PlaceFactory(kind="icb", name=name)
        PlaceClosure.objects.create(ancestor=board, descendant=district, share=share)
    return district


def test_parents_are_by_kind_with_the_greatest_share_first(coastal):
    parents = place_context(coastal)["parents"]
    assert [group.label for group in parents] == ["Country", "Region", "County", "Integrated care boards"]
    assert [(part.place.name, part.percent, part.is_whole) for part in parents[-1].parts] == [
        ("NHS South", 60, False),
        ("NHS North", 40, False),
    ]
    assert parents[0].parts[0].is_whole


@pytest.mark.parametrize(("share", "percent"), [(1, 100), (0.99, 100), (0.9899, 99), (0.504, 50), (0.002, 1)])
def test_part_of_a_place_is_never_said_to_be_all_or_nothing(england, share, percent):
    place = PlaceFactory(kind="district")
    PlaceClosure.objects.create(ancestor=england, descendant=place, share=share)
    assert place_context(place)["parents"][0].parts[0].percent == percent


def test_children_are_by_kind_and_name_with_all_of_them_counted(suffolk, coastal):
    PlaceFactory(name="Beccles", inside=[coastal])
    PlaceFactory(name="Aldeburgh", inside=[coastal])
    PlaceFactory(name="Carlton", inside=[coastal])
    districts, wards = place_context(suffolk, limit=2)["children"]
    assert (districts.label, districts.total, districts.more) == ("District", 1, 0)
    assert (wards.label, wards.total, wards.more) == ("Wards", 3, 1)
    assert [part.place.name for part in wards.parts] == ["Aldeburgh", "Beccles"]


def test_children_that_lie_partly_inside_are_there_too(coastal):
    board = Place.objects.get(name="NHS North")
    group = place_context(board)["children"][0]
    assert [(part.place, part.percent) for part in group.parts] == [(coastal, 40)]
    assert list(children_of_kind(board, "district")) == [coastal]


def test_all_children_of_a_kind_can_be_paged_through(suffolk, coastal):
    PlaceFactory.create_batch(3, inside=[coastal])
    assert children_of_kind(suffolk, "ward").count() == 3
    assert children_of_kind(suffolk, "county").count() == 0


@pytest.mark.parametrize("wards", [0, 5])
def test_the_number_of_queries_does_not_grow(suffolk, coastal, wards, django_assert_num_queries):
    PlaceFactory.create_batch(wards, inside=[coastal])
    with django_assert_num_queries(4):
        place_context(suffolk)
    with django_assert_num_queries(1):
        breadcrumb(suffolk)
    with django_assert_num_queries(1):
        places_by_kind()


def test_an_outline_is_ready_to_draw(england):
    assert place_context(england)["outline"] is None
    PlaceOutline.objects.create(
        place=england, geometry='{"type":"Polygon","coordinates":[[[0,50],[1,50],[1,51],[0,50]]]}'
    )
    outline = place_context(england)["outline"]
    assert outline["view_box"].startswith("0 0 ")
    assert outline["path"].startswith("M")


def test_breadcrumb_goes_down_and_leaves_out_what_only_overlaps(england, east, suffolk, coastal):
    ward = PlaceFactory(name="Beccles", inside=[coastal])
    assert breadcrumb(ward) == [england, east, suffolk, coastal, ward]
    assert breadcrumb(england) == [england]


def test_places_that_have_ended_are_no_children(suffolk, coastal):
    PlaceFactory(kind="district", name="Waveney", inside=[suffolk], ended_on=date(2019, 3, 31))
    assert [group.total for group in place_context(suffolk)["children"]] == [1]
    assert list(children_of_kind(suffolk, "district")) == [coastal]


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        ("county", {"district", "ward", "neighbourhood"}),
        ("district", {"ward", "neighbourhood", "msoa"}),
        ("ward", {"neighbourhood", "msoa", "lsoa"}),
        ("neighbourhood", {"msoa", "lsoa"}),
        ("msoa", {"lsoa"}),
    ],
)
def test_census_areas_are_children_of_places_that_are_not_much_bigger(kind, listed):
    place = PlaceFactory(kind=kind)
    kinds = ("district", "ward", "neighbourhood", "msoa", "lsoa")
    for smaller in kinds[kinds.index(kind) + 1 if kind in kinds else 0 :]:
        PlaceFactory(kind=smaller, inside=[place])
    assert {group.kind.value for group in place_context(place)["children"]} == listed


def test_places_by_kind_are_all_but_wards_and_smaller_ones(england, east, coastal):
    for kind in ("ward", "neighbourhood", "msoa", "lsoa"):
        PlaceFactory(kind=kind)
    PlaceFactory(kind="district", name="Waveney", ended_on=date(2019, 3, 31))
    groups = {group.kind.value: group.total for group in places_by_kind()}
    assert groups == {"country": 1, "region": 1, "county": 1, "icb": 2, "district": 1}
