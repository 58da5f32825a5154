"""Following a place: once, only where something can happen, and nobody else's business."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from partners.following.models import PlaceFollow
from partners.following.rules import NotAllowedError
from partners.following.selectors import followed_places, follows
from partners.following.services import follow, unfollow
from partners.places.editions import moving
from tests.factories import PlaceFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, tzinfo=UTC)


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def place():
    return PlaceFactory(name="Sale")


def test_asked_twice_it_counts_once(person, place):
    assert follow(user=person, place=place, at=NOW) is True
    assert follow(user=person, place=place, at=LATER) is False
    assert list(PlaceFollow.objects.values_list("user", "place", "followed_at")) == [
        (person.pk, place.pk, NOW)
    ]


def test_the_database_refuses_a_second_follow(person, place):
    follow(user=person, place=place, at=NOW)
    with pytest.raises(IntegrityError):
        PlaceFollow.objects.create(user=person, place=place, followed_at=LATER)


def test_stopping(person, place):
    follow(user=person, place=place, at=NOW)
    assert unfollow(user=person, place=place) is True
    assert unfollow(user=person, place=place) is False
    assert not follows(person, place)


def test_a_place_that_ended_cannot_be_followed_and_says_why(person, place):
    place.ended_on = "2026-03-31"
    place.save()
    with pytest.raises(NotAllowedError, match="Sale has ended"):
        follow(user=person, place=place, at=NOW)
    assert not PlaceFollow.objects.exists()


def test_stopping_is_possible_after_the_place_ended(person, place):
    follow(user=person, place=place, at=NOW)
    place.ended_on = "2026-03-31"
    place.save()
    assert unfollow(user=person, place=place) is True


def test_each_person_has_a_list_of_their_own_by_name(person, place):
    other = UserFactory()
    first = PlaceFactory(name="Abbey")
    follow(user=person, place=place, at=NOW)
    follow(user=person, place=first, at=LATER)
    follow(user=other, place=place, at=NOW)
    assert followed_places(person) == [first, place]
    assert followed_places(other) == [place]
    unfollow(user=other, place=place)
    assert follows(person, place)


def test_the_list_takes_one_query(person, django_assert_num_queries):
    for _ in range(5):
        follow(user=person, place=PlaceFactory(), at=NOW)
    with django_assert_num_queries(1):
        assert len(followed_places(person)) == 5


def test_a_follow_goes_with_the_account(person, place):
    follow(user=person, place=place, at=NOW)
    person.delete()
    assert not PlaceFollow.objects.exists()


def test_a_follow_names_nobody_where_it_is_logged(person, place):
    follow(user=person, place=place, at=NOW)
    said = f"{PlaceFollow.objects.get()} {PlaceFollow.objects.get()!r}"
    assert person.email not in said
    assert place.name not in said


def test_follows_go_on_at_what_a_place_becomes(person, place):
    """Two places become one: who followed both follows the new one, once."""
    second, third = PlaceFactory(), PlaceFactory(name="Sale and Second")
    stranger = UserFactory()
    for user, followed in ((person, place), (person, second), (stranger, second)):
        follow(user=user, place=followed, at=NOW)
    rule = moving.rule_called("following.placefollow.place")
    rule.move({place.pk: [third.pk], second.pk: [third.pk]})
    assert followed_places(person) == followed_places(stranger) == [third]
    assert PlaceFollow.objects.count() == 2
