"""Inside, covering and overlapping: one query each, and the share comes with every place."""

import pytest

from partners.places.linking import add_link
from partners.places.models import Place
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def england():
    return PlaceFactory(kind="country", name="England")


@pytest.fixture
def county(england):
    return PlaceFactory(kind="county", name="County", inside=[england])


@pytest.fixture
def board(england):
    return PlaceFactory(kind="icb", name="Board", inside=[england])


@pytest.fixture
def district(county, board):
    """Wholly in the county; three quarters of it in the board, and nearly all in a police force area."""
    police = PlaceFactory(kind="police_force_area", name="Police")
    district = PlaceFactory(kind="district", name="District", inside=[county])
    add_link(child=district, parent=board, share=0.75)
    add_link(child=district, parent=police, share=0.995)
    return district


@pytest.fixture
def ward(district):
    return PlaceFactory(name="Ward", inside=[district])


@pytest.fixture
def neighbourhood(district, ward):
    """It lies in the district, and half in the ward."""
    place = PlaceFactory(kind="msoa", name="Quay", inside=[district])
    add_link(child=place, parent=ward, share=0.5)
    return place


def told(places):
    return {place.name: place.share for place in places}


def test_inside_is_what_lies_wholly_in_a_place(county, district, ward, neighbourhood):
    assert told(Place.objects.inside(county)) == {"County": 1, "District": 1, "Ward": 1, "Quay": 1}
    assert told(Place.objects.inside(ward)) == {"Ward": 1}


def test_covering_is_what_a_place_lies_wholly_in_up_to_a_hundredth(district, ward):
    assert told(Place.objects.covering(district)) == {
        "England": 1,
        "County": 1,
        "District": 1,
        "Police": 0.995,
    }


def test_overlapping_is_what_lies_partly_in_a_place_or_holds_part_of_it(
    england, board, district, ward, neighbourhood
):
    assert told(Place.objects.overlapping(district)) == {"Board": 0.75}
    assert told(Place.objects.overlapping(ward)) == {"Board": 0.75, "Quay": 0.5}
    assert told(Place.objects.overlapping(board)) == {"District": 0.75, "Ward": 0.75, "Quay": 0.75}
    assert told(Place.objects.overlapping(england)) == {}


@pytest.mark.parametrize("question", ["inside", "covering", "overlapping"])
def test_one_query_answers(question, district, ward, neighbourhood, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert all(0 < place.share <= 1 for place in getattr(Place.objects, question)(ward))


@pytest.mark.parametrize("question", ["inside", "covering", "overlapping"])
def test_answers_can_be_asked_further(question, district, ward, neighbourhood):
    found = getattr(Place.objects, question)(ward)
    assert found.count() == len(found)
    assert set(Place.objects.filter(pk__in=found)) == set(found)
    assert set(found.current().of_kind("ward")) <= {ward}
