"""Overriding, reviewing that, withdrawing, and taking down what was published in error."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.agencies.models import Role
from partners.signing import rules
from partners.signing.machine import Public
from partners.signing.models import Decision, Override, PageState, Withdrawal
from tests.factories import MembershipFactory, UserFactory
from tests.partners.signing.screens.looks import address, is_refused, look, signed_in, words_of
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
SURE = {"is_sure": "on"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def together(now):
    """A convening council leads, and has signed; a trust declined, a charity is silent."""
    found = a_page_together("Aire Council", "Aire Trust", "Aire Charity", title="Warm homes")
    council, trust, _ = found.partners
    council.serves.set([tag.place for tag in found.page.place_tags.all()])
    found.write(summary="Nobody is cold at home.")
    found.submit(now)
    found.decide(council, now)
    found.decide(trust, now, Decision.DECLINED, "No money is named.")
    return found


@pytest.fixture
def council(together):
    return signed_in(together.approvers[together.partners[0].pk])


def digests(together):
    seen = together.seen_by(together.partners[0])
    return {"common": seen.common, "part": seen.part}


def overrides(browser, together, **data):
    return browser.post(address("override", together.page), {**digests(together), **data})


def public_of(together):
    return PageState.objects.get(page=together.page).public


def test_the_screen_names_whose_signature_is_missing_and_warns(council, together):
    said = look(council, "override", together.page)
    assert "The page goes on the site without Aire Trust and Aire Charity." in said
    assert "Aire Trust: declined. “No money is named.”" in said
    assert "Aire Charity: has not decided" in said


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SURE, "Say why it cannot wait for the missing signatures."),
        ({"reason": "The cold comes."}, "Tick this box to go on."),
    ],
)
def test_without_a_reason_or_the_tick_nothing_happens_and_what_was_typed_stays(council, together, data, says):
    answer = overrides(council, together, **data)
    assert says in words_of(answer)
    assert data.get("reason", "") in answer.content.decode()
    assert not Override.objects.exists()


def test_with_both_it_goes_live_and_is_flagged_until_another_partner_reviewed_it(council, together):
    assert overrides(council, together, reason="The cold comes.", **SURE).status_code == 302
    assert public_of(together) == Public.LIVE
    said = look(council, "page", together.page)
    assert "Published without every signature. Aire Council overrode Aire Charity, Aire Trust" in said
    assert "It stays flagged until another partner that the page names has reviewed it." in said
    trust = signed_in(together.approvers[together.partners[1].pk])
    assert "Warm homes" in words_of(trust.get(reverse("wagtailadmin_home")))
    made = Override.objects.get()
    review = reverse("signing:review", args=[made.pk])
    assert "The reason: The cold comes." in words_of(trust.get(review))
    assert "Say what you found. It is public." in words_of(trust.post(review, {"words": " "}))
    assert trust.post(review, {"words": "We would have signed."}).status_code == 302
    assert "Published without every signature." not in look(council, "page", together.page)
    assert "This was reviewed already" in words_of(trust.get(review))
    made.refresh_from_db()
    assert made.reviewed_for == together.partners[1]


def test_who_overrode_does_not_review_it(council, together):
    overrides(council, together, reason="The cold comes.", **SURE)
    made = Override.objects.get()
    answer = council.post(reverse("signing:review", args=[made.pk]), {"words": "All is well."})
    assert rules.OWN_OVERRIDE.format(partner="Aire Council") in words_of(answer)
    assert "Published without every signature" not in words_of(council.get(reverse("wagtailadmin_home")))
    made.refresh_from_db()
    assert made.reviewed_at is None


def test_a_text_that_changed_meanwhile_is_not_overridden(council, together, now):
    data = {**digests(together), "reason": "The cold comes.", **SURE}
    together.say(together.partners[0], {"statement": "We pay."}, now)
    together.decide(together.partners[0], now)
    answer = council.post(address("override", together.page), data)
    assert answer.status_code == 409
    assert not Override.objects.exists()


def test_without_its_own_signature_a_partner_overrides_nothing(council, together, now):
    together.say(together.partners[0], {"statement": "We pay."}, now)
    assert "Your own partner has to sign before it can override." in look(council, "override", together.page)
    overrides(council, together, reason="The cold comes.", **SURE)
    assert not Override.objects.exists()


def test_partners_that_do_not_convene_do_not_override(together):
    trust = signed_in(together.approvers[together.partners[1].pk])
    assert is_refused(trust.get(address("override", together.page)))
    assert "Publish without every signature" not in look(trust, "page", together.page)


def test_an_override_of_others_is_nobodys_to_review(together, council):
    overrides(council, together, reason="The cold comes.", **SURE)
    stranger = signed_in(MembershipFactory(role=Role.APPROVER).user)
    review = reverse("signing:review", args=[Override.objects.get().pk])
    assert is_refused(stranger.get(review))
    assert is_refused(stranger.get(reverse("signing:review", args=[987_654])))


@pytest.fixture
def live(together, now):
    together.decide(together.partners[1], now)
    together.decide(together.partners[2], now)
    return together


@pytest.mark.parametrize(
    ("name", "public", "told"),
    [("withdraw", Public.WITHDRAWN, "Withdrawn on"), ("take_down", Public.IN_ERROR, "Taken down")],
)
def test_it_goes_off_the_site_with_words_and_a_tick_alone(live, council, name, public, told):
    url = address(name, live.page)
    for data in ({}, SURE, {"explanation": "The money ended."}):
        assert council.post(url, data).status_code == 200
    assert "The money ended." in council.post(url, {"explanation": "The money ended."}).content.decode()
    assert not Withdrawal.objects.exists()
    assert council.post(url, {"explanation": "The money ended.", **SURE}).status_code == 302
    assert public_of(live) == public
    said = look(council, "page", live.page)
    assert told in said
    assert "The money ended." in said
    assert ("For the partners alone:" in said) is (name == "take_down")
    assert "This page is not on the site." in look(council, name, live.page)


def test_the_two_ways_say_how_they_differ_and_lead_to_each_other(live, council):
    for name, other in (("withdraw", "take_down"), ("take_down", "withdraw")):
        answer = council.get(address(name, live.page))
        assert address(other, live.page) in answer.content.decode()
    assert "at its address everybody reads your explanation" in look(council, "withdraw", live.page)
    assert "nobody reads why" in look(council, "take_down", live.page)


def test_operators_withdraw_and_review_too(live):
    operator = signed_in(UserFactory(is_superuser=True))
    answer = operator.post(address("withdraw", live.page), {"explanation": "By court order.", **SURE})
    assert answer.status_code == 302
    assert Withdrawal.objects.get().explanation == "By court order."


def test_contributors_and_editors_do_not_take_it_off(live):
    for person in (live.approvers[live.partners[1].pk], live.writers[live.partners[0].pk]):
        assert is_refused(signed_in(person).get(address("withdraw", live.page)))
        assert is_refused(signed_in(person).post(address("take_down", live.page), {}))
    assert public_of(live) == Public.LIVE
