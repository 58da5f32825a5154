"""Several workers at once, on a database where commits are real."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError

from partners.mail.models import Letter
from partners.notices.digests import people_waiting, send_digest
from partners.notices.models import Category, Digest, Notice
from tests.factories import UserFactory
from tests.partners.notices.telling import NOW, say
from tests.threads import at_once

pytestmark = [
    pytest.mark.idempotent,
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]


def test_two_workers_write_each_letter_once():
    people = [UserFactory() for _ in range(10)]
    for number in range(3):
        say(*people, key=str(number), category=Category.FRESHNESS)
    waiting = people_waiting()

    def work(number):
        return sum(send_digest(person_id=key, at=NOW) for key in waiting)

    assert sum(at_once(work, times=2)) == len(people)
    assert Digest.objects.count() == Letter.objects.count() == len(people)
    assert not Notice.objects.waiting().exists()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in people)
    assert all(letter.subject == "3 new notices for you" for letter in mail.outbox)


def test_what_is_noted_by_many_at_once_is_told_once():
    people = [UserFactory() for _ in range(3)]
    at_once(lambda number: say(*people), times=10, told=())
    assert Notice.objects.count() == Letter.objects.count() == len(mail.outbox) == 3


def test_what_people_are_told_while_letters_are_written_is_in_one_of_them():
    """Each is in exactly one letter, and none is dropped."""
    person = UserFactory()
    days = 15

    def act(number):
        if number % 2:
            for each in range(days):
                say(person, key=f"{number}-{each}", category=Category.FRESHNESS, subject=f"({number}-{each})")
            return 0
        return sum(send_digest(person_id=person.pk, at=NOW + timedelta(days=day)) for day in range(days))

    results = at_once(act, times=4, told=(OperationalError,))
    assert not [result for result in results if isinstance(result, Exception)]
    send_digest(person_id=person.pk, at=NOW + timedelta(days=days))
    words = "\n".join(letter.body for letter in mail.outbox)
    for number in (1, 3):
        for each in range(days):
            assert words.count(f"({number}-{each})") == 1
    assert not Notice.objects.filter(digest=None).exists()
