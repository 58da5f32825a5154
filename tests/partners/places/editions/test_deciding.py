"""Deciding where the things of an ended place go, when no edition could."""

from datetime import UTC, datetime

import pytest

from partners.places.editions.questions import NotPossibleError, decide
from partners.places.models import PlaceQuestion
from partners.places.tagging import PagePlace
from search.models import SearchOutbox, Subject
from tests.factories import UserFactory
from tests.partners.places.editions.factories import SPLIT, place
from tests.partners.places.editions.test_moving import names, publish

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
def abbey(delivery, content):
    """The ward that was split, after the edition."""
    delivery.load("2026-05")
    return place("E05000001")


@pytest.fixture
def person(db):
    return UserFactory(is_superuser=True)


def questions(**facts):
    return list(PlaceQuestion.objects.filter(place__code="E05000001", **facts).order_by("label"))


def heirs(number):
    return [place(code) for code in list(SPLIT)[:number]]


def test_a_page_moves_to_one_of_the_successors(abbey, content, person):
    (question,) = questions(label="In Abbey")
    done, not_done = decide(questions=[question], to=heirs(1), by=person, at=NOW)
    assert (done, not_done) == ([question], [])
    assert names(content.in_abbey) == ["Abbey East"]
    question.refresh_from_db()
    assert (question.state, question.decided_by, question.decided_at) == ("moved", person, NOW)
    assert question.answer == "Abbey East, North Vale"


def test_a_page_moves_to_several_of_them(abbey, content, person):
    decide(questions=questions(label="In Abbey"), to=heirs(2), by=person, at=NOW)
    assert names(content.in_abbey) == ["Abbey East", "Abbey West"]


def test_its_drafts_move_too(abbey, content, person):
    content.in_abbey.save_revision()
    decide(questions=questions(label="In Abbey"), to=heirs(2), by=person, at=NOW)
    publish(type(content.in_abbey).objects.get(pk=content.in_abbey.pk))
    assert names(content.in_abbey) == ["Abbey East", "Abbey West"]


def test_several_things_are_decided_at_once(abbey, content, person):
    both = questions(relation="places.pageplace.place")
    decide(questions=both, to=heirs(1), by=person, at=NOW)
    assert names(content.in_abbey) == ["Abbey East"]
    assert names(content.in_abbey_and_aston) == ["Abbey East", "North Vale"]


def test_what_is_left_stays_and_is_not_asked_again(abbey, content, person, delivery):
    decide(questions=questions(label="In Abbey"), to=[], by=person, at=NOW)
    assert names(content.in_abbey) == ["Abbey"]
    delivery.rows["E05000012"]["name"] = "Fenland"
    delivery.load("2026-06")
    assert [question.state for question in questions(label="In Abbey")] == ["left"]


def test_what_is_left_stays_even_when_a_successor_becomes_certain(abbey, content, person, delivery):
    decide(questions=questions(label="In Abbey"), to=[], by=person, at=NOW)
    delivery.rows["E05000001"]["successors"] = "E05000101"
    delivery.load("2026-05b")
    assert names(content.in_abbey) == ["Abbey"]
    assert names(content.in_abbey_and_aston) == ["Abbey East", "North Vale"]


def test_a_proposal_can_be_in_one_place_only(abbey, content, person, everything):
    (question,) = questions(relation="proposals.proposal.place")
    before = everything()
    with pytest.raises(NotPossibleError, match="can be in one place only"):
        decide(questions=[question], to=heirs(2), by=person, at=NOW)
    assert everything() == before
    decide(questions=[question], to=heirs(1), by=person, at=NOW)
    content.open_proposal.refresh_from_db()
    assert content.open_proposal.place.name == "Abbey East"


def test_nothing_moves_to_a_place_that_has_ended(abbey, person, everything):
    before = everything()
    with pytest.raises(NotPossibleError, match="Aston has ended, too"):
        decide(questions=questions(label="In Abbey"), to=[place("E07000001")], by=person, at=NOW)
    assert everything() == before


def test_a_page_with_a_draft_that_cannot_be_read_is_refused_kindly(abbey, content, person):
    draft = content.in_abbey.save_revision()
    draft.content = {**draft.content, "place_tags": [{"pk": 1}]}
    draft.save()
    with pytest.raises(NotPossibleError, match="In Abbey: A draft of it cannot be read"):
        decide(questions=questions(label="In Abbey"), to=heirs(1), by=person, at=NOW)
    assert names(content.in_abbey) == ["Abbey"]


def test_the_same_decision_twice_counts_once(abbey, person):
    asked = questions(label="In Abbey")
    decide(questions=asked, to=heirs(1), by=person, at=NOW)
    done, not_done = decide(questions=asked, to=heirs(2), by=UserFactory(), at=NOW)
    assert (done, not_done) == ([], asked)
    (question,) = questions(label="In Abbey")
    assert (question.answer, question.decided_by) == ("Abbey East, North Vale", person)


def test_what_an_editor_has_settled_meanwhile_is_left_alone(abbey, content, person):
    PagePlace.objects.filter(page=content.in_abbey).update(place=place("E05000011"))
    asked = questions(label="In Abbey")
    done, not_done = decide(questions=asked, to=heirs(1), by=person, at=NOW)
    assert (done, not_done) == ([], asked)
    assert names(content.in_abbey) == ["Fen 11"]
    (question,) = questions(label="In Abbey")
    assert (question.state, question.decided_by) == ("settled", None)


def test_search_hears_of_it(abbey, content, person):
    SearchOutbox.objects.all().delete()
    decide(questions=questions(label="In Abbey"), to=heirs(1), by=person, at=NOW)
    noted = SearchOutbox.objects.filter(subject=Subject.PAGE, object_id=content.in_abbey.pk)
    assert noted.exists()
