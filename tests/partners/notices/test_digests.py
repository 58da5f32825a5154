"""One letter a day tells of all that waits: nothing twice, nothing lost, nothing that is none of theirs."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings

from partners.agencies.models import Membership
from partners.notices.digests import KEPT, empty_old, people_waiting, send_digest
from partners.notices.models import Category, Digest, How, Notice
from partners.notices.preferences import choose
from partners.notices.services import read
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.notices.telling import NOW, say

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("letters_go_out"),
    pytest.mark.schedule,
]
DAY = timedelta(days=1)


@pytest.fixture
def person():
    person = UserFactory(first_name="Ada", last_name="Approver")
    choose(person=person, choices=dict.fromkeys(Category, How.DAILY))
    return person


def send(at=NOW):
    """Write the letters of a day. Return how many."""
    return sum(send_digest(person_id=key, at=at) for key in people_waiting())


def run(at, time_machine):
    """Run the command at this moment, and return what it says."""
    time_machine.move_to(at, tick=False)
    out = StringIO()
    call_command("send_digests", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_all_that_waits_is_in_one_letter_by_category(person):
    charity = PartnerFactory(name="Charity")
    MembershipFactory(user=person, partner=charity)
    say(person, key="3", category=Category.FRESHNESS, subject="Read again", at=NOW)
    say(person, key="2", category=Category.SIGNING, subject="Sign <two>", at=NOW, partner=charity)
    say(person, key="1", category=Category.SIGNING, subject="Sign one", at=NOW - DAY, partner=charity)
    assert mail.outbox == []
    assert send() == 1
    [letter] = mail.outbox
    assert letter.to == [person.email]
    assert letter.subject == "3 new notices for you"
    words = ["Hello Ada Approver", "WHAT YOU ARE ASKED TO SIGN", "Sign one", "For Charity, 3 March 2026"]
    words += [
        "Kettle & kin asks you to sign “Tea <at> ten”.",
        "Sign <two>",
        "PAGES TO CHECK AGAIN",
        "Read again",
    ]
    found = [letter.body.find(word) for word in words]
    assert -1 not in found
    assert found == sorted(found)
    html = letter.alternatives[0][0]
    assert ">Sign &lt;two&gt;</a>" in html
    for notice in Notice.objects.all():
        assert f"/admin/notices/{notice.pk}/" in letter.body
        assert f"/admin/notices/{notice.pk}/" in html
        assert (notice.waits, notice.mailed_at, notice.digest.person) == (False, NOW, person)
    assert letter.body.count("/notices/stop/") == html.count("/notices/stop/") == 2


def test_a_run_that_comes_again_sends_nothing(person):
    say(person)
    assert send() == 1
    assert send() == 0
    assert len(mail.outbox) == 1


def test_what_comes_after_the_letter_of_the_day_waits_for_the_next(person):
    say(person, key="1", subject="First")
    send()
    say(person, key="2", subject="Second")
    assert send(NOW + timedelta(hours=3)) == 0
    assert Notice.objects.waiting().count() == 1
    assert send(NOW + DAY) == 1
    assert "Second" in mail.outbox[1].body
    assert "First" not in mail.outbox[1].body


def test_a_run_that_is_days_late_tells_of_everything_once(person):
    for number in range(3):
        say(person, key=str(number), at=NOW + number * DAY)
    assert send(NOW + 9 * DAY) == 1
    assert mail.outbox[0].subject == "3 new notices for you"


def test_each_person_has_a_letter_of_their_own(person):
    other = UserFactory()
    say(person, other, category=Category.FRESHNESS)
    assert send() == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([person.email, other.email])


def test_what_is_read_meanwhile_is_not_in_it(person):
    say(person)
    read(notice=Notice.objects.get(), at=NOW)
    assert send(NOW + DAY) == 0
    assert mail.outbox == []


def test_who_left_the_partner_is_not_told_what_came_for_it(person):
    membership = MembershipFactory(user=person)
    say(person, key="theirs", subject="Theirs", partner=membership.partner)
    say(person, key="mine", subject="Mine")
    membership.delete()
    assert send() == 1
    assert "Mine" in mail.outbox[0].body
    assert "Theirs" not in mail.outbox[0].body
    # Coming back brings no old letters.
    Membership.objects.create(user=person, partner=membership.partner)
    assert send(NOW + DAY) == 0


def test_who_closed_the_account_meanwhile_gets_none(person):
    say(person)
    person.is_active = False
    person.save()
    assert send() == 0
    assert mail.outbox == []


def test_who_wants_no_mail_meanwhile_gets_none_and_none_later_either(person):
    say(person)
    choose(person=person, choices={Category.SIGNING: How.OFF})
    assert send() == 0
    choose(person=person, choices={Category.SIGNING: How.DAILY})
    assert send(NOW + DAY) == 0
    assert Notice.objects.of(person).readable().unread().count() == 1


def test_what_waited_still_comes_when_the_person_wants_mail_at_once_from_now_on(person):
    say(person)
    choose(person=person, choices={Category.SIGNING: How.AT_ONCE})
    assert send() == 1


def test_who_deleted_the_account_is_passed_over():
    assert send_digest(person_id=999_999, at=NOW) is False


@pytest.mark.parametrize(
    ("first", "second", "letters"),
    [
        # Either side of midnight, summer time: an hour before that of Greenwich.
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 1, 23, 30, tzinfo=UTC), 2),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 7, 2, 22, 30, tzinfo=UTC), 1),
        # The same in winter.
        (datetime(2026, 1, 1, 22, 30, tzinfo=UTC), datetime(2026, 1, 1, 23, 30, tzinfo=UTC), 1),
        (datetime(2026, 1, 1, 23, 30, tzinfo=UTC), datetime(2026, 1, 2, 0, 30, tzinfo=UTC), 2),
        # The day on which summer time ends has 25 hours, the one on which it begins 23.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, 30, tzinfo=UTC), 1),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 2),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 22, 30, tzinfo=UTC), 1),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC), 2),
        # The hour that comes twice.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 1),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland"])
def test_a_day_is_one_of_where_the_site_is(person, time_machine, first, second, letters, zone):
    from django.utils import timezone

    say(person, key="1", at=first)
    # Whoever runs this may be in another time zone.
    with timezone.override(zone):
        run(first, time_machine)
        say(person, key="2", at=first)
        run(second, time_machine)
    assert len(mail.outbox) == letters
    assert Notice.objects.waiting().count() == 2 - letters
    assert Digest.objects.count() == letters


def test_the_command_says_what_it_did(person, time_machine):
    say(person)
    assert run(NOW, time_machine) == "Letters written: 1. Old notices emptied: 0.\n"
    assert run(NOW, time_machine) == "Letters written: 0. Old notices emptied: 0.\n"


def test_what_was_read_long_ago_loses_its_words_and_is_never_told_again(person):
    say(person, key="read", url="/somewhere/")
    say(person, key="unread")
    read(notice=Notice.objects.get(key="read"), at=NOW)
    assert empty_old(at=NOW + KEPT) == 0
    assert empty_old(at=NOW + KEPT + DAY) == 1
    notice = Notice.objects.get(key="read")
    assert (notice.subject, notice.text, notice.url) == ("", "", "")
    assert list(Notice.objects.of(person).readable().values_list("key", flat=True)) == ["unread"]
    say(person, key="read")
    assert Notice.objects.get(key="read").subject == ""
    assert empty_old(at=NOW + KEPT + DAY) == 0


def test_a_digest_takes_the_same_queries_however_much_waits(person, django_assert_num_queries):
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}):
        for number in range(3):
            say(person, key=str(number), partner=MembershipFactory(user=person).partner)
        with django_assert_num_queries(13):
            send_digest(person_id=person.pk, at=NOW)
        for number in range(3, 13):
            say(person, key=str(number), partner=MembershipFactory(user=person).partner)
        with django_assert_num_queries(13):
            send_digest(person_id=person.pk, at=NOW + DAY)
