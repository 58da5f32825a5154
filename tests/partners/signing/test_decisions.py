"""Partners decide in any order; an edit ends exactly the decisions that it touches."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share
from partners.signing.decisions import Answer, Seen, WordsChangedError, decide
from partners.signing.machine import Public, Text
from partners.signing.models import Decision, PageState, Publication, SigningRound, SignOff
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.signing.together import acting

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.signoff]
STATEMENT = {"statement": "We bring two vans."}


def state(ours):
    found = PageState.objects.get(page=ours.page)
    return found.text, found.public


def live(ours):
    """The page as everybody reads it."""
    return type(ours.page).objects.get(pk=ours.page.pk)


def counting(ours):
    """Who has a decision that counts."""
    found = SignOff.objects.filter(page=ours.page, lapsed_at=None)
    return {each.partner.name for each in found.select_related("partner")}


def decide_for(ours, by, partner, at, decision=Decision.APPROVED):
    return decide(page=ours.page, by=by, at=at, answer=Answer(decision), seen=ours.seen_by(partner))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_last_signature_puts_the_page_on_the_site_in_any_order(ours, at, order):
    ours.submit(at)
    for count, number in enumerate(order):
        assert (live(ours).live, count) == (False, count)
        ours.decide(ours.partners[number], at)
    assert live(ours).live
    assert state(ours) == (Text.SETTLED, Public.LIVE)
    publication = Publication.objects.get(page=ours.page)
    assert (publication.number, publication.way) == (1, "signed")
    assert {each.sign_off.partner for each in publication.named.all()} == set(ours.partners)
    assert SigningRound.objects.get(page=ours.page).outcome == "published"
    assert all(Share.objects.filter(page=ours.page).values_list("named_since", flat=True))


def test_what_was_published_stays_public_while_an_edit_waits(ours, at):
    ours.publish(at, summary="Before.")
    ours.write(summary="After.")
    ours.submit(at)
    ours.decide(ours.partners[1], at)
    assert live(ours).summary == "Before."
    ours.decide(ours.partners[0], at)
    ours.decide(ours.partners[2], at)
    assert live(ours).summary == "After."


def test_a_changed_text_ends_all_decisions_and_has_to_be_submitted_again(ours, at):
    ours.submit(at)
    ours.decide(ours.partners[1], at)
    ours.write(summary="Other words.")
    assert counting(ours) == set()
    assert state(ours) == (Text.WRITING, Public.NEVER)
    with pytest.raises(NotAllowed, match="not waiting for signatures"):
        ours.decide(ours.partners[2], at)


def test_a_partners_own_part_ends_its_own_decision_alone(ours, at):
    ours.submit(at)
    ours.decide(ours.partners[1], at)
    ours.decide(ours.partners[2], at)
    ours.say(ours.partners[1], STATEMENT, at)
    assert counting(ours) == {"Charity"}
    assert state(ours) == (Text.WAITING, Public.NEVER)
    ours.decide(ours.partners[0], at)
    assert not live(ours).live
    ours.decide(ours.partners[1], at)
    assert live(ours).live


def test_after_publication_a_changed_part_needs_one_signature_only(ours, at):
    ours.publish(at)
    ours.say(ours.partners[2], STATEMENT, at)
    assert state(ours) == (Text.WRITING, Public.LIVE)
    ours.submit(at)
    assert counting(ours) == {"Council", "Trust"}
    ours.decide(ours.partners[2], at)
    assert Publication.objects.filter(page=ours.page).count() == 2


@pytest.mark.parametrize("change", ["another", "one less", "another lead"])
def test_another_name_ends_all_decisions(ours, at, change):
    ours.submit(at)
    ours.decide(ours.partners[1], at)
    ours.decide(ours.partners[0], at)
    if change == "another":
        Share.objects.create(page=ours.page, partner=PartnerFactory())
    elif change == "one less":
        Share.objects.get(page=ours.page, partner=ours.partners[2]).delete()
    else:
        lead, other = ours.page.shares.get(role="lead"), ours.page.shares.get(partner=ours.partners[1])
        lead.role = "contributor"
        lead.save()
        other.role = "lead"
        other.save()
    assert counting(ours) == set()
    assert state(ours) == (Text.WRITING, Public.NEVER)
    assert not live(ours).live


def test_a_decline_keeps_the_page_off_the_site_and_can_be_thought_over(ours, at):
    ours.submit(at)
    ours.decide(ours.partners[0], at)
    ours.decide(ours.partners[1], at, Decision.DECLINED, "No money is named.")
    ours.decide(ours.partners[2], at)
    assert not live(ours).live
    ours.decide(ours.partners[1], at, Decision.WITH_NOTE, "Money follows in May.")
    assert live(ours).live
    first = SignOff.objects.get(page=ours.page, decision="declined")
    assert (first.lapsed_because, first.words) == ("anew", "No money is named.")


@pytest.mark.parametrize("decision", [Decision.DECLINED, Decision.WITH_NOTE])
def test_a_decline_and_a_note_need_words(ours, at, decision):
    ours.submit(at)
    with pytest.raises(ValidationError):
        ours.decide(ours.partners[1], at, decision, "  ")
    assert not SignOff.objects.exists()


def test_the_same_decision_sent_twice_counts_once(ours, at):
    ours.submit(at)
    seen = ours.seen_by(ours.partners[1])
    by, answer = ours.approvers[ours.partners[1].pk], Answer(Decision.APPROVED)
    made = {decide(page=ours.page, by=by, at=at, answer=answer, seen=seen).pk for _ in range(3)}
    assert len(made) == SignOff.objects.count() == 1
    assert AuditRow.objects.filter(action="page.signed").count() == 1


@pytest.mark.parametrize("seen", [Seen("0" * 64, ""), Seen("", "")])
def test_words_that_are_not_the_ones_read_are_not_signed(ours, at, seen):
    ours.submit(at)
    by = ours.approvers[ours.partners[1].pk]
    with pytest.raises(WordsChangedError):
        decide(page=ours.page, by=by, at=at, answer=Answer(Decision.APPROVED), seen=seen)
    assert not SignOff.objects.exists()


def test_a_part_that_was_changed_since_it_was_read_is_not_signed(ours, at):
    ours.submit(at)
    seen = ours.seen_by(ours.partners[1])
    ours.say(ours.partners[1], STATEMENT, at)
    with pytest.raises(WordsChangedError):
        decide(
            page=ours.page,
            by=ours.approvers[ours.partners[1].pk],
            at=at,
            answer=Answer(Decision.APPROVED),
            seen=seen,
        )


class TestWhoSigns:
    def test_who_wrote_last_does_not_sign_for_the_same_partner(self, ours, at):
        council = ours.partners[0]
        author = acting(council, Role.APPROVER)
        page = ours.page.specific_class.objects.get(pk=ours.page.pk).get_latest_revision_as_object()
        page.summary = "My words."
        page.save_revision(user=author)
        ours.submit(at)
        with pytest.raises(NotAllowed, match="You wrote the latest text"):
            decide_for(ours, author, council, at)
        assert ours.decide(council, at).by == ours.approvers[council.pk]

    def test_who_wrote_the_part_last_does_not_sign_it(self, ours, at):
        trust = ours.partners[1]
        ours.writers[trust.pk] = ours.approvers[trust.pk]
        ours.say(trust, STATEMENT, at)
        ours.submit(at)
        with pytest.raises(NotAllowed, match="You wrote the latest text"):
            ours.decide(trust, at)

    def test_who_wrote_may_decline(self, ours, at):
        trust = ours.partners[1]
        ours.writers[trust.pk] = ours.approvers[trust.pk]
        ours.say(trust, STATEMENT, at)
        ours.submit(at)
        assert ours.decide(trust, at, Decision.DECLINED, "On second thought, no.").pk

    def test_a_partner_of_one_person_signs_what_it_wrote_and_says_so(self, ours, at):
        charity = ours.partners[2]
        ours.writers[charity.pk].memberships.all().delete()
        ours.writers[charity.pk] = ours.approvers[charity.pk]
        ours.say(charity, STATEMENT, at)
        ours.submit(at)
        assert ours.decide(charity, at).wrote_it_too

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR])
    def test_only_approvers_sign(self, ours, at, role):
        ours.submit(at)
        with pytest.raises(NotAllowed, match="Only an approver"):
            decide_for(ours, acting(ours.partners[1], role), ours.partners[1], at)

    def test_strangers_operators_and_people_who_act_for_another_do_not_sign(self, ours, at):
        ours.submit(at)
        stranger = acting(PartnerFactory(), Role.ADMIN)
        away = MembershipFactory(partner=PartnerFactory(), role=Role.ADMIN).user
        MembershipFactory(user=away, partner=ours.partners[1], role=Role.APPROVER)
        for person in (stranger, away, UserFactory(is_superuser=True)):
            with pytest.raises(NotAllowed):
                decide_for(ours, person, ours.partners[1], at)
        assert not SignOff.objects.exists()


class TestGoLiveDate:
    def test_a_signed_page_waits_for_its_date(self, ours, at):
        ours.submit(at, go_live_at=at + timedelta(days=2))
        ours.all_sign(at)
        assert state(ours) == (Text.SIGNED, Public.NEVER)
        assert not live(ours).live

    def test_a_decline_meanwhile_holds_it(self, ours, at):
        ours.submit(at, go_live_at=at + timedelta(days=2))
        ours.all_sign(at)
        ours.decide(ours.partners[1], at, Decision.DECLINED, "Wait.")
        assert state(ours) == (Text.WAITING, Public.NEVER)

    def test_signatures_after_the_date_publish_at_once(self, ours, at):
        ours.submit(at, go_live_at=at + timedelta(days=2))
        ours.all_sign(at + timedelta(days=3))
        assert live(ours).live
