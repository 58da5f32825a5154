"""Alerts with a moved clock: each right mail once, none wrong."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core import mail
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from outcomes.objectives.models import Objective
from outcomes.proposals.models import Proposal
from partners.mail.models import Letter
from partners.mail.sending import send_due
from search.documents import key_of
from search.request import SearchRequest
from search.saved import services
from search.saved.hearing import note
from search.saved.letters import send_alerts_to, subscribers_waiting
from search.saved.links import stop_path
from search.saved.matching import match_new
from search.saved.models import Alert, AlertMail, How, SavedSearch, Subscriber, Thing
from search.saved.periods import latest_monday, latest_morning
from tests.factories import UserFactory, make_page
from tests.outcomes.proposals.factories import ProposalFactory
from tests.search.saved.kit import DAY, HOUR, LONG_AGO, NOW, saved, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("site", "no_index"),
    pytest.mark.schedule,
]
NEXT_MORNING = datetime(2026, 3, 5, 7, 20, tzinfo=UTC)


@pytest.fixture
def person():
    return UserFactory(email="ada@example.org")


def published(title="Gardens", at=NOW, **facts):
    """Publish something, and hold it against the saved searches."""
    page = make_page(Objective, title=title, **facts)
    hear(page, at)
    return page


def hear(page, at=NOW):
    note([key_of("page", page.pk)], at=at)
    match_new(at=at)


def send(at=NEXT_MORNING):
    """Write the letters that are due. Return how many."""
    return sum(send_alerts_to(subscriber_id=key, at=at) for key in subscribers_waiting(at))


def deliver(at=NEXT_MORNING):
    """Send what was written. Return how many letters."""
    return send_due(Letter.objects.all(), at=max(at, Letter.objects.latest("pk").due_at)).sent


def run(time_machine, at):
    """Run the command at this moment, and return what it says."""
    time_machine.move_to(at, tick=False)
    out = StringIO()
    call_command("send_alerts", stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.usefixtures("letters_go_out")
class TestOneMail:
    def test_the_letter_of_the_morning_names_what_is_new(self, person):
        saved(person, name="Green things", text="gardens")
        first = published("Gardens for <all>", summary="Beds & bees.")
        second = published("More gardens", at=NOW + HOUR)
        published("Choirs")
        assert mail.outbox == []
        assert send() == 1
        [letter] = mail.outbox
        assert letter.to == ["ada@example.org"]
        assert letter.subject == "2 new in “Green things”"
        for page in (first, second):
            assert f"http://localhost:8000{page.url}" in letter.body
        assert "GREEN THINGS" in letter.body
        assert "Beds & bees." in letter.body
        assert "Choirs" not in letter.body
        assert "http://localhost:8000/search/?q=gardens" in letter.body
        assert "http://localhost:8000/account/searches/" in letter.body
        html = letter.alternatives[0][0]
        assert ">Gardens for &lt;all&gt;</a>" in html
        assert "<img" not in html
        [stop] = re.findall(r"http://localhost:8000(/search/alerts/stop/\S+)", letter.body)
        assert letter.extra_headers["List-Unsubscribe"] == f"<http://localhost:8000{stop}>"
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_all_searches_are_in_one_letter(self, person):
        saved(person, name="B", text="gardens")
        saved(person, name="A", kinds=("objective",))
        published()
        assert send() == 1
        [letter] = mail.outbox
        assert letter.subject == "1 new in 2 of your searches"
        assert letter.body.index("\nA\n") < letter.body.index("\nB\n")

    def test_each_subscriber_has_a_letter_of_their_own(self, person):
        saved(person, text="gardens")
        saved(UserFactory(email="bo@example.org"), text="gardens")
        published()
        assert send() == 2
        assert sorted(letter.to[0] for letter in mail.outbox) == ["ada@example.org", "bo@example.org"]

    def test_a_proposal_is_told_of_when_it_becomes_public(self, person):
        saved(person, kinds=("proposal",))
        proposal = ProposalFactory(confirmed_at=NOW, accepted_at=NOW, status="open", title="A bench")
        note([key_of("proposal", proposal.pk)], at=NOW)
        match_new(at=NOW)
        assert send() == 1
        assert f"http://localhost:8000/proposals/{proposal.reference}/" in mail.outbox[0].body

    def test_a_run_that_comes_again_sends_nothing(self, person, time_machine):
        saved(person, text="gardens")
        published()
        assert "Letters written: 1." in run(time_machine, NEXT_MORNING)
        for hours in range(1, 30):
            assert "Letters written: 0." in run(time_machine, NEXT_MORNING + hours * HOUR)
        assert len(mail.outbox) == 1

    def test_nothing_goes_out_before_its_time(self, person, time_machine):
        saved(person, text="gardens")
        published()
        for at in (NOW, NOW + 10 * HOUR, datetime(2026, 3, 5, 6, 59, 59, tzinfo=UTC)):
            assert "Letters written: 0." in run(time_machine, at)
        assert "Letters written: 1." in run(time_machine, datetime(2026, 3, 5, 7, 0, 1, tzinfo=UTC))

    def test_what_comes_after_the_letter_waits_for_the_next_morning(self, person):
        saved(person, text="gardens")
        published("First gardens")
        send()
        published("Second gardens", at=NEXT_MORNING + HOUR)
        assert send(NEXT_MORNING + 2 * HOUR) == 0
        assert send(NEXT_MORNING + DAY) == 1
        assert "First" not in mail.outbox[1].body
        assert "Second" in mail.outbox[1].body

    def test_a_run_that_is_days_late_tells_of_everything_once(self, person):
        saved(person, text="gardens")
        for number in range(3):
            published(f"Gardens {number}", at=NOW + number * DAY)
        assert send(NOW + 9 * DAY) == 1
        assert mail.outbox[0].subject.startswith("3 new")
        assert send(NOW + 10 * DAY) == 0

    def test_a_clock_that_was_put_back_sends_nothing_again(self, person):
        saved(person, text="gardens")
        published("Early gardens", at=NOW - 3 * DAY)
        published("Gardens")
        send()
        for days in range(1, 9):
            assert send(NEXT_MORNING - days * DAY) == 0
        assert len(mail.outbox) == 1

    def test_what_was_published_before_the_search_was_saved_is_not_new(self, person):
        page = make_page(Objective, title="Gardens")
        note([key_of("page", page.pk)], at=NOW - HOUR)
        saved(person, text="gardens", at=NOW)
        match_new(at=NOW + HOUR)
        assert send() == 0

    def test_what_is_published_again_is_not_new(self, person):
        saved(person, text="gardens")
        page = published()
        send()
        page.save()
        hear(page, NEXT_MORNING + HOUR)
        assert send(NEXT_MORNING + DAY) == 0
        assert Thing.objects.filter(object_id=page.pk).count() == 1


@pytest.mark.usefixtures("letters_go_out")
class TestWeekly:
    MONDAY = datetime(2026, 3, 9, 7, 5, tzinfo=UTC)

    def test_a_weekly_search_waits_for_monday(self, person):
        saved(person, text="gardens", how=How.WEEKLY)
        published()
        for days in range(4):
            assert send(NEXT_MORNING + days * DAY) == 0
        assert send(self.MONDAY) == 1
        published("Later gardens", at=self.MONDAY + HOUR)
        for days in range(1, 7):
            assert send(self.MONDAY + days * DAY) == 0
        assert send(self.MONDAY + 7 * DAY) == 1

    def test_a_run_that_misses_monday_makes_up_for_it(self, person):
        saved(person, text="gardens", how=How.WEEKLY)
        published()
        published("Late gardens", at=self.MONDAY + HOUR)
        assert send(self.MONDAY + 2 * DAY) == 1
        assert "Late" not in mail.outbox[0].body

    def test_daily_and_weekly_are_one_letter_on_monday(self, person):
        saved(person, name="W", text="gardens", how=How.WEEKLY)
        saved(person, name="D", kinds=("objective",))
        published("Choirs", at=self.MONDAY - DAY)
        published("Gardens", at=self.MONDAY - DAY)
        assert send(self.MONDAY) == 1
        assert "\nW\n" in mail.outbox[0].body
        assert AlertMail.objects.get().week == self.MONDAY.date()

    def test_who_changes_to_weekly_gets_no_second_letter_of_a_week(self, person):
        saved(person, name="W", text="gardens", how=How.WEEKLY)
        search = saved(person, name="D", kinds=("objective",))
        published("Gardens", at=self.MONDAY - DAY)
        assert send(self.MONDAY) == 1
        # As if it had been hidden just then, and came back.
        Alert.objects.filter(search=search).update(mail=None)
        services.change(search=search, name="D", how=How.WEEKLY, at=self.MONDAY)
        for days in range(1, 7):
            assert send(self.MONDAY + days * DAY) == 0
        assert send(self.MONDAY + 7 * DAY) == 1


@pytest.mark.usefixtures("letters_go_out")
class TestOff:
    def test_off_means_no_letter_and_none_later_for_what_came_meanwhile(self, person):
        search = saved(person, text="gardens")
        published("First gardens")
        services.change(search=search, name="Gardens", how=How.OFF, at=NOW + HOUR)
        published("Second gardens", at=NOW + 2 * HOUR)
        assert send() == 0
        services.change(search=search, name="Gardens", how=How.DAILY, at=NOW + 3 * HOUR)
        assert send() == 0
        published("Third gardens", at=NOW + 4 * HOUR)
        assert send() == 1
        assert "Third" in mail.outbox[0].body
        assert "First" not in mail.outbox[0].body

    def test_who_closed_the_account_gets_none(self, person):
        saved(person, text="gardens")
        published()
        person.is_active = False
        person.save()
        assert send() == 0

    def test_when_the_account_goes_all_goes_with_it(self, person):
        saved(person, text="gardens")
        published()
        send()
        person.delete()
        assert not Subscriber.objects.exists()
        assert not SavedSearch.objects.exists()
        assert not AlertMail.objects.exists()
        assert not Alert.objects.exists()


@pytest.mark.usefixtures("letters_go_out")
class TestHiddenMeanwhile:
    HIDES = {
        "unpublished": lambda page: page.unpublish(),
        "past the signals": lambda page: Page.objects.filter(pk=page.pk).update(live=False),
        "private": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        "deleted": lambda page: page.delete(),
    }

    @pytest.mark.parametrize("way", HIDES)
    def test_what_was_hidden_before_the_letter_was_written_is_left_out(self, person, way):
        saved(person, text="gardens")
        page = published("Secret gardens")
        published("Open gardens")
        self.HIDES[way](Objective.objects.get(pk=page.pk))
        assert send() == 1
        assert "Secret" not in mail.outbox[0].body
        assert mail.outbox[0].subject.startswith("1 new")

    @pytest.mark.parametrize("way", HIDES)
    def test_when_nothing_is_left_there_is_no_letter(self, person, way):
        saved(person, text="gardens")
        self.HIDES[way](Objective.objects.get(pk=published().pk))
        assert send() == 0
        assert not Letter.objects.exists()

    def test_what_comes_back_is_told_of_then(self, person):
        saved(person, text="gardens")
        page = published()
        Page.objects.filter(pk=page.pk).update(live=False)
        assert send() == 0
        Page.objects.filter(pk=page.pk).update(live=True)
        assert send(NEXT_MORNING + HOUR) == 1
        assert send(NEXT_MORNING + DAY) == 0

    def test_what_was_hidden_before_it_was_matched_is_new_when_it_comes_back(self, person):
        search = saved(person, text="gardens")
        page = make_page(Objective, title="Gardens")
        note([key_of("page", page.pk)], at=NOW)
        Page.objects.filter(pk=page.pk).update(live=False)
        match_new(at=NOW)
        assert told(search) == set()
        Page.objects.filter(pk=page.pk).update(live=True)
        hear(page, NOW + HOUR)
        assert told(search) == {f"page-{page.pk}"}


class TestWhileLettersWait:
    """The mail server does not answer: letters are written, and wait."""

    @pytest.fixture
    def waiting(self, person):
        """A letter that waits, about two things."""
        search = saved(person, text="gardens")
        pages = [published("Secret gardens"), published("Open gardens")]
        assert send() == 1
        return search, pages

    @pytest.mark.parametrize("way", TestHiddenMeanwhile.HIDES)
    def test_what_is_hidden_until_the_last_moment_is_not_in_it(self, waiting, way):
        _, (page, _) = waiting
        TestHiddenMeanwhile.HIDES[way](Objective.objects.get(pk=page.pk))
        assert deliver() == 1
        [letter] = mail.outbox
        assert "Secret" not in letter.body + letter.alternatives[0][0]
        assert letter.subject.startswith("1 new")

    def test_nothing_left_means_no_letter(self, waiting):
        Page.objects.filter(pk__in=[page.pk for page in waiting[1]]).update(live=False)
        assert deliver() == 0
        assert mail.outbox == []
        assert not Letter.objects.exists()

    def test_who_stops_until_the_last_moment_gets_none(self, waiting, client):
        search, _ = waiting
        client.post(stop_path(search.subscriber))
        assert deliver() == 0
        assert mail.outbox == []

    def test_who_deletes_the_search_until_the_last_moment_gets_none(self, waiting):
        services.delete(search=waiting[0])
        assert deliver() == 0

    def test_what_is_unchanged_goes_out_as_it_was_written(self, waiting):
        text = Letter.objects.get().text
        assert deliver() == 1
        assert mail.outbox[0].body == text
        assert deliver() == 0

    def test_an_unsubscribe_in_mid_batch_spares_the_others_nothing(self, client):
        people = [UserFactory() for _ in range(4)]
        searches = [saved(user, text="gardens") for user in people]
        published()
        keys = subscribers_waiting(NEXT_MORNING)
        for key in keys[:2]:
            assert send_alerts_to(subscriber_id=key, at=NEXT_MORNING)
        for search in (searches[0], searches[3]):
            client.post(stop_path(search.subscriber))
        written = [send_alerts_to(subscriber_id=key, at=NEXT_MORNING) for key in keys[2:]]
        assert written == [True, False]
        deliver()
        assert [letter.to[0] for letter in mail.outbox] == [people[1].email, people[2].email]


def test_mornings_are_those_of_the_clocks_on_the_wall():
    """The clocks go forward on 29 March 2026 and back on 25 October."""
    for day, hour in ((28, 7), (29, 6), (30, 6)):
        due = datetime(2026, 3, day, hour, tzinfo=UTC)
        assert latest_morning(due) == due
        assert latest_morning(due - timedelta(seconds=1)) < due - 22 * HOUR
    for day, hour in ((24, 6), (25, 7), (26, 7)):
        due = datetime(2026, 10, day, hour, tzinfo=UTC)
        assert latest_morning(due) == due
    assert latest_monday(datetime(2026, 3, 30, 5, 59, tzinfo=UTC)) == datetime(2026, 3, 23, 7, tzinfo=UTC)
    assert latest_monday(datetime(2026, 3, 30, 6, tzinfo=UTC)) == datetime(2026, 3, 30, 6, tzinfo=UTC)


@pytest.mark.parametrize("start", [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)])
def test_mornings_never_go_back_and_each_day_has_one(start):
    seen = [latest_morning(start + step * HOUR / 2) for step in range(6 * 48)]
    assert all(earlier <= later for earlier, later in pairwise(seen))
    assert all(later <= start + step * HOUR / 2 for step, later in enumerate(seen))
    assert len(set(seen)) == 7


@pytest.mark.usefixtures("letters_go_out")
def test_nobody_gets_two_letters_of_a_day_when_the_clocks_change(person, time_machine):
    saved(person, text="gardens", at=LONG_AGO)
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    for step in range(0, 60, 4):
        published(f"Gardens {step}", at=start + step * HOUR)
        run(time_machine, start + step * HOUR + HOUR / 2)
    assert len(mail.outbox) == AlertMail.objects.values("day").distinct().count() == 2
    named = [int(n) for letter in mail.outbox for n in re.findall(r"Gardens (\d+)\n", letter.body)]
    assert len(named) == len(set(named))


def test_what_the_index_did_not_tell_of_is_found_by_the_job(person, time_machine):
    saved(person, request=SearchRequest(), at=LONG_AGO)
    page = make_page(Objective, published=NOW - HOUR)
    proposal = ProposalFactory(confirmed_at=NOW, accepted_at=NOW - HOUR, status="open")
    make_page(Objective, live=False)
    Proposal.objects.exclude(pk=proposal.pk).delete()
    assert "New: 2." in run(time_machine, NOW)
    assert "New: 0." in run(time_machine, NOW + HOUR)
    told_of = {f"{alert.thing}" for alert in Alert.objects.select_related("thing")}
    assert told_of == {f"page-{page.pk}", f"proposal-{proposal.pk}"}


def test_searches_that_nobody_confirmed_go_after_seven_days(time_machine):
    services.ask(
        address="someone@example.org", wish=services.Wish(SearchRequest(text="x"), "x", How.DAILY), at=NOW
    )
    assert "deleted: 0" in run(time_machine, NOW + 7 * DAY)
    assert "deleted: 1" in run(time_machine, NOW + 7 * DAY + HOUR)
    assert not Subscriber.objects.exists()


def test_alerts_of_long_ago_are_forgotten_and_nothing_is_new_again(person, time_machine):
    search = saved(person, text="gardens")
    page = published()
    send()
    run(time_machine, NOW + 120 * DAY)
    assert not Alert.objects.exists()
    assert not AlertMail.objects.exists()
    hear(page, NOW + 121 * DAY)
    assert told(search) == set()
