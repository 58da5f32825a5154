"""The overview: each part of a page is a task with its owner, how far it is, and who does what next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.agencies.models import Role
from partners.signing.looking import look as look_at
from partners.signing.models import Decision, Looking
from tests.factories import MembershipFactory, UserFactory
from tests.partners.signing.screens.looks import address, is_refused, look, signed_in, words_of
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def together():
    """A council leads; a trust and a charity contribute."""
    found = a_page_together("Aire Council", "Aire Trust", "Aire Charity", title="Warm homes")
    found.write(summary="Nobody is cold at home.")
    return found


@pytest.fixture
def council(together):
    return signed_in(together.approvers[together.partners[0].pk])


def test_a_draft_names_its_tasks_their_owners_and_what_happens_next(together, council):
    said = look(council, "page", together.page)
    assert "Being written · Not published yet" in said
    assert "When the text is ready, an editor of any partner that it names submits it for signing." in said
    assert "Common text To do Last changed on" in said
    assert "1 place" in said
    assert "Partner statement: Aire Trust Can be added Says nothing for itself yet" in said
    assert "Editors of Aire Trust" in said
    assert "Aire Charity To do Not asked yet An approver of Aire Charity" in said
    assert "Submit for signing" in said
    assert "Read and decide" not in said


def test_who_waits_for_whom_is_said_in_one_sentence(together, council, now):
    council_, _, charity = together.partners
    together.submit(now, due_on=(now + timedelta(days=9)).date(), message="Before the winter, please.")
    together.decide(council_, now)
    together.decide(charity, now, Decision.DECLINED, "No money is named.")
    said = look(council, "page", together.page)
    due = f"{now + timedelta(days=9):%-d %B %Y}"
    assert "Aire Charity declined. Talk to each other" in said
    assert f"Aire Trust has to decide by {due}." in said
    assert "With the last signature it goes on the site at once." in said
    assert "Before the winter, please." in said
    assert "No money is named." in said
    assert "Aire Council Done Signed on" in said
    assert "Aire Charity Stopped Declined on" in said


def test_who_is_looking_at_it_is_told_until_they_decide(together, council, now):
    trust = together.partners[1]
    together.submit(now)
    nurse = together.approvers[trust.pk]
    browser = signed_in(nurse)
    assert "I am looking at it" in look(browser, "page", together.page)
    for _ in range(2):
        assert browser.post(address("look", together.page)).status_code == 302
    assert Looking.objects.count() == 1
    assert f"{nurse} is looking at it since" in look(council, "page", together.page)
    together.decide(trust, now)
    assert "is looking at it since" not in look(council, "page", together.page)


def test_looking_can_be_taken_back(together, council, now):
    together.submit(now)
    council.post(address("look", together.page))
    assert "I am not looking at it any more" in look(council, "page", together.page)
    council.post(address("look_away", together.page))
    assert not Looking.objects.exists()


def test_another_person_of_the_partner_may_take_over_looking(together, now):
    trust = together.partners[1]
    together.submit(now)
    other = MembershipFactory(partner=trust, role=Role.APPROVER).user
    look_at(page=together.page, by=together.approvers[trust.pk], at=now)
    signed_in(other).post(address("look", together.page))
    assert Looking.objects.get().by == other


def test_nobody_looks_at_what_is_not_submitted(together, council):
    answer = council.post(address("look", together.page), follow=True)
    assert "This page is not waiting for signatures." in words_of(answer)
    assert not Looking.objects.exists()


def test_a_signature_that_lapsed_says_when_and_why(together, council, now):
    together.submit(now)
    together.decide(together.partners[1], now)
    together.write(summary="Nobody is cold at home, or damp.")
    said = look(council, "page", together.page)
    assert "It counts no more since" in said
    assert "the common text was changed." in said
    assert "What was before" in said
    assert "The text was changed on" in said


def test_a_page_on_the_site_says_that_nothing_waits(together, council, now):
    together.submit(now)
    together.all_sign(now)
    said = look(council, "page", together.page)
    assert "Nothing in work · On the site" in said
    assert "It is on the site, and nothing waits." in said
    assert "as version 1" in said
    assert "Withdraw it" in said


def test_all_signed_waits_for_its_date(together, council, now):
    together.submit(now, go_live_at=now + timedelta(days=30))
    together.all_sign(now)
    said = look(council, "page", together.page)
    assert "Every partner has signed. It goes on the site by itself on" in said


def test_the_only_person_of_a_partner_who_signs_their_own_words_is_told_to_all(now):
    together = a_page_together("Aire Council", "One Woman Charity")
    charity = together.partners[1]
    together.writers[charity.pk].memberships.all().delete()
    together.writers[charity.pk] = together.approvers[charity.pk]
    together.say(charity, {"statement": "We bring tea."}, now)
    together.submit(now)
    together.decide(charity, now)
    said = look(signed_in(together.approvers[together.partners[0].pk]), "page", together.page)
    assert "Its only person wrote the latest text and signed it. Everybody can see that." in said


def test_taking_back_leaves_the_signatures_that_there_are(together, council, now):
    together.submit(now)
    together.decide(together.partners[1], now)
    assert "no longer submitted" in words_of(council.post(address("take_back", together.page), follow=True))
    said = look(council, "page", together.page)
    assert "Aire Trust Done Signed on" in said
    assert "no longer submitted" not in said
    again = words_of(council.post(address("take_back", together.page), follow=True))
    assert "This page is not waiting for signatures." in again


def test_names_of_approvers_are_told_to_their_own_partner_only(together, now):
    council_, trust, _ = together.partners
    nurse = together.approvers[trust.pk]
    assert str(nurse) in look(signed_in(nurse), "page", together.page)
    assert str(nurse) not in look(signed_in(together.approvers[council_.pk]), "page", together.page)


@pytest.mark.parametrize("name", ["page", "text", "submit", "sign", "override", "withdraw", "take_down"])
def test_nothing_is_told_to_whom_the_page_is_not(together, name):
    stranger = MembershipFactory(role=Role.ADMIN).user
    assert is_refused(signed_in(stranger).get(address(name, together.page)))


def test_a_page_that_partners_do_not_sign_has_no_signatures(together):
    operator = signed_in(UserFactory(is_superuser=True))
    assert is_refused(operator.get(address("page", together.page.get_parent())))


def test_operators_read_it_and_sign_for_nobody(together, now):
    together.submit(now)
    operator = signed_in(UserFactory(is_superuser=True))
    said = look(operator, "page", together.page)
    assert "Waiting for signatures" in said
    assert "Read and decide" not in said
    assert "Submit for signing" not in said
    assert is_refused(operator.get(address("sign", together.page)))


def test_the_number_of_queries_does_not_grow_with_partners_and_rounds(now):
    def asked(found):
        browser = signed_in(found.approvers[found.partners[0].pk])
        browser.get(address("page", found.page))
        with CaptureQueriesContext(connection) as queries:
            browser.get(address("page", found.page))
        return len(queries)

    few = a_page_together("One")
    few.submit(now)
    few.write(summary="Something else.")
    few.submit(now)
    many = a_page_together(*(f"Partner {letter}" for letter in "ABCDEFGH"))
    for number in range(4):
        many.submit(now)
        for partner in many.partners[1:]:
            many.decide(partner, now, Decision.DECLINED, "No.")
        many.write(summary=f"Something else, {number}.")
    many.submit(now)
    assert asked(many) <= asked(few) + 2
