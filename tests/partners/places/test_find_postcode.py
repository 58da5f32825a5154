"""From a postcode to places, with how sure that is."""

from datetime import date

import pytest

from partners.places.models import PostcodeDistrict, PostcodePoint
from partners.places.postcode_selectors import Precision, find_postcode
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def district():
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    return PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region])


@pytest.fixture(autouse=True)
def wards(district):
    """Three postcodes in one ward, one in another, and one that ended."""
    central = PlaceFactory(name="Sale Central", qualifier="Trafford", inside=[district])
    moor = PlaceFactory(name="Sale Moor", qualifier="Trafford", inside=[district])
    for code in ("M337PF", "M337AA", "M337ZZ"):
        PostcodePoint.objects.create(code=code, place=central)
    PostcodePoint.objects.create(code="M337NN", place=moor)
    PostcodePoint.objects.create(code="M337PX", place=moor, ended_on=date(2019, 3, 1))
    for other in ("M336ZZ", "M338AA", "M37AA"):
        PostcodePoint.objects.create(code=other, place=PlaceFactory())
    PostcodeDistrict.objects.create(code="M33", place=district)
    return central, moor


def shares(answer):
    return {part.place.name: part.share for group in answer.groups for part in group.parts}


@pytest.mark.parametrize("typed", ["M33 7PF", "m337pf", " M33  7pf "])
def test_a_known_postcode_gives_its_ward_and_all_around(typed, wards):
    answer = find_postcode(typed)
    assert answer.precision is Precision.EXACT
    assert answer.place == wards[0]
    assert answer.sentence == "M33 7PF is in Sale Central, Trafford."
    assert [group.kind for group in answer.groups] == ["region", "district", "ward"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("M33 7", ""),
        ("M33 7PX", "M33 7PX ended in March 2019. "),
        ("M33 7ZA", "M33 7ZA is not in our list of postcodes. "),
    ],
)
def test_a_sector_says_how_its_postcodes_spread(typed, reason):
    answer = find_postcode(typed)
    assert answer.precision is Precision.SECTOR
    assert answer.place is None
    assert answer.sentence.startswith(
        f"{reason}The postcodes that we know in the sector M33 7 lie in 2 places"
    )
    assert shares(answer) == {"North West": 1, "Trafford": 1, "Sale Central": 0.75, "Sale Moor": 0.25}


def test_a_sector_in_one_place_says_so():
    assert "lie in the same place" in find_postcode("M33 6").sentence


@pytest.mark.parametrize("typed", ["M33", "m33 9", "M33 9AA"])
def test_a_district_is_only_probable(typed):
    answer = find_postcode(typed)
    assert answer.precision is Precision.DISTRICT
    assert answer.edition == "2017, the middles of postcode districts"
    assert "M33 is probably in Trafford" in answer.sentence
    assert shares(answer) == {"North West": 1, "Trafford": 1}


@pytest.mark.parametrize("typed", ["ZZ99 9ZZ", "ZZ99 9", "ZZ99"])
def test_an_unknown_one_is_said_to_be_unknown(typed):
    answer = find_postcode(typed)
    assert (answer.precision, answer.groups) == (Precision.UNKNOWN, [])


@pytest.mark.parametrize("typed", ["Sale", "M33 7CF", ""])
def test_no_postcode_gives_no_answer(typed):
    assert find_postcode(typed) is None


@pytest.mark.parametrize(
    ("typed", "queries"),
    [("M33 7PF", 3), ("M33 7PX", 4), ("M33 7", 3), ("M33", 2), ("M33 9AA", 4), ("ZZ9 9ZZ", 3)],
)
@pytest.mark.parametrize("more_wards", [0, 12])
def test_queries_are_constant(typed, queries, more_wards, district, django_assert_num_queries):
    for number in range(more_wards):
        PostcodePoint.objects.create(code=f"M337B{chr(65 + number)}", place=PlaceFactory(inside=[district]))
    with django_assert_num_queries(queries):
        find_postcode(typed)
