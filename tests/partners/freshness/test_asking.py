"""The requests: each once, by whichever worker, and never early."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from outcomes.objectives.models import Objective
from partners.freshness import services
from partners.freshness.asking import ask, to_ask
from partners.freshness.dates import Stage
from partners.freshness.models import PageReview, ReviewRequest
from partners.mail.models import Letter
from partners.notices.models import Category, Notice
from tests.factories import make_page
from tests.partners.freshness.kit import link_sent, review_of
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.schedule]
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
DESK = "desk@example.org"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def run():
    out = StringIO()
    call_command("send_review_requests", stdout=out, stderr=StringIO())
    return out.getvalue()


def letters():
    return Letter.objects.filter(to=DESK).order_by("pk")


def stages():
    return list(ReviewRequest.objects.order_by("pk").values_list("stage", flat=True))


def test_a_contact_gets_three_letters_and_no_more(ground, clock):
    review_of(ground.page, due_in=40, contact=DESK)
    days = []
    for day in range(110):
        clock.move_to(NOW + timedelta(days=day))
        before = letters().count()
        run()
        run()
        days += [day] * (letters().count() - before)
    assert days == [40 - 28, 40, 40 + 28]
    assert stages() == [Stage.BEFORE, Stage.ON, Stage.AFTER]


@pytest.mark.parametrize(("late", "stage"), [(20, Stage.BEFORE), (60, Stage.ON), (300, Stage.AFTER)])
def test_a_late_worker_sends_the_one_that_fits(ground, clock, late, stage):
    review_of(ground.page, due_in=40, contact=DESK)
    clock.move_to(NOW + timedelta(days=late))
    run()
    run()
    assert stages() == [stage]
    assert letters().count() == 1


def test_a_clock_that_goes_backwards_brings_no_earlier_letter(ground, clock):
    review_of(ground.page, due_in=0, contact=DESK)
    run()
    clock.move_to(NOW - timedelta(days=10))
    run()
    assert stages() == [Stage.ON]


def test_nobody_is_asked_too_early_or_about_what_is_not_public(ground):
    review_of(ground.page, due_in=29, contact=DESK)
    draft = make_page(Objective, lead=ground.council, live=False)
    review_of(draft, due_in=-1, contact=DESK)
    assert to_ask(NOW) == []
    assert ask(page_id=draft.pk, at=NOW) is None
    assert "0 pages asked about" in run()


def test_the_letter_says_which_page_by_when_and_how(ground):
    review_of(ground.page, due_in=3, contact=DESK)
    key = link_sent(ground.page)
    letter = letters().get()
    assert letter.subject == "Is “Warm spaces” still right?"
    for text in (letter.text, letter.html):
        assert f"/still-right/{key}/" in text
        assert "by 7 March 2026" in text
        assert "until 3 May 2026" in text
        assert "Council" in text
    assert DESK not in letter.key


def test_editors_of_the_lead_partner_are_told_once(ground):
    review_of(ground.page, due_in=-30, contact=DESK)
    run()
    told = Notice.objects.filter(category=Category.FRESHNESS)
    assert {notice.person for notice in told} == {ground.editor, ground.approver}
    assert "We have asked Housing options team, too." in told[0].text
    # Another contact for the same date is asked, and is no news for them.
    review = PageReview.objects.get()
    choice = services.Choice(review.review_on, "Front office", "front@example.org")
    services.choose(page=ground.page.page_ptr, choice=choice, seen=review.version, by=ground.editor, at=NOW)
    run()
    assert told.count() == 2
    assert Letter.objects.filter(to="front@example.org").count() == 1


def test_who_has_confirmed_is_not_asked_again_and_notices_are_settled(ground):
    review_of(ground.page, due_in=0, contact=DESK)
    run()
    services.confirm(page=ground.page.page_ptr, seen=1, by=ground.editor, at=NOW)
    run()
    assert letters().count() == 1
    assert not Notice.objects.filter(category=Category.FRESHNESS, read_at=None).exists()


def test_without_a_contact_the_partner_is_asked(ground):
    review_of(ground.page, due_in=0)
    run()
    assert ReviewRequest.objects.get().digest is None
    assert "No contact is named" in Notice.objects.filter(person=ground.editor).get().text


def test_pages_published_before_checks_were_kept_get_a_date_and_time(ground):
    old = make_page(Objective, lead=ground.council, published=datetime(2020, 1, 1, tzinfo=UTC))
    assert "2 given a date" in run()
    assert old.page_review.review_on == (NOW + timedelta(days=28)).date()
    assert "0 given a date" in run()


def test_the_number_of_queries_to_find_whom_to_ask_is_fixed(ground, django_assert_num_queries):
    for _ in range(5):
        review_of(make_page(Objective, lead=ground.council), due_in=-1, contact=DESK)
    with django_assert_num_queries(3):
        assert len(to_ask(NOW)) == 5


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once(copied_database, ground):
    review_of(ground.page, due_in=0, contact=DESK)
    answers = at_once(lambda number: ask(page_id=ground.page.pk, at=NOW), times=8)
    assert answers.count(Stage.ON) == 1
    assert answers.count(None) == 7
    # It was sent, so that its address is forgotten.
    assert Letter.objects.filter(key__startswith="review-").count() == 1
