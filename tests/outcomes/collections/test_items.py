"""What is in a list: once each, in the order that people choose, with notes that nobody loses."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from outcomes.collections import items
from outcomes.collections.models import MOST_ITEMS, CollectedItem
from outcomes.collections.services import ChangedMeanwhileError
from partners.policy.refusals import NotAllowed
from tests.factories import UserFactory, make_page
from tests.outcomes.collections.gathering import LATER, NOW, make_list, titles

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def item(collection, title):
    return collection.items.select_related("collection").get(page__title=title)


def test_added_twice_it_is_there_once_with_the_first_note(person, studies):
    collection = make_list(person)
    facts = {"collection": collection, "page_id": studies[0].pk, "by": person}
    _, is_new = items.add(**facts, at=NOW, note="First")
    assert is_new
    _, is_new = items.add(**facts, at=LATER, note="Second")
    assert not is_new
    assert [each.note for each in collection.items.all()] == ["First"]


def test_a_draft_is_never_added(person, council, site):
    draft = make_page(CaseStudy, live=False, lead=council)
    for page_id in (draft.pk, 10**9):
        with pytest.raises(NotAllowed, match="Only a published"):
            items.add(collection=make_list(person), page_id=page_id, by=person, at=NOW)
    assert not CollectedItem.objects.exists()


def test_what_is_private_is_never_added(person, studies):
    PageViewRestriction.objects.create(page=studies[0], restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(NotAllowed):
        items.add(collection=make_list(person), page_id=studies[0].pk, by=person, at=NOW)


def test_a_list_is_full_at_a_hundred(person, studies, monkeypatch):
    assert MOST_ITEMS == 100
    monkeypatch.setattr(items, "MOST_ITEMS", 2)
    collection = make_list(person, *studies[:2])
    with pytest.raises(NotAllowed, match="at most 100"):
        items.add(collection=collection, page_id=studies[2].pk, by=person, at=NOW)


@pytest.mark.parametrize(
    ("title", "to", "expected"),
    [("C", 1, "CAB"), ("A", 2, "BAC"), ("A", 3, "BCA"), ("A", 99, "BCA"), ("B", 2, "ABC"), ("B", -5, "BAC")],
)
def test_moving_to_a_number(person, studies, title, to, expected):
    collection = make_list(person, *studies)
    at = items.move(item=item(collection, title), to=to, at=LATER)
    assert "".join(titles(collection)) == expected
    assert at == expected.index(title) + 1


@pytest.mark.parametrize(
    ("title", "by", "expected"), [("A", -1, "ABC"), ("A", 1, "BAC"), ("C", 1, "ABC"), ("C", -1, "ACB")]
)
def test_moving_up_and_down(person, studies, title, by, expected):
    collection = make_list(person, *studies)
    items.step(item=item(collection, title), by=by, at=LATER)
    assert "".join(titles(collection)) == expected


def test_what_was_taken_out_goes_back_to_where_it_stood(person, studies):
    collection = make_list(person, *studies)
    middle = item(collection, "B")
    items.write_note(item=middle, note="Look here", based_on=1, at=NOW)
    removed = items.remove(item=middle, at=LATER)
    assert "".join(titles(collection)) == "AC"
    items.add(
        collection=collection,
        page_id=removed.page_id,
        note=removed.note,
        position=removed.position,
        by=person,
        at=LATER,
    )
    assert "".join(titles(collection)) == "ABC"
    assert item(collection, "B").note == "Look here"


def test_what_is_added_after_a_removal_stands_last(person, studies):
    collection = make_list(person, *studies[:2])
    items.remove(item=item(collection, "A"), at=LATER)
    items.add(collection=collection, page_id=studies[2].pk, by=person, at=LATER)
    items.add(collection=collection, page_id=studies[0].pk, by=person, at=LATER)
    assert "".join(titles(collection)) == "BCA"


def test_nothing_is_done_to_what_somebody_else_took_out(person, studies):
    collection = make_list(person, *studies)
    gone = item(collection, "A")
    items.remove(item=gone, at=LATER)
    for act in (
        lambda: items.remove(item=gone, at=LATER),
        lambda: items.move(item=gone, to=1, at=LATER),
        lambda: items.step(item=gone, by=1, at=LATER),
        lambda: items.write_note(item=gone, note="x", based_on=1, at=LATER),
    ):
        with pytest.raises(CollectedItem.DoesNotExist):
            act()
    assert "".join(titles(collection)) == "BC"


def test_two_notes_at_once_lose_neither(person, studies):
    collection = make_list(person, studies[0])
    seen = item(collection, "A")
    items.write_note(item=seen, note="Theirs", based_on=1, at=NOW)
    with pytest.raises(ChangedMeanwhileError) as refusal:
        items.write_note(item=seen, note="Mine", based_on=1, at=LATER)
    assert refusal.value.now.note == item(collection, "A").note == "Theirs"
    items.write_note(item=seen, note="Mine", based_on=2, at=LATER)
    assert item(collection, "A").note == "Mine"


def test_the_same_note_twice_is_no_change(person, studies):
    collection = make_list(person, studies[0])
    for _ in range(2):
        items.write_note(item=item(collection, "A"), note="Same", based_on=1, at=LATER)
    assert item(collection, "A").version == 2


WAYS = ["add", "move", "up", "down", "remove"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "up", "down", "remove"]), st.integers(0, 4), st.integers(-1, 7)
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_any_run_of_steps_keeps_the_order_of_a_plain_list(steps):
    """Against a list of Python's own, in which each step is one line."""
    people = UserFactory()
    pages = list(CaseStudy.objects.order_by("pk"))
    collection, model = make_list(people), []
    for name, which, to in steps:
        page = pages[which]
        there = collection.items.select_related("collection").filter(page=page).first()
        if name == "add":
            items.add(collection=collection, page_id=page.pk, by=people, at=NOW)
            model += [] if page.pk in model else [page.pk]
        with suppress(ValueError):
            apply(name, model, page.pk, to)
        if there and name == "move":
            items.move(item=there, to=to, at=NOW)
        elif there and name in ("up", "down"):
            items.step(item=there, by=-1 if name == "up" else 1, at=NOW)
        elif there and name == "remove":
            items.remove(item=there, at=NOW)
        assert list(collection.items.values_list("page", flat=True)) == model


def apply(name, model, key, to):
    """One step on a plain list."""
    at = model.index(key)
    if name == "add":
        return
    model.remove(key)
    if name != "remove":
        goal = {"up": at - 1, "down": at + 1}.get(name, to - 1)
        model.insert(min(max(goal, 0), len(model)), key)


@pytest.fixture(autouse=True)
def five(request, site, council):
    """Five case studies to choose from, where steps are made up."""
    if "steps" in request.node.name:
        for title in "VWXYZ":
            make_page(CaseStudy, lead=council, title=title)
