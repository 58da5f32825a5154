"""Whatever is drawn or chosen: shares stay in (0, 1], the closure is right, there is no circle."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPoint, mapping, shape

from partners.neighbourhoods import services
from partners.neighbourhoods.drawings import DrawingError
from partners.neighbourhoods.models import Neighbourhood
from partners.neighbourhoods.reckoning import from_drawing, from_parts
from partners.neighbourhoods.situations import NowhereError
from partners.places.models import Place, PlaceLink, PlaceOutline
from tests.partners.neighbourhoods.conftest import closure_is_right, stored_closure
from tests.partners.neighbourhoods.test_services import NOW

pytestmark = [pytest.mark.both, pytest.mark.django_db]

EXAMPLES = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
POINTS = st.tuples(st.floats(-2.65, -2.15), st.floats(53.37, 53.53))


@st.composite
def drawings(draw):
    """Valid polygons and multipolygons anywhere around the two districts, of any size."""
    shapes = [
        MultiPoint(draw(st.lists(POINTS, min_size=3, max_size=7, unique=True))).convex_hull
        for _ in range(draw(st.integers(1, 2)))
    ]
    together = shapes[0].union(shapes[-1])
    return json.dumps(mapping(together.buffer(draw(st.sampled_from([0.0, 0.001])))))


PARTS = ["Abbey", "Park", "Farside", "Riverside", "Hilltop", *(f"Abbey {n}" for n in (1, 2)), "Park 4"]


@st.composite
def steps(draw):
    """What several people do one after the other: each makes or changes one of three neighbourhoods."""
    return draw(
        st.lists(
            st.tuples(
                st.integers(0, 2),
                drawings() | st.lists(st.sampled_from(PARTS), min_size=1, max_size=4, unique=True),
            ),
            min_size=1,
            max_size=4,
        )
    )


def do(ground, number, made_of):
    """Make or change one; a drawing that is refused changes nothing."""
    made_of = {"drawing": made_of} if isinstance(made_of, str) else {"names": made_of}
    plan = ground.plan(*made_of.get("names", ()), name=f"Number {number}", drawing=made_of.get("drawing", ""))
    known = Neighbourhood.objects.filter(submission_key=str(number)).first()
    who = ground.people["editor"]
    try:
        if known is None:
            services.create(plan=plan, by=who, at=NOW, key=str(number))
        else:
            services.change(neighbourhood=known, plan=plan, version=known.version, by=who, at=NOW)
    except (DrawingError, NowhereError):
        return


@EXAMPLES
@given(steps())
def test_after_any_changes_the_closure_is_what_follows_from_the_links(ground, steps):
    Neighbourhood.objects.all().delete()
    PlaceLink.objects.filter(parent__kind="neighbourhood").delete()
    Place.objects.filter(kind="neighbourhood").delete()
    official = stored_closure()
    for number, made_of in steps:
        do(ground, number, made_of)
    drawn = set(Place.objects.filter(kind="neighbourhood").values_list("pk", flat=True))
    now = {pair: share for pair, share in stored_closure().items() if drawn.isdisjoint(pair)}
    assert now == official
    links = PlaceLink.objects.values_list("child__kind", "parent__kind", "share")
    assert all(0 < share <= 1 for _, _, share in links)
    # `closure_rows` raises when places lie inside each other in a circle.
    assert closure_is_right()
    for outline in PlaceOutline.objects.filter(place__kind="neighbourhood"):
        assert shape(json.loads(outline.geometry)).is_valid
    for neighbourhood in Neighbourhood.objects.all():
        districts = PlaceLink.objects.filter(child=neighbourhood.place, parent__kind="district")
        assert sum(districts.values_list("share", flat=True)) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("names", [["Abbey"], ["Abbey 1", "Abbey 2", "Abbey 3", "Abbey 4"]])
def test_a_ward_and_all_of_its_small_areas_lie_alike(ground, names):
    found = from_parts([ground[name] for name in names])
    assert found.parts[ground["Abbey"].pk] == 1.0
    assert found.parts[ground["Riverside"].pk] == 0.5
    assert found.above == {ground["Eastford"].pk: 1.0, ground["NHS East"].pk: 1.0}


def test_small_areas_that_ended_are_not_counted(ground):
    Place.objects.filter(name__in=["Abbey 3", "Abbey 4"]).update(ended_on="2026-01-01")
    found = from_parts([ground["Abbey 1"]])
    assert found.parts[ground["Abbey"].pk] == 0.5


def test_a_headland_that_the_outline_cuts_off_belongs_to_the_nearest_district(ground):
    near = from_drawing(shape({"type": "Polygon", "coordinates": [ring(-2.195, 53.45)]}))
    assert near.above == {ground["Eastford"].pk: 1.0}
    with pytest.raises(NowhereError, match="not in any district"):
        from_drawing(shape({"type": "Polygon", "coordinates": [ring(-2.1, 53.45)]}))


def test_a_sliver_beyond_a_simplified_border_is_no_sign_of_lying_there(ground):
    drawn = shape({"type": "Polygon", "coordinates": [ring(-2.401, 53.42, wide=0.06)]})
    assert ground["Westham"].pk not in from_drawing(drawn).above


def ring(x, y, wide=0.005):
    """A square ring from its south-west corner."""
    return [[x, y], [x + wide, y], [x + wide, y + wide], [x, y + wide], [x, y]]


def test_it_is_worked_out_in_as_many_queries_for_much_as_for_little(ground, django_assert_max_num_queries):
    for names in (["Abbey 1"], ["Abbey", "Park", "Farside"]):
        with django_assert_max_num_queries(11):
            from_parts([ground[name] for name in names])
    for wide in (0.03, 0.15):
        with django_assert_max_num_queries(18):
            from_drawing(shape({"type": "Polygon", "coordinates": [ring(-2.41, 53.41, wide=wide)]}))
