"""Pages around a place, each under its nearest relation, and case studies from places alike."""

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.locality import Locality, pages_inside
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from tests.factories import PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]


@pytest.fixture
def country():
    """Places by name: a region over two districts, each with a ward."""
    region = PlaceFactory(kind="region", name="North")
    places = {"North": region}
    for name, ward in (("Mersey", "Sale"), ("Aire", "Hyde")):
        places[name] = PlaceFactory(kind="district", name=name, inside=[region])
        places[ward] = PlaceFactory(name=ward, inside=[places[name]])
    return places


def groups(place, *alike, limit=3):
    """(relation, kind) → (titles shown, how many in all)."""
    found = Locality(place, [other.pk for other in alike]).groups(lambda relation, model: limit)
    return {(g.relation, g.model.kind): ([page.title for page in g.pages], g.total) for g in found}


def test_each_page_stands_under_its_nearest_relation(country):
    for name in country:
        make_page(Objective, title=f"For {name}", places=[country[name]])
    make_page(Objective, title="For all of them", places=country.values())
    assert groups(country["Mersey"]) == {
        ("here", "objective"): (["For all of them", "For Mersey"], 2),
        ("inside", "objective"): (["For Sale"], 1),
        ("covering", "objective"): (["For North"], 1),
    }


def test_of_places_alike_there_are_case_studies_only_also_from_inside_them(country):
    for model in (Objective, JointPlan, CaseStudy):
        make_page(model, title="For Aire", places=[country["Aire"]])
        make_page(model, title="For Hyde", places=[country["Hyde"]])
    assert groups(country["Mersey"], country["Aire"]) == {
        ("alike", "case_study"): (["For Hyde", "For Aire"], 2)
    }


def test_a_page_that_is_here_too_does_not_come_from_elsewhere(country):
    make_page(CaseStudy, title="Both", places=[country["Mersey"], country["Aire"]])
    assert groups(country["Mersey"], country["Aire"]) == {("here", "case_study"): (["Both"], 1)}


def test_the_newest_are_shown_and_all_are_counted(country):
    for number in range(5):
        make_page(CaseStudy, title=f"Number {number}", places=[country["Sale"]])
    found = groups(country["Mersey"], limit=2)
    assert found == {("inside", "case_study"): (["Number 4", "Number 3"], 5)}


def test_a_share_below_all_of_it_is_not_inside(country):
    partly = PlaceFactory(name="Partly")
    partly.ancestor_links.create(ancestor=country["Mersey"], share=0.6)
    make_page(Objective, places=[partly])
    assert groups(country["Mersey"]) == {}


def test_drafts_are_nowhere(country):
    make_page(CaseStudy, places=country.values(), live=False)
    assert groups(country["Mersey"], country["Aire"]) == {}
    assert not pages_inside([country["North"].pk])


def test_pages_inside_any_of_several_places(country):
    mine = make_page(Objective, places=[country["Sale"], country["Hyde"]])
    make_page(Objective, places=[country["North"]])
    found = pages_inside([country["Mersey"].pk, country["Aire"].pk])
    assert [page.pk for page in found] == [mine.pk]
