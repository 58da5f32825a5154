"""Several at once: threads with connections of their own, on a database where commits are real."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from partners.neighbourhoods import rules, services
from partners.neighbourhoods.models import Neighbourhood
from partners.neighbourhoods.plans import NameTakenError
from partners.places.models import Place, PlaceLink
from tests.partners.neighbourhoods.conftest import closure_is_right, make_ground, square
from tests.partners.neighbourhoods.test_services import NOW

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]

TIMES = 8


def at_once(action, times=TIMES):
    """Do something in so many threads that start together. Returns what each returned, or its refusal."""
    start = Barrier(times, timeout=30)

    def run(number):
        try:
            start.wait()
            return action(number)
        except (rules.NotAllowed, NameTakenError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def create(ground, number, key, *names, **facts):
    plan = ground.plan(*names, **facts)
    return services.create(plan=plan, by=ground.people["editor"], at=NOW, key=key)


def test_one_form_sent_eight_times_at_once_makes_one():
    ground = make_ground()
    results = at_once(lambda number: create(ground, number, "one-form", "Abbey"))
    assert sum(is_new for _, is_new in results) == 1
    assert len({made.pk for made, _ in results}) == 1
    assert Place.objects.filter(kind="neighbourhood").count() == 1
    assert closure_is_right()


def test_of_eight_forms_with_one_name_one_is_saved():
    ground = make_ground()
    results = at_once(lambda number: create(ground, number, f"form-{number}", "Abbey"))
    assert sum(isinstance(result, NameTakenError) for result in results) == TIMES - 1
    assert Neighbourhood.objects.count() == 1


def test_overlapping_neighbourhoods_made_at_once_all_keep_their_links():
    ground = make_ground()
    made_of = [
        {"drawing": square(-2.4, 53.4, -2.3, 53.5)},
        {"names": ["Abbey"]},
        {"names": ["Abbey 1", "Park"]},
    ]

    def make(number):
        facts = dict(made_of[number % 3])
        names = facts.pop("names", ())
        return create(ground, number, f"form-{number}", *names, name=f"Number {number}", **facts)

    results = at_once(make)
    assert all(is_new for _, is_new in results)
    assert closure_is_right()
    assert PlaceLink.objects.filter(child=ground["Abbey 1"], parent__kind="neighbourhood").count() == TIMES


def test_of_eight_changes_made_from_one_version_one_is_saved():
    ground = make_ground()
    found, _ = create(ground, 0, "one", "Abbey")

    def change(number):
        plan = ground.plan("Park", name=f"Name {number}")
        who = ground.people["approver"]
        return services.change(neighbourhood=found, plan=plan, version=found.version, by=who, at=NOW)

    results = at_once(change)
    assert sum(isinstance(result, rules.NotAllowed) for result in results) == TIMES - 1
    assert Neighbourhood.objects.get().version == 2
    assert closure_is_right()


def test_archived_by_eight_at_once_it_is_archived_once():
    ground = make_ground()
    found, _ = create(ground, 0, "one", "Abbey")
    who = ground.people["editor"]
    results = at_once(lambda number: services.archive(neighbourhood=found, by=who, at=NOW))
    assert sum(isinstance(result, rules.NotAllowed) for result in results) == TIMES - 1
    assert Neighbourhood.objects.get().version == 2
