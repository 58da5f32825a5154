"""People are told once, in the admin at once and by mail as they choose."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from partners.notices.models import Category, How, Notice
from partners.notices.preferences import choose
from partners.notices.services import settle
from tests.factories import MembershipFactory, UserFactory
from tests.partners.notices.telling import NOW, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver():
    return MembershipFactory(user=UserFactory(first_name="Ada", last_name="Approver")).user


@pytest.mark.usefixtures("letters_go_out")
def test_who_is_told_finds_it_in_the_admin_and_gets_a_letter_in_text_and_html(approver):
    say(approver, subject="Kettle mornings waits\nfor you", url="/admin/somewhere/")
    notice = Notice.objects.get()
    assert notice.subject == "Kettle mornings waits for you"
    assert notice.text == "Kettle & kin asks you to sign “Tea <at> ten”."
    assert (notice.read_at, notice.waits, notice.mailed_at) == (None, False, NOW)
    [letter] = mail.outbox
    assert letter.to == [approver.email]
    assert letter.subject == "Kettle mornings waits for you"
    assert "Hello Ada Approver,\n\nKettle & kin asks you to sign “Tea <at> ten”.\n" in letter.body
    assert f"/admin/notices/{notice.pk}/" in letter.body
    [(html, kind)] = letter.alternatives
    assert kind == "text/html"
    assert "<p>Kettle &amp; kin asks you to sign <strong>Tea &lt;at&gt; ten</strong>.</p>" in html
    assert "/notices/stop/" in html
    stop_url = re.search(r"http://\S+/notices/stop/\S+", letter.body).group()
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop_url}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.usefixtures("letters_go_out")
def test_the_same_key_tells_each_person_once(approver):
    other = UserFactory()
    say(approver, approver)
    say(approver, other)
    assert Notice.objects.count() == 2
    assert [letter.to for letter in mail.outbox] == [[approver.email], [other.email]]


@pytest.mark.usefixtures("letters_go_out")
def test_another_key_tells_again(approver):
    say(approver, key="one")
    say(approver, key="two")
    assert len(mail.outbox) == Notice.objects.count() == 2


def test_a_closed_account_is_told_nothing():
    say(UserFactory(is_active=False))
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("letters_go_out")
@pytest.mark.parametrize(
    ("category", "how", "letters", "waits"),
    [
        (Category.SIGNING, None, 1, False),
        (Category.FRESHNESS, None, 0, True),
        (Category.SIGNING, How.DAILY, 0, True),
        (Category.SIGNING, How.OFF, 0, False),
        (Category.FRESHNESS, How.AT_ONCE, 1, False),
        (Category.FRESHNESS, How.OFF, 0, False),
    ],
)
def test_by_mail_as_the_person_chose_or_as_the_category_is_told_by_default(
    approver, category, how, letters, waits
):
    if how:
        choose(person=approver, choices={category: how})
    say(approver, category=category)
    assert len(mail.outbox) == letters
    assert Notice.objects.get().waits is waits


@pytest.mark.usefixtures("letters_go_out")
def test_a_choice_is_for_one_person_and_one_category(approver):
    choose(person=UserFactory(), choices={Category.SIGNING: How.OFF})
    choose(person=approver, choices={Category.PARTS: How.OFF})
    say(approver)
    assert len(mail.outbox) == 1


def test_nothing_is_left_of_a_transaction_that_fails(approver):
    @transaction.atomic
    def tell_and_fail():
        say(approver)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell_and_fail()
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("letters_go_out")
def test_a_notice_leads_to_no_other_site(approver):
    for url in ("https://elsewhere.example/", "//elsewhere.example/"):
        with pytest.raises(IntegrityError), transaction.atomic():
            say(approver, url=url)
    assert mail.outbox == []


def test_what_nobody_needs_to_do_any_more_is_read_for_everybody(approver):
    other = UserFactory()
    say(approver, other, category=Category.FRESHNESS)
    say(approver, key="another")
    settle(key="one", at=NOW)
    assert set(Notice.objects.unread().values_list("key", flat=True)) == {"another"}
    assert not Notice.objects.waiting().exists()


def test_telling_many_takes_a_few_queries_for_each(django_assert_num_queries):
    people = [UserFactory() for _ in range(3)]
    with django_assert_num_queries(2 + 1 + 3 * 4 + 1):
        say(*people, category=Category.FRESHNESS)
