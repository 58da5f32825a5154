"""Which places the place facet lists: those chosen, and what lies wholly and directly in them today."""

from datetime import date

import pytest

from partners.places.linking import add_link
from search.where.working_out import listed_places
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def region():
    return PlaceFactory(kind="region")


@pytest.fixture
def district(region):
    return PlaceFactory(kind="district", inside=[region])


def test_the_parts_are_listed_with_their_kinds(region, district):
    PlaceFactory(inside=[district])
    assert listed_places([region.code]) == {region.code: "region", district.code: "district"}


def test_what_lies_partly_inside_is_not_listed(region, district):
    add_link(child=PlaceFactory(kind="icb"), parent=region, share=0.6)
    assert set(listed_places([region.code])) == {region.code, district.code}


def test_what_has_ended_is_not_listed_unless_it_is_chosen(region, district):
    old = PlaceFactory(kind="district", inside=[district], ended_on=date(2023, 3, 31))
    assert set(listed_places([district.code])) == {district.code}
    assert set(listed_places([old.code])) == {old.code}


def test_a_safety_partnership_does_not_stand_beside_its_district(region, district):
    partnership = PlaceFactory(kind="safety_partnership", inside=[region])
    add_link(child=district, parent=partnership)
    assert set(listed_places([region.code])) == {region.code, district.code}
    assert set(listed_places([partnership.code])) == {partnership.code, district.code}
