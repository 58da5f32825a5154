"""Submitting, taking back, overriding, withdrawing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from partners.agencies.models import Role
from partners.parts.selectors import published_parts
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share
from partners.signing import overrides, rounds, withdrawals
from partners.signing.machine import Public, Text
from partners.signing.models import (
    Decision,
    Override,
    PageState,
    Publication,
    SigningRound,
    SignOff,
    Withdrawal,
)
from partners.signing.publishing import due_pages, publish_due
from tests.factories import PartnerFactory, UserFactory
from tests.partners.signing.together import a_page_together, acting

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.signoff]


def state(ours):
    found = PageState.objects.get(page=ours.page)
    return found.text, found.public


def live(ours):
    return type(ours.page).objects.get(pk=ours.page.pk)


class TestSubmitting:
    def test_any_editor_of_a_named_partner_submits(self, ours, at):
        rounds.submit(page=ours.page, by=ours.writers[ours.partners[2].pk], at=at)
        assert state(ours) == (Text.WAITING, Public.NEVER)
        assert SigningRound.objects.get().submitted_for == ours.partners[2]

    def test_nobody_else_does(self, ours, at):
        for person in (
            acting(ours.partners[0], Role.MEMBER),
            acting(PartnerFactory(), Role.ADMIN),
            UserFactory(is_superuser=True),
        ):
            with pytest.raises(NotAllowed):
                rounds.submit(page=ours.page, by=person, at=at)

    def test_what_is_submitted_is_not_submitted_again(self, ours, at):
        ours.submit(at)
        with pytest.raises(NotAllowed, match="submitted already"):
            ours.submit(at)

    def test_what_is_on_the_site_unchanged_is_not_submitted(self, ours, at):
        ours.publish(at)
        with pytest.raises(NotAllowed, match="Nothing was changed"):
            ours.submit(at)

    def test_what_lacks_something_is_not_submitted(self, site, at):
        ours = a_page_together("Council", "Trust", themes=[])
        revision = ours.page.latest_revision
        revision.content["summary"] = ""
        revision.save()
        with pytest.raises(ValidationError) as refusal:
            ours.submit(at)
        assert set(refusal.value.messages) == {
            "Write a summary: one or two plain sentences.",
            "Choose at least one theme.",
        }
        assert state(ours) == (Text.WRITING, Public.NEVER)

    def test_signatures_outlive_taking_back_as_long_as_the_words_stay(self, ours, at):
        ours.submit(at)
        ours.decide(ours.partners[1], at)
        rounds.take_back(page=ours.page, by=ours.writers[ours.partners[0].pk], at=at)
        assert state(ours) == (Text.WRITING, Public.NEVER)
        ours.submit(at)
        ours.decide(ours.partners[0], at)
        ours.decide(ours.partners[2], at)
        assert live(ours).live


class TestOverriding:
    REASON = "The bus contract ends on Friday."

    def test_the_convener_publishes_without_a_signature_and_is_flagged(self, ours, at):
        ours.submit(at)
        ours.decide(ours.partners[0], at)
        ours.decide(ours.partners[1], at)
        made = ours.override(ours.partners[0], at, self.REASON)
        assert live(ours).live
        publication = Publication.objects.get()
        assert (publication.way, publication.override) == ("overridden", made)
        assert [each.partner for each in publication.named.filter(sign_off=None)] == [ours.partners[2]]
        assert made.reviewed_at is None

    def test_the_unsigned_part_of_the_partner_is_not_shown(self, ours, at):
        ours.say(ours.partners[2], {"statement": "Not for the public yet."}, at)
        ours.say(ours.partners[1], {"statement": "We sign this."}, at)
        ours.submit(at)
        ours.decide(ours.partners[0], at)
        ours.decide(ours.partners[1], at)
        ours.override(ours.partners[0], at, self.REASON)
        assert set(published_parts(ours.page.pk)) == {ours.partners[1].pk}

    def test_a_decline_can_be_overridden_and_stays_on_record(self, ours, at):
        ours.submit(at)
        ours.decide(ours.partners[0], at)
        ours.decide(ours.partners[1], at)
        ours.decide(ours.partners[2], at, Decision.DECLINED, "Too soon.")
        ours.override(ours.partners[0], at, self.REASON)
        named = Publication.objects.get().named.get(partner=ours.partners[2])
        assert named.sign_off.words == "Too soon."

    def test_it_needs_a_reason_ones_own_signature_and_something_missing(self, ours, at):
        council = ours.partners[0]
        ours.submit(at)
        with pytest.raises(NotAllowed, match="Your own partner has to sign"):
            ours.override(council, at, self.REASON)
        ours.decide(council, at)
        with pytest.raises(ValidationError):
            ours.override(council, at, " ")
        assert not Override.objects.exists()

    def test_others_cannot(self, ours, at):
        ours.submit(at)
        ours.decide(ours.partners[1], at)
        with pytest.raises(NotAllowed, match="convening"):
            ours.override(ours.partners[1], at, self.REASON)
        away = PartnerFactory(is_convening=True)
        Share.objects.create(page=ours.page, partner=away)
        ours.submit(at)
        ours.approvers[away.pk] = acting(away, Role.APPROVER)
        ours.decide(away, at)
        with pytest.raises(NotAllowed, match="convening"):
            ours.override(away, at, self.REASON)

    def test_it_ends_with_the_text(self, ours, at):
        ours.submit(at, go_live_at=at + timedelta(days=2))
        ours.decide(ours.partners[0], at)
        ours.override(ours.partners[0], at, self.REASON)
        assert state(ours)[0] == Text.SIGNED
        ours.write(summary="Other words.")
        ours.submit(at)
        ours.decide(ours.partners[0], at)
        assert not live(ours).live

    def test_another_partner_reviews_it(self, ours, at):
        ours.submit(at)
        ours.decide(ours.partners[0], at)
        made = ours.override(ours.partners[0], at, self.REASON)
        with pytest.raises(NotAllowed, match="another partner"):
            overrides.review(override=made, by=ours.approvers[ours.partners[0].pk], at=at, words="Fine.")
        overrides.review(override=made, by=ours.approvers[ours.partners[2].pk], at=at, words="Fine.")
        made.refresh_from_db()
        assert (made.review, made.reviewed_for) == ("Fine.", ours.partners[2])
        with pytest.raises(NotAllowed, match="reviewed already"):
            overrides.review(override=made, by=UserFactory(is_superuser=True), at=at, words="Again.")


class TestWithdrawing:
    @pytest.mark.parametrize(("in_error", "public"), [(False, Public.WITHDRAWN), (True, Public.IN_ERROR)])
    def test_it_goes_off_the_site_with_an_explanation(self, ours, at, in_error, public):
        ours.publish(at)
        ours.take_off(at, "The service ended.", in_error=in_error)
        assert not live(ours).live
        assert state(ours) == (Text.WRITING, public)
        assert Withdrawal.objects.get().explanation == "The service ended."

    def test_to_come_back_it_is_signed_again_by_all(self, ours, at):
        ours.publish(at)
        ours.take_off(at, "The service ended.")
        ours.submit(at)
        assert not live(ours).live
        assert not SignOff.objects.filter(lapsed_at=None).exists()
        ours.all_sign(at)
        assert live(ours).live

    def test_it_needs_an_explanation_and_the_leads_approver(self, ours, at):
        ours.publish(at)
        with pytest.raises(ValidationError):
            ours.take_off(at, "")
        for person in (ours.approvers[ours.partners[1].pk], ours.writers[ours.partners[0].pk]):
            with pytest.raises(NotAllowed):
                withdrawals.take_off(page=ours.page, by=person, at=at, explanation="No.", in_error=False)
        assert live(ours).live

    def test_what_is_not_on_the_site_is_not_withdrawn(self, ours, at):
        with pytest.raises(NotAllowed, match="not on the site"):
            ours.take_off(at, "Never was.")


@pytest.mark.schedule
class TestTheDate:
    def test_it_goes_live_once_and_not_before(self, ours, at):
        date = at + timedelta(days=2)
        ours.submit(at, go_live_at=date)
        ours.all_sign(at)
        early = date - timedelta(seconds=1)
        assert due_pages(early) == []
        assert publish_due(ours.page.pk, early) is None
        assert due_pages(date) == [ours.page.pk]
        assert publish_due(ours.page.pk, date).number == 1
        assert publish_due(ours.page.pk, date) is None
        assert due_pages(date) == []

    def test_a_late_worker_publishes_what_is_still_signed(self, ours, at):
        ours.submit(at, go_live_at=at + timedelta(days=2))
        ours.all_sign(at)
        assert publish_due(ours.page.pk, at + timedelta(days=40))

    def test_words_that_changed_behind_our_back_do_not_go_live(self, ours, at):
        ours.submit(at, go_live_at=at + timedelta(days=2))
        ours.all_sign(at)
        revision = ours.page.specific_class.objects.get(pk=ours.page.pk).latest_revision
        revision.content["summary"] = "Slipped in."
        revision.save()
        assert publish_due(ours.page.pk, at + timedelta(days=2)) is None
        assert state(ours) == (Text.WAITING, Public.NEVER)
        assert not live(ours).live
