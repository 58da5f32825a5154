"""Signing: an approver reads what is asked of them, what changed since, and presses one button."""

import pytest
from django.utils import timezone

from partners.agencies.models import Role
from partners.signing.models import Decision, Publication, SignOff
from partners.signing.rules import WROTE_IT
from tests.factories import MembershipFactory
from tests.partners.signing.screens.looks import address, is_refused, look, sent, signed_in, words_of
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def together(now):
    """A council and a trust; the trust has said something for itself, and the page is submitted."""
    found = a_page_together("Aire Council", "Aire Trust", title="Warm homes")
    found.write(summary="Nobody is cold at home.")
    found.say(found.partners[1], {"statement": "Nurses ask about damp."}, now)
    found.submit(now)
    return found


@pytest.fixture
def trust(together):
    """The browser of who signs for the trust."""
    return signed_in(together.approvers[together.partners[1].pk])


def press(browser, page, decision, words="", shown=None):
    """Send one of the three answers with what the screen has hidden in its form."""
    data = shown or sent(browser.get(address("sign", page)))
    return browser.post(address("sign", page), {**data, "decision": decision, "words": words})


def test_it_shows_the_common_text_the_own_part_and_the_others_to_read(together, trust, now):
    together.say(together.partners[0], {"statement": "The council pays."}, now)
    said = look(trust, "sign", together.page)
    assert "Summary Nobody is cold at home." in said
    assert "Places " in said
    assert "What Aire Trust says for itself Nurses ask about damp." in said
    assert "What the others say for themselves, to read only Aire Council The council pays." in said
    assert "What changed since" not in said
    assert "Sign for Aire Trust" in said
    assert "Decline with this reason" in said


def test_one_press_signs_and_two_presses_sign_once(together, trust):
    shown = sent(trust.get(address("sign", together.page)))
    for _ in range(2):
        answer = press(trust, together.page, Decision.APPROVED, shown=shown)
        assert answer.status_code == 302
    assert SignOff.objects.count() == 1
    assert "You signed for Aire Trust." in words_of(trust.get(answer.url))


def test_the_last_signature_puts_it_on_the_site(together, trust, now):
    together.decide(together.partners[0], now)
    press(trust, together.page, Decision.APPROVED)
    together.page.refresh_from_db()
    assert together.page.live
    assert Publication.objects.get().way == Publication.Way.SIGNED


def test_a_note_and_a_reason_are_asked_for_beside_their_field(together, trust):
    for decision, words in (
        (Decision.WITH_NOTE, "Write the note, or sign without one."),
        (Decision.DECLINED, "Say why. The reason is public."),
    ):
        answer = press(trust, together.page, decision, words="  ")
        assert answer.status_code == 200
        assert words in words_of(answer)
        assert 'class="cw-fold" open' in answer.content.decode()
    assert not SignOff.objects.exists()


def test_what_is_too_long_is_kept_to_be_shortened(together, trust):
    answer = press(trust, together.page, Decision.DECLINED, words="Too dear. " * 101)
    assert "Too dear. Too dear." in answer.content.decode()
    assert not SignOff.objects.exists()


def test_a_decline_keeps_its_reason_and_can_be_turned_into_a_signature(together, trust):
    press(trust, together.page, Decision.DECLINED, words="No money is named.")
    said = look(trust, "sign", together.page)
    assert "Aire Trust has decided about this text: Declined on" in said
    assert "No money is named." in said
    press(trust, together.page, Decision.APPROVED)
    assert SignOff.objects.get(lapsed_at=None).decision == Decision.APPROVED


def test_a_text_that_changed_meanwhile_is_shown_with_what_changed_and_not_signed(together, trust):
    shown = sent(trust.get(address("sign", together.page)))
    together.write(summary="Nobody is cold or damp at home.")
    answer = press(trust, together.page, Decision.APPROVED, shown=shown)
    said = words_of(answer)
    assert answer.status_code == 409
    assert "The text was changed since you opened it. Nothing was signed." in said
    assert "added: or damp" in said
    assert not SignOff.objects.exists()


def test_an_own_part_that_changed_meanwhile_is_not_signed_and_the_new_one_can_be(together, trust, now):
    shown = sent(trust.get(address("sign", together.page)))
    together.say(together.partners[1], {"statement": "Nurses ask about damp and cold."}, now)
    answer = press(trust, together.page, Decision.APPROVED, shown=shown)
    assert answer.status_code == 409
    assert "added: and cold" in words_of(answer)
    assert not SignOff.objects.exists()
    assert press(trust, together.page, Decision.APPROVED, shown=sent(answer)).status_code == 302
    assert SignOff.objects.count() == 1


def test_what_changed_since_the_partner_last_signed_comes_first(together, trust, now):
    together.decide(together.partners[1], now)
    together.write(summary="Nobody is cold or damp at home.")
    together.submit(now)
    said = look(trust, "sign", together.page)
    assert said.index("What changed since Aire Trust last decided") < said.index("What you are asked to sign")
    assert "added: or damp" in said


def test_who_wrote_the_text_is_told_why_not_and_whom_to_ask(together, now):
    council = together.partners[0]
    writer = together.approvers[council.pk]
    other = MembershipFactory(partner=council, role=Role.APPROVER).user
    together.writers[council.pk] = writer
    together.write(summary="Nobody is cold at home any more.")
    together.submit(now)
    said = look(signed_in(writer), "sign", together.page)
    assert WROTE_IT.format(partner=council) in said
    assert f"Who could sign: {other}." in said
    assert "Sign for Aire Council Sign with" not in said
    assert "Decline with this reason" in said
    refused = press(signed_in(writer), together.page, Decision.APPROVED)
    assert WROTE_IT.format(partner=council) in words_of(refused)
    assert not SignOff.objects.exists()


def test_the_only_person_of_a_partner_is_told_that_everybody_sees_it(together, now):
    trust = together.partners[1]
    nurse = together.approvers[trust.pk]
    together.writers[trust.pk].memberships.all().delete()
    together.writers[trust.pk] = nurse
    together.say(trust, {"statement": "I ask about damp."}, now)
    browser = signed_in(nurse)
    assert "everybody sees that its only person wrote and signed it" in look(browser, "sign", together.page)
    press(browser, together.page, Decision.APPROVED)
    assert SignOff.objects.get().wrote_it_too


def test_nothing_is_offered_when_nothing_waits(together, trust, now):
    shown = sent(trust.get(address("sign", together.page)))
    together.all_sign(now)
    assert "There is nothing to decide now." in look(trust, "sign", together.page)
    answer = press(trust, together.page, Decision.DECLINED, words="Too late.", shown=shown)
    assert "This page is not waiting for signatures." in words_of(answer)


def test_editors_do_not_sign(together):
    editor = signed_in(together.writers[together.partners[1].pk])
    assert is_refused(editor.get(address("sign", together.page)))
    assert is_refused(editor.post(address("look", together.page)))
