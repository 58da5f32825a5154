"""What a contact without an account can do, and which links are refused."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from outcomes.objectives.models import Objective
from partners.freshness import services
from partners.freshness.models import PageReview, SaidWrong, StillRight
from partners.mail.models import Letter
from partners.notices.models import Category, How, Notice, NoticePreference
from tests.factories import make_page
from tests.partners.freshness.kit import link_sent, review_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
DESK = "desk@example.org"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def key(ground):
    review_of(ground.page, due_in=-2, contact=DESK)
    return link_sent(ground.page)


def ask(client, key):
    return client.get(reverse("still_right:ask", args=[key]))


def confirm(client, key):
    return client.post(reverse("still_right:confirm", args=[key]))


def say(client, key, words):
    return client.post(reverse("still_right:wrong", args=[key]), {"words": words})


def is_refused(answer):
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "This link does not work" in text
    assert "Warm spaces" not in text
    return True


def test_opening_the_link_asks_and_changes_nothing(client, key):
    text = ask(client, key).content.decode()
    assert "Is “Warm spaces” still right?" in text
    assert "It was due to be checked by 2 March 2026" in text
    assert text.count("Still right</button>") == 1
    assert DESK not in text
    assert not StillRight.objects.exists()
    assert client.get(reverse("still_right:confirm", args=[key])).status_code == 405


def test_one_press_confirms_for_a_year(client, key, ground):
    assert "Thank you" in confirm(client, key).content.decode()
    row = StillRight.objects.get()
    assert (row.by, row.by_contact, row.said_by) == (None, True, "Housing options team")
    assert f"{PageReview.objects.get().review_on}" == "2027-03-04"
    page = client.get(ground.page.url).content.decode()
    assert "Checked on 4 March 2026 by Housing options team; next check by 4 March 2027" in page
    assert "nobody has confirmed yet" not in page


def test_pressing_again_says_that_it_is_confirmed_already(client, key):
    confirm(client, key)
    for answer in (confirm(client, key), ask(client, key), say(client, key, "But")):
        assert "Housing options team confirmed on 4 March 2026" in answer.content.decode()
    assert StillRight.objects.count() == 1
    assert not SaidWrong.objects.exists()


def test_an_earlier_letter_says_so_too(client, ground, clock):
    review_of(ground.page, due_in=0, contact=DESK)
    first = link_sent(ground.page)
    clock.move_to(NOW + timedelta(days=28))
    second = link_sent(ground.page)
    assert "Thank you" in confirm(client, second).content.decode()
    assert "confirmed on 1 April 2026" in confirm(client, first).content.decode()


def test_it_ends_after_sixty_days(client, key, clock):
    clock.move_to(NOW + timedelta(days=60) - timedelta(seconds=1))
    assert ask(client, key).status_code == 200
    clock.move_to(NOW + timedelta(days=60))
    assert is_refused(ask(client, key))
    assert is_refused(confirm(client, key))


@pytest.mark.parametrize("tamper", [lambda key: key[:-1], lambda key: f"{key}a", lambda key: key.swapcase(),
                                    lambda key: "x", lambda key: "ä" * 300])  # fmt: skip
def test_a_tampered_link_is_refused(client, key, tamper):
    assert is_refused(ask(client, tamper(key)))
    assert is_refused(confirm(client, tamper(key)))
    assert is_refused(say(client, tamper(key), "Wrong"))


def change(page, by, **facts):
    review = PageReview.objects.get(page=page.pk)
    values = {name: getattr(review, name) for name in ("review_on", "contact_name", "contact_email")}
    choice = services.Choice(**{**values, **facts})
    services.choose(page=page.page_ptr, choice=choice, seen=review.version, by=by, at=NOW)


@pytest.mark.parametrize("then_back", [False, True])
def test_it_ends_when_another_contact_is_chosen_even_if_they_come_back(client, key, ground, then_back):
    change(ground.page, ground.editor, contact_email="other@example.org")
    if then_back:
        change(ground.page, ground.editor, contact_email=DESK)
    assert is_refused(confirm(client, key))
    assert not StillRight.objects.exists()


def test_it_ends_when_another_date_is_chosen(client, key, ground):
    change(ground.page, ground.editor, review_on=datetime(2026, 8, 1, tzinfo=UTC).date())
    assert is_refused(confirm(client, key))


def test_another_name_for_the_same_address_changes_nothing(client, key, ground):
    change(ground.page, ground.editor, contact_name="Front office")
    assert "You are asked as Front office" in ask(client, key).content.decode()


def test_it_is_good_for_one_page(client, key, ground):
    other = make_page(Objective, lead=ground.council)
    review_of(other, due_in=-2, contact=DESK)
    confirm(client, key)
    assert StillRight.objects.get().page == ground.page.page_ptr
    assert PageReview.objects.get(page=other.pk).confirmed_at is None


def test_it_ends_when_the_page_leaves_the_site(client, key, ground):
    ground.page.unpublish()
    assert is_refused(ask(client, key))
    type(ground.page).objects.filter(pk=ground.page.pk).update(live=True)
    assert is_refused(confirm(client, key))


def test_what_is_wrong_reaches_the_editors_of_the_lead_partner(client, key, ground):
    NoticePreference.objects.create(person=ground.editor, category=Category.FRESHNESS, how=How.AT_ONCE)
    answer = say(client, key, "The <b>hall</b> closed in May.\r\nAsk at the library.")
    assert "Thank you for telling us" in answer.content.decode()
    remark = SaidWrong.objects.get()
    assert remark.words == "The <b>hall</b> closed in May.\nAsk at the library."
    told = Notice.objects.filter(key=f"said-wrong-{remark.pk}")
    assert {notice.person for notice in told} == {ground.editor, ground.approver}
    letter = Letter.objects.get(to=ground.editor.email, subject__startswith="Something is wrong")
    assert "The &lt;b&gt;hall&lt;/b&gt; closed" in letter.html
    assert "The <b>hall</b> closed" in letter.text
    # It is not for the public, and the page can still be confirmed.
    assert "closed in May" not in client.get(ground.page.url).content.decode()
    assert "Thank you" in confirm(client, key).content.decode()


def test_the_same_said_twice_is_kept_once_and_there_is_an_end(client, key):
    for _ in range(3):
        say(client, key, "The hall closed.")
    assert SaidWrong.objects.count() == 1
    for number in range(9):
        answer = say(client, key, f"Thing {number}")
    assert "You have told us several things" in answer.content.decode()
    assert SaidWrong.objects.count() == services.MOST_REMARKS


@pytest.mark.parametrize(
    ("words", "problem"), [("  ", "Say in a few words"), ("x" * 501, "500 characters or fewer")]
)
def test_mistakes_are_said_at_the_field_and_what_was_typed_stays(client, key, words, problem):
    answer = say(client, key, words)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count(problem) == 2
    assert words.strip() in text
    assert not SaidWrong.objects.exists()


def test_the_link_alone_is_not_enough_from_another_site(key):
    strict = Client(enforce_csrf_checks=True)
    assert confirm(strict, key).status_code == 403
    assert not StillRight.objects.exists()
