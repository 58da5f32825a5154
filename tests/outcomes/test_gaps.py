"""What there is on each theme: here or inside as a search counts it, and inherited apart."""

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.gaps import gap_table
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from tests.factories import PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]


@pytest.fixture
def region():
    return PlaceFactory(kind="region", name="North")


@pytest.fixture
def district(region):
    return PlaceFactory(kind="district", name="Mersey", inside=[region])


@pytest.fixture
def ward(district):
    return PlaceFactory(name="Sale", inside=[district])


def rows(place):
    """Slug of a theme → kind → (total, settled, inherited), where any of it is more than nothing."""
    found = {}
    for block in gap_table(place):
        for row in (block.row, *block.rows):
            if not row.is_empty:
                found[row.theme.slug] = {
                    model: (cell.total, cell.settled, cell.inherited)
                    for model, cell in row.cells.items()
                    if cell.total or cell.inherited
                }
    return found


def test_every_theme_is_there_in_order_even_with_nothing(district):
    blocks = gap_table(district)
    assert [block.row.theme.slug for block in blocks] == ["economic", "social", "environmental"]
    assert sum(len(block.rows) for block in blocks) == 23
    assert rows(district) == {}


def test_here_and_inside_count_together_and_wider_areas_apart(region, district, ward):
    loneliness = [theme("loneliness")]
    make_page(CaseStudy, places=[district], themes=loneliness)
    make_page(CaseStudy, places=[ward], themes=loneliness)
    make_page(CaseStudy, places=[region], themes=loneliness)
    assert rows(district)["loneliness"] == {CaseStudy: (2, 2, 1)}
    assert rows(ward)["loneliness"] == {CaseStudy: (1, 1, 2)}
    assert rows(region)["loneliness"] == {CaseStudy: (3, 3, 0)}


def test_a_page_counts_once_for_a_theme_whatever_its_places(district, ward):
    make_page(JointPlan, places=[district, ward], themes=[theme("loneliness")])
    assert rows(district)["loneliness"] == {JointPlan: (1, 1, 0)}


def test_a_kind_of_well_being_counts_each_page_once(district):
    make_page(CaseStudy, places=[district], themes=[theme("loneliness"), theme("older-people")])
    make_page(CaseStudy, places=[district], themes=[theme("social")])
    found = rows(district)
    assert found["loneliness"] == found["older-people"] == {CaseStudy: (1, 1, 0)}
    assert found["social"] == {CaseStudy: (2, 2, 0)}
    assert set(found) == {"social", "loneliness", "older-people"}


@pytest.mark.parametrize(
    ("status", "settled"),
    [("draft", 0), ("consulting", 0), ("withdrawn", 0), ("agreed", 1), ("achieved", 1)],
)
def test_only_agreed_and_achieved_objectives_are_settled(district, status, settled):
    make_page(Objective, places=[district], themes=[theme("loneliness")], status=status)
    assert rows(district)["loneliness"] == {Objective: (1, settled, 0)}


def test_what_lies_beside_or_is_not_published_does_not_count(district):
    elsewhere = PlaceFactory(kind="district")
    make_page(CaseStudy, places=[elsewhere], themes=[theme("loneliness")])
    make_page(CaseStudy, places=[district], themes=[theme("loneliness")], live=False)
    assert rows(district) == {}


def test_queries_do_not_grow(district, ward, django_assert_num_queries):
    gap_table(district)
    for slug in ("loneliness", "older-people", "young-people"):
        for place in (district, ward):
            make_page(CaseStudy, places=[place], themes=[theme(slug)])
            make_page(Objective, places=[place], themes=[theme(slug)])
    # Themes, private parts of the site, and the two counts.
    with django_assert_num_queries(4):
        gap_table(district)
