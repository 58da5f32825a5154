"""How much is published in each place, against counting one page after another."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from outcomes.counting import counts_inside
from outcomes.objectives.models import Objective
from partners.places.models import Place, PlaceClosure
from partners.places.tagging import PagePlace
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
PAGES = 6


@pytest.fixture
def places():
    """A country of two regions, two districts in each, two wards in those; a board with part of one."""
    country = PlaceFactory(kind="country")
    regions = [PlaceFactory(kind="region", inside=[country]) for _ in range(2)]
    districts = [PlaceFactory(kind="district", inside=[region]) for region in regions for _ in range(2)]
    wards = [PlaceFactory(inside=[district]) for district in districts for _ in range(2)]
    board = PlaceFactory(kind="icb", inside=[country])
    PlaceClosure.objects.create(ancestor=board, descendant=districts[0], share=0.7)
    return [country, *regions, *districts, *wards, board]


@pytest.fixture
def pages(places):
    """Three objectives that everybody may read, a draft, a restricted one, and a case study."""
    objectives = [make_page(Objective) for _ in range(3)]
    draft, hidden = make_page(Objective, live=False), make_page(Objective)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    return [*objectives, draft, hidden, make_page(CaseStudy)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.tuples(st.integers(0, PAGES - 1), st.integers(0, 15)), max_size=30))
def test_counts_are_those_of_counting_one_by_one(places, pages, chosen):
    PagePlace.objects.all().delete()
    PagePlace.objects.bulk_create(
        PagePlace(page=pages[page].page_ptr, place=places[at]) for page, at in chosen
    )
    hidden = set(PageViewRestriction.objects.values_list("page", flat=True))
    for model in (Objective, CaseStudy):
        expected = {}
        for place in places:
            inside = set(Place.objects.inside(place))
            read = {
                page
                for page, at in chosen
                if places[at] in inside
                and isinstance(pages[page], model)
                and pages[page].live
                and pages[page].pk not in hidden
            }
            if read:
                expected[place.pk] = len(read)
        assert counts_inside([place.pk for place in places], model) == expected


@pytest.mark.both
def test_drafts_and_restricted_pages_never_count(places, pages):
    for page in pages:
        PagePlace.objects.create(page=page.page_ptr, place=places[-2])
    assert counts_inside([places[0].pk], Objective) == {places[0].pk: 3}
    Page.objects.filter(pk=pages[0].pk).update(live=False)
    assert counts_inside([places[0].pk], Objective) == {places[0].pk: 2}


def test_a_page_below_a_restricted_list_does_not_count(places, pages):
    PagePlace.objects.create(page=pages[0].page_ptr, place=places[0])
    PageViewRestriction.objects.create(page=pages[0].get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert counts_inside([places[0].pk], Objective) == {}


def test_a_place_that_is_only_partly_inside_does_not_count(places, pages):
    board, district = places[-1], places[3]
    PagePlace.objects.create(page=pages[0].page_ptr, place=district)
    assert counts_inside([board.pk, district.pk], Objective) == {district.pk: 1}
