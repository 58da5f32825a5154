"""Go-live dates: each page goes on the site once, never early, whoever runs the clock and however late."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django import forms
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from partners.signing.forms import SubmitForm
from partners.signing.machine import Public, Text
from partners.signing.models import Publication
from partners.signing.moments import LocalMomentField
from partners.signing.publishing import publish_due
from tests import threads
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.both, pytest.mark.schedule, pytest.mark.usefixtures("site")]
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
GOES_LIVE = datetime(2026, 11, 9, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def signed(goes_live=GOES_LIVE):
    """A page that all have signed, and that waits for its date."""
    together = a_page_together("Mersey Bank Council", "Ship Canal Health")
    together.submit(NOW, go_live_at=goes_live)
    together.all_sign(NOW)
    return together


def run(at, command="publish_due"):
    """Run the clock at this moment. Returns what it printed."""
    out = StringIO()
    with time_machine.travel(at, tick=False):
        call_command(command, stdout=out)
    return out.getvalue()


def is_live(together):
    """Whether everybody reads the page."""
    return Page.objects.get(pk=together.page.pk).live


@pytest.mark.django_db
def test_not_early_and_then_once():
    together = signed()
    assert "0 went on the site" in run(GOES_LIVE - SECOND)
    assert not is_live(together)
    assert "1 went on the site" in run(GOES_LIVE)
    assert is_live(together)
    assert "0 went on the site" in run(GOES_LIVE + SECOND)
    assert Publication.objects.get().at == GOES_LIVE


@pytest.mark.django_db
def test_a_late_worker_makes_up_for_it():
    pages = [signed(), signed(GOES_LIVE + timedelta(days=1)), signed(GOES_LIVE + timedelta(days=30))]
    assert "2 went on the site" in run(GOES_LIVE + timedelta(days=3))
    assert [is_live(each) for each in pages] == [True, True, False]


@pytest.mark.django_db
def test_a_clock_that_was_moved_back_and_forth_publishes_once():
    together = signed()
    run(GOES_LIVE + SECOND)
    for at in (NOW, GOES_LIVE - SECOND, GOES_LIVE, GOES_LIVE + timedelta(days=400)):
        assert "0 went on the site" in run(at)
    assert Publication.objects.count() == 1
    assert is_live(together)


@pytest.mark.django_db
def test_words_that_were_changed_meanwhile_stay_away():
    together = signed()
    together.write(summary="Other words.")
    run(GOES_LIVE)
    assert not is_live(together)


@pytest.mark.django_db
def test_a_part_that_was_changed_meanwhile_waits_for_its_partner_alone():
    together = signed()
    trust = together.partners[1]
    together.say(trust, {"statement": "We open on Mondays."}, NOW)
    run(GOES_LIVE)
    assert not is_live(together)
    together.decide(trust, GOES_LIVE + SECOND)
    assert is_live(together)


@pytest.mark.django_db
def test_a_page_that_fails_keeps_no_other_from_going(monkeypatch, caplog):
    broken, fine = signed(), signed(GOES_LIVE + SECOND)
    from partners.signing.management.commands import publish_due as command

    def breaks(page_id, at):
        if page_id == broken.page.pk:
            raise RuntimeError("the disk is full")
        return publish_due(page_id, at)

    monkeypatch.setattr(command, "publish_due", breaks)
    with pytest.raises(CommandError, match=f"“{broken.page.title}”"):
        run(GOES_LIVE + timedelta(hours=1))
    assert "the disk is full" in caplog.text
    assert (is_live(broken), is_live(fine)) == (False, True)
    monkeypatch.undo()
    assert "1 went on the site, 0 failed" in run(GOES_LIVE + timedelta(hours=2))
    assert is_live(broken)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_two_workers_at_once_publish_once():
    pages = [signed() for _ in range(3)]
    keys = [each.page.pk for each in pages]

    def worker(number):
        return [publish_due(key, GOES_LIVE) for key in (keys if number % 2 else keys[::-1])]

    found = threads.at_once(worker, times=6)
    assert sum(each is not None for run in found for each in run) == len(pages)
    assert Publication.objects.count() == len(pages)
    for each in pages:
        state = each.page.signing_state
        state.refresh_from_db()
        assert (state.text, state.public) == (Text.SETTLED, Public.LIVE)
        assert PageLogEntry.objects.filter(page=each.page.pk, action="wagtail.publish").count() == 1


# Nights in which the clocks change


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2027-03-28T00:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("2027-03-28T02:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T00:30", datetime(2027, 10, 30, 23, 30, tzinfo=UTC)),
        ("2027-10-31T02:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("2027-07-01T01:30", datetime(2027, 7, 1, 0, 30, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_local_time_is_one_moment(typed, utc):
    assert LocalMomentField(required=False).clean(typed) == utc


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2027-03-28T01:00", "There is no 01:00 on 28 March 2027.*Choose 02:00"),
        ("2027-03-28T01:30", "There is no 01:30 on 28 March 2027.*Choose 02:30"),
        ("2027-10-31T01:00", "01:00 comes twice on 31 October 2027"),
        ("2027-10-31T01:30", "01:30 comes twice on 31 October 2027.*an hour earlier or later"),
    ],
)
def test_a_local_time_that_is_none_or_two_is_refused(typed, sentence):
    with pytest.raises(forms.ValidationError, match=sentence):
        LocalMomentField().clean(typed)


def test_what_is_no_time_is_told_in_the_words_of_the_field():
    with pytest.raises(forms.ValidationError, match="Write a date and a time"):
        SubmitForm().fields["go_live_at"].clean("next Monday")


@time_machine.travel(NOW, tick=False)
def test_the_form_of_the_editor_asks_so_and_keeps_what_was_typed():
    form = SubmitForm({"go_live_at": "2027-03-28T01:30"})
    assert "There is no 01:30" in form.errors["go_live_at"][0]
    assert 'value="2027-03-28T01:30"' in str(form["go_live_at"])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2027-03-28T02:00", "2027-10-31T02:00", "2027-10-31T00:59"])
def test_in_such_a_night_nothing_goes_early_or_twice(typed):
    """The clock is run every half hour of the night, by UTC, as cron does."""
    goes_live = LocalMomentField().clean(typed)
    together = signed(goes_live)
    midnight = datetime(goes_live.year, goes_live.month, goes_live.day, tzinfo=UTC) - timedelta(hours=2)
    for half_hours in range(14):
        at = midnight + half_hours * timedelta(minutes=30)
        run(at)
        assert is_live(together) is (at >= goes_live)
    assert Publication.objects.count() == 1


# Wagtail's own clock


@pytest.mark.django_db
@pytest.mark.parametrize("dryrun", [True, False])
def test_wagtails_clock_leaves_pages_alone_that_partners_sign(dryrun):
    """Dates that came in from elsewhere neither put such a page on the site nor take it off."""
    draft, live = signed(), signed()
    run(GOES_LIVE)
    draft_again = a_page_together("Aire Bank Council", "Moor Trust")
    for each in (draft_again, live):
        Page.objects.filter(pk=each.page.pk).update(expire_at=NOW, go_live_at=NOW)
        revision = Page.objects.get(pk=each.page.pk).latest_revision
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=NOW)
    out = StringIO()
    with time_machine.travel(GOES_LIVE + SECOND, tick=False):
        call_command("publish_scheduled", dryrun=dryrun, stdout=out)
    assert (is_live(draft), is_live(live), is_live(draft_again)) == (True, True, False)
    assert live.page.title not in out.getvalue()
    has_date = Page.objects.filter(pk=live.page.pk, expire_at__isnull=False).exists()
    assert has_date is dryrun


@pytest.mark.django_db
def test_information_pages_keep_their_dates():
    from portal.home.models import InformationPage

    page = InformationPage.objects.first()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.title = "Later"
    page.save_revision().publish()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        call_command("publish_scheduled", stdout=StringIO())
    page.refresh_from_db()
    assert page.title == "Later"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("publish_due", "whose date has come"),
        ("publish_scheduled", "for these, run publish_due"),
        ("send_reminders", "Each reminder goes out once"),
    ],
)
def test_the_commands_explain_themselves(command, says, capsys):
    with pytest.raises(SystemExit):
        call_command(command, "--help")
    assert says in " ".join(capsys.readouterr().out.split())


def test_days_are_days_of_the_site():
    """Half past midnight in summer is a new day here, though not by UTC."""
    with time_machine.travel(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        assert timezone.localdate() == date(2027, 7, 1)
