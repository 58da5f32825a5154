"""Two workers at once, and one that dies in the middle: each thing is told of once, and none is lost."""

import pytest
from django.core import mail

from outcomes.objectives.models import Objective
from partners.mail.models import Letter
from partners.mail.sending import send_due
from search.documents import key_of
from search.request import SearchRequest
from search.saved import letters, matching
from search.saved.hearing import note
from search.saved.letters import send_alerts_to
from search.saved.matching import match_new
from search.saved.models import Alert, AlertMail, How, SavedSearch, Thing
from search.saved.services import Wish, save
from tests.factories import UserFactory, make_page
from tests.search.saved.kit import LONG_AGO, NOW, saved
from tests.search.saved.test_send_alerts import NEXT_MORNING
from tests.threads import at_once

pytestmark = [
    pytest.mark.both,
    pytest.mark.schedule,
    pytest.mark.idempotent,
    pytest.mark.usefixtures("copied_database", "site", "no_index"),
    pytest.mark.django_db(transaction=True),
]


def things(number):
    """Note so many new things, as if nobody had matched them when they were indexed."""
    pages = [make_page(Objective, title="Gardens") for _ in range(number)]
    Thing.objects.filter(object_id__in=[page.pk for page in pages]).delete()
    note([key_of("page", page.pk) for page in pages], at=NOW)
    return pages


def test_workers_that_match_at_once_note_each_thing_once():
    search = saved(text="gardens")
    things(6)
    found = at_once(lambda number: match_new(at=NOW), times=4)
    assert sum(found) == Alert.objects.filter(search=search).count() == 6
    assert not Thing.objects.filter(matched_at=None).exists()


def test_workers_that_send_at_once_write_one_letter():
    search = saved(text="gardens")
    things(3)
    match_new(at=NOW)
    subscriber = search.subscriber_id
    Letter.objects.all().delete()
    written = at_once(lambda number: send_alerts_to(subscriber_id=subscriber, at=NEXT_MORNING), times=4)
    assert sorted(written) == [False, False, False, True]
    assert Letter.objects.count() == AlertMail.objects.count() == 1
    send_due(Letter.objects.all(), at=Letter.objects.get().due_at)
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_while_matching_loses_nothing(monkeypatch):
    saved(text="gardens")
    things(2)
    with monkeypatch.context() as broken:
        broken.setattr(matching, "note", dies)
        with pytest.raises(SystemExit):
            match_new(at=NOW)
    assert Thing.objects.filter(matched_at=None).count() == 2
    assert match_new(at=NOW) == 2


def test_a_worker_that_dies_while_writing_loses_nothing(monkeypatch):
    search = saved(text="gardens")
    things(1)
    match_new(at=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(letters, "post", dies)
        with pytest.raises(SystemExit):
            send_alerts_to(subscriber_id=search.subscriber_id, at=NEXT_MORNING)
    assert not AlertMail.objects.exists()
    assert send_alerts_to(subscriber_id=search.subscriber_id, at=NEXT_MORNING)
    assert len(mail.outbox) == 1


def test_a_search_saved_twice_at_once_is_there_once():
    user = UserFactory()
    wish = Wish(SearchRequest(text="gardens"), "Gardens", How.DAILY)
    at_once(lambda number: save(user=user, wish=wish, at=LONG_AGO).pk, times=4)
    assert SavedSearch.objects.count() == 1


def dies(*args, **kwargs):
    raise SystemExit
