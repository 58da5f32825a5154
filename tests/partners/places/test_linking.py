"""One link at a time: what is stored of the graph is always what its links say."""

from collections import defaultdict
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.places.closure import Link, closure_rows
from partners.places.kinds import PlaceKind
from partners.places.linking import CannotLinkError, add_link, change_link, remove_link
from partners.places.models import Place, PlaceClosure, PlaceLink
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

KINDS = list(PlaceKind.values[:7])
SHARES = [1.0, 0.995, 0.75, 0.5, 0.3, 0.000001]
unhurried = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def stored():
    rows = PlaceClosure.objects.values_list("descendant", "ancestor", "share")
    return {(descendant, ancestor): share for descendant, ancestor, share in rows}


def from_scratch():
    links = [Link(*row) for row in PlaceLink.objects.values_list("child", "parent", "share")]
    kinds = dict(Place.objects.values_list("pk", "kind"))
    return {(row.descendant, row.ancestor): row.share for row in closure_rows(links, kinds)}


def share(child, parent):
    return stored().get((child.pk, parent.pk))


@pytest.fixture
def england():
    return PlaceFactory(kind="country", name="England")


@pytest.fixture
def north(england):
    return PlaceFactory(kind="region", name="North", inside=[england])


@pytest.fixture
def ward():
    return PlaceFactory(kind="ward", name="Abbey", qualifier="Middleton")


@pytest.fixture
def middleton(north, ward):
    """A district that its ward lies in, and that lies in nothing yet."""
    district = PlaceFactory(kind="district", name="Middleton")
    add_link(child=ward, parent=district)
    return district


def test_a_new_link_is_felt_by_everything_below(middleton, ward, north, england):
    link = add_link(child=middleton, parent=north, share=0.4)
    assert str(link) == "40% of Middleton in North"
    assert share(middleton, north) == share(ward, north) == share(ward, england) == 0.4


def test_a_changed_share_is_felt_by_everything_below(middleton, ward, north, england):
    add_link(child=middleton, parent=north, share=0.4)
    link = change_link(child=middleton, parent=north, share=1)
    assert PlaceLink.objects.get(pk=link.pk).share == 1
    assert share(ward, england) == 1


def test_a_removed_link_is_felt_by_everything_below(middleton, ward, north, england):
    add_link(child=middleton, parent=north)
    remove_link(child=middleton, parent=north)
    assert share(middleton, north) is None
    assert share(ward, england) is None
    assert share(ward, middleton) == 1


def test_what_names_its_own_board_feels_what_happens_above_its_district(middleton, ward, north):
    """The closure has nothing of the ward in the board; yet what holds the board holds some of the ward."""
    board, own = PlaceFactory(kind="icb"), PlaceFactory(kind="icb")
    add_link(child=middleton, parent=board, share=0.5)
    add_link(child=ward, parent=own)
    assert share(ward, board) is None
    add_link(child=board, parent=north)
    assert share(ward, north) == 0.5


@pytest.mark.parametrize("wrong", [0, -0.1, 1.0001, 2, float("nan"), float("inf")])
def test_a_share_is_more_than_nothing_and_at_most_all(middleton, north, wrong):
    with pytest.raises(CannotLinkError, match="A share is more than 0 and at most 1"):
        add_link(child=middleton, parent=north, share=wrong)
    add_link(child=middleton, parent=north, share=0.5)
    with pytest.raises(CannotLinkError, match="A share is more than 0 and at most 1"):
        change_link(child=middleton, parent=north, share=wrong)
    assert share(middleton, north) == 0.5


def test_the_database_refuses_wrong_shares_too(middleton, north):
    for wrong in (0, 1.5):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlaceLink.objects.create(child=middleton, parent=north, share=wrong)


def test_no_circle_can_be_closed(middleton, ward, north, england):
    add_link(child=middleton, parent=north, share=0.1)
    before = stored()
    for child, parent in ((england, ward), (north, middleton), (middleton, ward)):
        with pytest.raises(CannotLinkError, match="Two places cannot each lie inside the other"):
            add_link(child=child, parent=parent)
    with pytest.raises(CannotLinkError, match="Middleton cannot lie inside itself"):
        add_link(child=middleton, parent=middleton)
    assert stored() == before


