"""What `manage.py doctor` says of alerts."""

from datetime import timedelta

import pytest
from wagtail.models import Page

from search.saved.health import findings
from search.saved.models import Thing
from tests.search.saved.kit import DAY, HOUR, NOW, saved
from tests.search.saved.test_send_alerts import NEXT_MORNING, published, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "no_index")]


def said(time_machine, at):
    time_machine.move_to(at, tick=False)
    return {finding.sentence: finding.bad for finding in findings()}


def test_without_alerts_there_is_nothing_to_say(time_machine):
    assert said(time_machine, NOW) == {}


def test_where_all_is_well_it_says_how_many_there_are(time_machine):
    saved(text="gardens")
    published()
    send()
    assert said(time_machine, NEXT_MORNING + 5 * HOUR) == {"Saved searches with alerts: 1.": False}


def test_what_waits_to_be_matched_for_long_is_bad(time_machine):
    saved(text="gardens")
    Thing.objects.create(source="page", object_id=99, noted_at=NOW)
    sentence = "Things that wait to be held against saved searches: 1."
    assert said(time_machine, NOW + timedelta(minutes=5))[sentence] is False
    assert said(time_machine, NOW + 4 * HOUR)[sentence] is True


def test_letters_that_nobody_wrote_are_bad_unless_what_they_tell_of_is_hidden(time_machine):
    saved(text="gardens")
    page = published()
    sentence = "Subscribers whose alerts are late: 1. Does send_alerts run?"
    assert sentence not in said(time_machine, NEXT_MORNING + HOUR)
    assert said(time_machine, NEXT_MORNING + 5 * HOUR)[sentence] is True
    Page.objects.filter(pk=page.pk).update(live=False)
    assert sentence not in said(time_machine, NEXT_MORNING + DAY + 5 * HOUR)
