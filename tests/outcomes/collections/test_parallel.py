"""Several at once: threads with connections of their own, on a database where commits are real."""

from uuid import uuid4

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.collections import items, rules, services
from outcomes.collections.models import Collection
from outcomes.collections.services import ChangedMeanwhileError, Details
from partners.policy.refusals import NotAllowed
from tests.factories import PartnerFactory, UserFactory, make_page
from tests.outcomes.collections.gathering import LATER, NOW, make_list
from tests.threads import at_once

pytestmark = [
    pytest.mark.idempotent,
    pytest.mark.lost_update,
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
TIMES = 8


def test_one_form_sent_many_times_is_one_list():
    person, key = UserFactory(), uuid4()
    at_once(lambda _: services.make(details=Details("Mine"), form_key=key, by=person, at=NOW), TIMES)
    assert Collection.objects.count() == 1


def test_many_forms_at_once_make_no_more_than_the_limit(monkeypatch):
    monkeypatch.setattr(rules, "MOST_IN_PERIOD", 3)
    person = UserFactory()
    answers = at_once(lambda _: make_list(person), TIMES)
    assert len([each for each in answers if isinstance(each, NotAllowed)]) == TIMES - 3
    assert Collection.objects.count() == 3


def test_what_is_in_a_list_is_there_once_moved_whole_and_noted_by_one(site):
    person, lead = UserFactory(), PartnerFactory()
    studies = [make_page(CaseStudy, lead=lead) for _ in range(4)]
    collection = make_list(person)

    def add(number):
        return items.add(collection=collection, page_id=studies[number % 4].pk, by=person, at=NOW)

    assert sum(is_new for _, is_new in at_once(add, TIMES)) == 4
    kept = list(collection.items.select_related("collection"))
    at_once(lambda number: items.step(item=kept[number % 4], by=1, at=LATER), TIMES)
    assert sorted(collection.items.values_list("position", flat=True)) == [1, 2, 3, 4]

    def note(number):
        return items.write_note(item=kept[0], note=f"Note {number}", based_on=1, at=LATER)

    answers = at_once(note, TIMES, told=(ChangedMeanwhileError,))
    stored = [each.note for each in answers if not isinstance(each, ChangedMeanwhileError)]
    assert [collection.items.get(pk=kept[0].pk).note] == stored
