import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.closure import WHOLE, CycleFoundError, Link, closure_rows

KINDS = ["country", "region", "icb", "district", "ward", "neighbourhood"]
SHARES = [1.0, 0.995, 0.75, 0.5, 0.3]


def closure(links, kinds):
    rows = closure_rows([Link(*link) for link in links], kinds)
    found = {(row.descendant, row.ancestor): row.share for row in rows}
    assert len(found) == len(rows)
    return found


@st.composite
def worlds(draw):
    """Places of any kinds, each linked to some of those before it, so that there is no circle."""
    kinds = dict(enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))))
    links = [
        (child, parent, draw(st.sampled_from(SHARES)))
        for child in kinds
        for parent in range(child)
        if draw(st.booleans())
    ]
    return links, kinds


def told(place, links, kinds):
    """Say, straight from the words of the rule and slowly, what a place lies in."""
    parents = {parent: share for child, parent, share in links if child == place}
    further = {parent: told(parent, links, kinds) for parent in parents}
    above = {place: 1.0}
    for kind in KINDS:
        members = [other for other in kinds if kinds[other] == kind and other != place]
        direct = {other: parents[other] for other in members if other in parents}
        products = {
            other: max(
                (
                    share * further[parent].get(other, 0)
                    for parent, share in parents.items()
                    if kinds[parent] != "neighbourhood"
                ),
                default=0,
            )
            for other in members
        }
        greatest = max(products.values(), default=0)
        counts = greatest if greatest >= WHOLE else 1e-9
        estimated = {} if kind == "neighbourhood" else products
        above |= direct or {other: share for other, share in estimated.items() if share >= counts}
    return above


@given(worlds())
def test_agrees_with_the_rule_told_slowly(world):
    links, kinds = world
    expected = {
        (place, other): share for place in kinds for other, share in told(place, links, kinds).items()
    }
    assert closure(links, kinds) == pytest.approx(expected, abs=1e-5)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_links_does_not_matter(world, random):
    links, kinds = world
    shuffled = random.sample(links, len(links))
    assert closure(shuffled, kinds) == closure(links, kinds)


def test_every_place_holds_itself():
    assert closure([], {7: "ward"}) == {(7, 7): 1.0}


def test_shares_multiply_along_a_path():
    links = [(3, 2, 1.0), (2, 1, 0.25)]
    assert closure(links, {1: "region", 2: "district", 3: "ward"})[3, 1] == 0.25


def test_the_greatest_of_several_paths_counts():
    kinds = {1: "region", 2: "icb", 3: "county", 4: "district"}
    links = [(2, 1, 0.4), (3, 1, 0.6), (4, 2, 1.0), (4, 3, 1.0)]
    assert closure(links, kinds)[4, 1] == 0.6


def test_a_ward_that_names_its_board_is_not_in_the_other_board_of_its_district():
    kinds = {1: "icb", 2: "icb", 3: "district", 4: "ward", 5: "ward"}
    links = [(3, 1, 0.5), (3, 2, 0.5), (4, 3, 1.0), (4, 1, 1.0), (5, 3, 1.0)]
    found = closure(links, kinds)
    assert found[4, 1] == 1.0
    assert (4, 2) not in found
    assert (found[5, 1], found[5, 2]) == (0.5, 0.5)


def test_a_whole_path_beats_an_estimate_for_a_neighbour_of_the_same_kind():
    kinds = {1: "region", 2: "region", 3: "combined_authority", 4: "county", 5: "district"}
    links = [(3, 1, 0.7), (3, 2, 0.3), (4, 1, 1.0), (5, 4, 1.0), (5, 3, 1.0)]
    found = closure(links, kinds)
    assert found[5, 1] == 1.0
    assert (5, 2) not in found


def test_of_two_nearly_whole_paths_the_greater_counts():
    kinds = {1: "region", 2: "region", 3: "icb", 4: "district", 5: "ward"}
    links = [(3, 1, 0.993), (4, 2, 1.0), (5, 3, 1.0), (5, 4, 1.0)]
    found = closure(links, kinds)
    assert found[5, 2] == 1.0
    assert (5, 1) not in found


def test_small_areas_of_a_ward_that_is_half_in_a_neighbourhood_lie_all_in_it_or_not_at_all():
    kinds = {1: "district", 2: "neighbourhood", 3: "ward", 4: "lsoa", 5: "lsoa"}
    links = [(2, 1, 1.0), (3, 1, 1.0), (3, 2, 0.5), (4, 3, 1.0), (5, 3, 1.0), (4, 2, 1.0)]
    found = closure(links, kinds)
    assert (found[3, 2], found[4, 2]) == (0.5, 1.0)
    assert (5, 2) not in found
    assert found[4, 1] == found[5, 1] == 1.0


def test_a_drawing_changes_nothing_about_the_official_areas_in_it():
    kinds = {1: "icb", 2: "icb", 3: "district", 4: "neighbourhood", 5: "ward"}
    official = [(3, 1, 0.5), (3, 2, 0.5), (5, 3, 1.0)]
    drawn = [(4, 3, 1.0), (4, 1, 0.8), (4, 2, 0.2), (5, 4, 1.0)]
    before, after = closure(official, kinds), closure([*official, *drawn], kinds)
    assert {pair: share for pair, share in after.items() if 4 not in pair} == {
        pair: share for pair, share in before.items() if 4 not in pair
    }
    assert after[5, 4] == 1.0


def test_drawn_neighbourhoods_may_overlap():
    kinds = {1: "neighbourhood", 2: "neighbourhood", 3: "ward"}
    found = closure([(3, 1, 1.0), (3, 2, 1.0)], kinds)
    assert found[3, 1] == found[3, 2] == 1.0


def test_a_share_never_vanishes():
    chain = [(number + 1, number, 0.001) for number in range(5)]
    found = closure(chain, {number: f"kind {number}" for number in range(6)})
    assert found[5, 0] > 0


def test_a_circle_is_named():
    links = [(1, 2, 1.0), (2, 3, 1.0), (3, 1, 1.0), (4, 1, 1.0)]
    with pytest.raises(CycleFoundError) as caught:
        closure(links, dict.fromkeys((1, 2, 3, 4), "ward"))
    assert sorted(caught.value.members) == [1, 2, 3]
