"""What a request says about places, worked out: beside the closure, a plain loop, and the place page."""

import pytest

from outcomes.objectives.models import Objective
from partners.places.likeness import NEAREST, likeness_of
from partners.places.linking import add_link
from partners.places.measures import COMPARED
from partners.places.models import Place, PlaceClosure, PlaceFigure
from search.request import SearchRequest
from search.where.distance import WITH_POINT, Point, miles_between
from search.where.whereabouts import Where
from search.where.working_out import worked_out
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHOLE = 0.99


@pytest.fixture
def around(site):
    """A country with regions, districts, wards, and a force area that overlaps some of them."""
    country = PlaceFactory(kind="country")
    regions = [PlaceFactory(kind="region", inside=[country]) for _ in range(2)]
    force = PlaceFactory(kind="police_force_area")
    for number in range(6):
        district = PlaceFactory(
            kind="district",
            inside=[regions[number % 2]],
            latitude=53 + number / 10,
            longitude=-2 + number / 7,
        )
        if number % 3:
            add_link(child=district, parent=force, share=0.25 * number if number < 4 else 1)
        for step in range(2):
            ward = PlaceFactory(
                inside=[district], latitude=53 + number / 10 + step / 50, longitude=-2 - step / 3
            )
            make_page(Objective, places=[ward, district][: 1 + number % 2])
    for place in (country, force, *regions):
        make_page(Objective, places=[place])
    return list(Place.objects.all())


def whereabouts(**facts):
    return worked_out(SearchRequest(**facts))[0]


def codes(places):
    return set(places.values_list("code", flat=True))


def tagged():
    return codes(Place.objects.filter(page_tags__isnull=False))


def test_what_covers_and_overlaps_a_place_is_what_the_closure_says(around):
    seen = set()
    for place in around:
        others = Place.objects.exclude(pk=place.pk)
        covering = codes(others.covering(place))
        overlapping = codes(Place.objects.overlapping(place))
        covers = whereabouts(places=(place.code,), relation="covers")
        overlaps = whereabouts(places=(place.code,), relation="overlaps")
        anything = whereabouts(places=(place.code,), relation="any")
        assert set(covers.chosen.own) == covering
        assert set(overlaps.chosen.own) & tagged() == overlapping & tagged()
        assert set(overlaps.chosen.own) <= overlapping
        assert anything.chosen.inside == (place.code,)
        assert set(anything.chosen.own) == {*covers.chosen.own, *overlaps.chosen.own}
        assert covers.chosen.inside == overlaps.chosen.inside == ()
        seen |= {("covers", bool(covering)), ("overlaps", bool(overlapping))}
    assert len(seen) == 4


def test_several_places_are_asked_about_together(around):
    wards = [place for place in around if place.kind == "ward"][:3]
    found = whereabouts(places=tuple(ward.code for ward in wards), relation="covers")
    expected = PlaceClosure.objects.filter(descendant__in=wards, share__gte=WHOLE).exclude(ancestor__in=wards)
    assert set(found.chosen.own) == set(expected.values_list("ancestor__code", flat=True))


def test_the_place_itself_is_best_then_what_is_in_it_then_the_smallest_around_it(around):
    ward = next(place for place in around if place.kind == "ward")
    assert whereabouts(places=(ward.code,)).tiers == (Where(own=(ward.code,)),)
    own, inside, *wider = whereabouts(places=(ward.code,), relation="any").tiers
    assert (own, inside) == (Where(own=(ward.code,)), Where(inside=(ward.code,)))
    kinds = [{Place.objects.get(code=code).kind for code in tier.own} for tier in wider]
    assert kinds == [{"district"}, {"region"}, {"country"}]


def test_what_is_near_is_what_measuring_every_place_finds(around):
    sizes = set()
    for place in around:
        if place.kind not in WITH_POINT:
            continue
        for miles in (0.1, 5, 12, 60):
            here = Point(place.latitude, place.longitude)
            near = {
                other.code
                for other in around
                if other.kind in WITH_POINT
                and miles_between(here, Point(other.latitude, other.longitude)) <= miles
            }
            (where,) = whereabouts(near=place.code, within=miles).always
            assert where.inside == (place.code,)
            assert set(where.own) & tagged() == near & tagged()
            assert set(where.own) <= near
            sizes.add(len(near))
    assert len(sizes) > 5


def test_what_is_nearer_comes_in_an_earlier_ring(around):
    place = next(place for place in around if place.kind == "ward")
    found = whereabouts(near=place.code, within=60)
    own, inside, *rings = found.tiers
    assert (own.own, inside.inside) == ((place.code,), (place.code,))
    sizes = [len(ring.own) for ring in rings]
    assert sizes == sorted(sizes)
    assert 0 < sizes[0] < sizes[-1] < len(found.always[0].own)


@pytest.fixture
def alike():
    """More districts with figures than are called alike, and one without; a ward in the first of them."""
    districts = [PlaceFactory(kind="district") for _ in range(NEAREST + 4)]
    for number, district in enumerate(districts[:-1]):
        for step, measure in enumerate(COMPARED):
            value = 1 + (number * (step + 3)) % 11
            PlaceFigure.objects.create(place=district, measure=measure.name, value=value)
    return districts, PlaceFactory(inside=[districts[0]])


def test_places_like_one_are_those_that_its_page_names(alike):
    districts, ward = alike
    named = {near.place.code for near in likeness_of(districts[0]).neighbours}
    assert len(named) == NEAREST
    for code in (districts[0].code, ward.code):
        (where,) = whereabouts(like=code).always
        assert (set(where.inside), where.own) == (named, ())


def test_the_place_facet_lists_what_helps_to_go_on(around, alike):
    def listed(**facts):
        return set(worked_out(SearchRequest(**facts))[1] or ())

    district = next(place for place in around if place.kind == "district")
    wards = codes(Place.objects.of_kind("ward").inside(district))
    assert listed() == set()
    assert listed(places=(district.code,)) == {district.code, *wards}
    assert listed(places=(district.code,), relation="any") == {district.code, *wards}
    near = listed(near=district.code, within=12)
    assert {district.code, *wards} < near
    assert codes(Place.objects.filter(code__in=near - wards)) <= codes(Place.objects.of_kind("district"))
    assert listed(like=alike[0][0].code) == set(whereabouts(like=alike[0][0].code).always[0].inside)
    assert listed(like=alike[0][0].code, places=(district.code,)) == {district.code, *wards}


def test_each_takes_a_fixed_number_of_queries(around, alike, django_assert_num_queries):
    district = next(place for place in around if place.kind == "district")
    for queries, facts in (
        (0, {}),
        (1, {"places": (district.code,)}),
        (2, {"places": (district.code,), "relation": "any"}),
        (3, {"near": district.code, "within": 50}),
        (3, {"like": alike[0][0].code}),
    ):
        with django_assert_num_queries(queries):
            worked_out(SearchRequest(**facts))