def test_a_circle_over_a_path_that_the_closure_leaves_out_cannot_be_closed(middleton, ward):
    board, own = PlaceFactory(kind="icb"), PlaceFactory(kind="icb")
    add_link(child=middleton, parent=board, share=0.5)
    add_link(child=ward, parent=own)
    with pytest.raises(CannotLinkError, match="cannot each lie inside the other"):
        add_link(child=board, parent=ward)


def test_a_link_is_added_once_and_only_a_known_one_is_changed_or_removed(middleton, north, ward):
    with pytest.raises(CannotLinkError, match="Abbey, Middleton is linked to Middleton already"):
        add_link(child=ward, parent=middleton, share=0.5)
    with pytest.raises(CannotLinkError, match="Middleton is not linked to North"):
        change_link(child=middleton, parent=north, share=0.5)
    with pytest.raises(CannotLinkError, match="Middleton is not linked to North"):
        remove_link(child=middleton, parent=north)


def test_only_what_is_affected_is_read(middleton, north, england, django_assert_max_num_queries):
    for number in range(40):
        PlaceFactory(kind="district", name=f"District {number}", inside=[north])
    with django_assert_max_num_queries(20):
        add_link(child=middleton, parent=north)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove"]),
        st.integers(0, 6),
        st.integers(0, 6),
        st.sampled_from([*SHARES, 0.0, 1.5]),
    ),
    max_size=25,
)


def edit(places, action, child, parent, share):
    """Try an edit; one that is refused changes nothing."""
    ends = {"child": places[child], "parent": places[parent]}
    try:
        if action == "add":
            add_link(**ends, share=share)
        elif action == "change":
            change_link(**ends, share=share)
        else:
            remove_link(**ends)
    except CannotLinkError:
        return False
    return True


@unhurried
@given(kinds=st.lists(st.sampled_from(KINDS), min_size=7, max_size=7), edits=EDITS)
def test_after_any_edits_the_closure_is_what_the_links_say(kinds, edits):
    Place.objects.all().delete()
    places = [PlaceFactory(kind=kind) for kind in kinds]
    for action in edits:
        before = stored()
        if not edit(places, *action):
            assert stored() == before
    assert stored() == from_scratch()
    assert all(0 < found <= 1 for found in stored().values())
    links = set(PlaceLink.objects.values_list("child", "parent"))
    assert not any((parent, child) in stored() for child, parent in links)


@st.composite
def layered(draw):
    """Links of places to any of the next layer up, and edits of them: no path is a short cut of another."""
    layers = [(0, 1), (2, 3), (4, 5, 6)]
    pairs = [(child, parent) for upper, lower in pairwise(layers) for child in lower for parent in upper]
    pair = st.tuples(st.sampled_from(["add", "change", "remove"]), st.sampled_from(pairs))
    return draw(st.lists(st.tuples(pair, st.sampled_from([1.0, 0.75, 0.5, 0.3])), max_size=30))


@unhurried
@given(edits=layered())
def test_the_closure_is_the_transitive_product_of_the_links(edits):
    """Seven places of seven kinds: the greatest product of all paths counts, and no other rule."""
    Place.objects.all().delete()
    places = [PlaceFactory(kind=kind) for kind in KINDS]
    for (action, (child, parent)), share in edits:
        edit(places, action, child, parent, share)
    up = defaultdict(list)
    for child, parent, share in PlaceLink.objects.values_list("child", "parent", "share"):
        up[child].append((parent, share))
    expected = defaultdict(float)
    paths = [(place.pk, place.pk, 1.0) for place in places]
    while paths:
        start, end, product = paths.pop()
        expected[start, end] = max(expected[start, end], product)
        paths += [(start, further, product * share) for further, share in up[end]]
    assert stored() == pytest.approx(dict(expected), abs=1e-5)
