"""Reminders: to approvers of partners that have not decided, each once, on the days that were promised."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from partners.notices.models import Notice
from partners.signing.models import Decision, SigningRound
from partners.signing.reminders import STEPS, STEPS_WITHOUT_A_DATE, fitting_step, open_rounds, remind
from tests import threads
from tests.factories import MembershipFactory
from tests.partners.signing.together import a_page_together

pytestmark = [
    pytest.mark.both,
    pytest.mark.schedule,
    pytest.mark.usefixtures("site"),
]
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DUE = date(2026, 11, 20)
DAY = timedelta(days=1)


def waiting(due_on=DUE, at=NOW, **fields):
    """A page of three partners that was submitted with a day by which to decide."""
    together = a_page_together("Mersey Bank Council", "Ship Canal Health", "Moorside Neighbours", **fields)
    together.submit(at, due_on=due_on)
    return together


def run(day):
    """Run the reminders of a day, in the morning. Returns what they printed."""
    out = StringIO()
    with time_machine.travel(datetime(day.year, day.month, day.day, 7, tzinfo=UTC), tick=False):
        call_command("send_reminders", stdout=out)
    return out.getvalue()


def reminders():
    """Who was reminded: the key of each notice, and the person."""
    return sorted(Notice.objects.filter(key__contains="-remind-").values_list("person_id", "key"))


def reminded(partner):
    """On which steps a partner's approver was reminded."""
    found = Notice.objects.filter(key__contains=f"-remind-{partner.pk}-").order_by("pk")
    return [
        int(key.rpartition("-remind-")[2].partition("-")[2]) for key in found.values_list("key", flat=True)
    ]


@pytest.mark.django_db
def test_seven_and_two_days_before_on_the_day_and_weekly_four_times():
    together = waiting()
    told = {}
    for number in range(70):
        day = NOW.date() + number * DAY
        before = len(reminders())
        run(day)
        if len(reminders()) > before:
            told[(day - DUE).days] = len(reminders()) - before
    assert told == dict.fromkeys(STEPS, 3)
    assert reminded(together.partners[2]) == list(STEPS)


@pytest.mark.django_db
def test_twice_a_day_tells_once():
    waiting()
    run(DUE)
    before = reminders()
    run(DUE)
    assert reminders() == before
    assert len(before) == 3


@pytest.mark.django_db
def test_a_late_worker_sends_the_fitting_one_only():
    together = waiting()
    run(DUE - DAY)
    assert reminded(together.partners[1]) == [-2]
    run(DUE + 30 * DAY)
    assert reminded(together.partners[1]) == [-2, 28]


@pytest.mark.django_db
def test_a_clock_that_was_moved_back_repeats_nothing():
    together = waiting()
    run(DUE)
    run(DUE - 7 * DAY)
    run(DUE)
    assert sorted(reminded(together.partners[1])) == [-7, 0]


@pytest.mark.django_db
def test_who_has_decided_is_left_alone_however_they_decided():
    together = waiting()
    council, trust, _ = together.partners
    together.decide(council, NOW)
    together.decide(trust, NOW, Decision.DECLINED, "Not yet.")
    run(DUE)
    assert [len(reminded(each)) for each in together.partners] == [0, 0, 1]


@pytest.mark.django_db
def test_who_changed_its_part_after_signing_is_asked_again():
    together = waiting()
    trust = together.partners[1]
    together.decide(trust, NOW)
    together.say(trust, {"statement": "We open on Mondays."}, NOW)
    run(DUE)
    assert reminded(trust) == [0]


@pytest.mark.django_db
def test_only_approvers_of_named_partners():
    together = waiting()
    MembershipFactory()
    run(DUE)
    people = {person for person, _ in reminders()}
    assert people == {together.approvers[each.pk].pk for each in together.partners}


@pytest.mark.django_db
def test_the_reminder_of_the_day_of_asking_is_not_sent():
    """Who was asked this morning needs no reminder this evening."""
    together = waiting(due_on=NOW.date() + 7 * DAY)
    run(NOW.date())
    assert reminders() == []
    run(NOW.date() + 5 * DAY)
    assert reminded(together.partners[1]) == [-2]


@pytest.mark.django_db
@pytest.mark.usefixtures("letters_go_out")
def test_without_a_date_it_counts_from_the_submission():
    together = waiting(due_on=None)
    mail.outbox.clear()
    for number in range(70):
        run(NOW.date() + number * DAY)
    assert reminded(together.partners[1]) == list(STEPS_WITHOUT_A_DATE)
    assert all("It was submitted on 2 November 2026." in letter.body for letter in mail.outbox)
    assert len(mail.outbox) == 3 * len(STEPS_WITHOUT_A_DATE)


@pytest.mark.django_db
def test_nothing_for_a_page_that_waits_no_more():
    changed, published = waiting(), waiting()
    changed.write(summary="Other words.")
    published.all_sign(NOW)
    assert open_rounds() == []
    run(DUE)
    assert reminders() == []


@pytest.mark.django_db
@pytest.mark.usefixtures("letters_go_out")
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (DUE - 7 * DAY, "Please decide by 20 November 2026."),
        (DUE - DAY, "Please decide by 20 November 2026, which is tomorrow."),
        (DUE, "Please decide today, 20 November 2026."),
        (DUE + 7 * DAY, "It was to be decided by 20 November 2026."),
    ],
)
def test_the_letter_says_how_long_there_is(day, sentence):
    together = waiting()
    mail.outbox.clear()
    run(day)
    letter = next(
        each for each in mail.outbox if together.approvers[together.partners[1].pk].email in each.to
    )
    assert sentence in letter.body
    assert sentence in letter.alternatives[0][0]
    assert f"“{together.page.title}” waits for your signature" in letter.subject


@pytest.mark.django_db
def test_a_page_that_fails_keeps_no_other_from_its_reminder(monkeypatch, caplog):
    broken, fine = waiting(), waiting()
    from partners.signing.management.commands import send_reminders as command

    def breaks(round_id, at):
        if SigningRound.objects.get(pk=round_id).page_id == broken.page.pk:
            raise RuntimeError("the disk is full")
        return remind(round_id=round_id, at=at)

    monkeypatch.setattr(command, "remind", breaks)
    with pytest.raises(CommandError, match="1 pages failed"):
        run(DUE)
    assert "the disk is full" in caplog.text
    assert reminded(fine.partners[1]) == [0]
    assert reminded(broken.partners[1]) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_two_workers_at_once_tell_each_person_once():
    together = waiting()
    key = SigningRound.objects.get().pk
    at = datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert threads.at_once(lambda number: remind(round_id=key, at=at), times=6) == [3] * 6
    assert len(reminders()) == 3
    assert reminded(together.partners[1]) == [0]


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(due=days, submitted=days, today=days)
def test_a_step_is_never_early_and_never_before_the_asking(due, submitted, today):
    step = fitting_step(due, submitted, today)
    if step is not None:
        assert submitted < due + step * DAY <= today
        assert not any(step < later and due + later * DAY <= today for later in STEPS)
    else:
        assert not any(submitted < due + each * DAY <= today for each in STEPS)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        # The clocks go back on 25 October 2026: midnight here is 23:00 by UTC before, and 00:00 after.
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), []),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), [0]),
    ],
)
@pytest.mark.django_db
def test_the_day_begins_at_midnight_here(at, told):
    together = waiting(due_on=date(2026, 10, 25), at=datetime(2026, 10, 24, 9, tzinfo=UTC))
    remind(round_id=SigningRound.objects.get().pk, at=at)
    assert reminded(together.partners[1]) == told
