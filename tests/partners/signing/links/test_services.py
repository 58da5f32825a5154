"""Links for signing without an account: who may send one, to whom, and what a code and a link let one do."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from partners.agencies.models import Membership, Role
from partners.audit.models import AuditRow
from partners.mail.models import Letter
from partners.members.models import MailDomain
from partners.policy.refusals import NotAllowed
from partners.signing import rounds
from partners.signing.links import rules as link_rules
from partners.signing.links import services as links
from partners.signing.links.deciding import NoCodeError
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import CodeRefusedError, LinkRefusedError, Outcome
from partners.signing.models import Decision, Publication, SignOff
from tests.factories import MembershipFactory, UserFactory, as_acting_for
from tests.partners.signing.links.linking import ADDRESS, NOW, SIGNATORY, Asked, asked, last_code, send
from tests.partners.signing.together import a_page_together

pytestmark = [
    pytest.mark.both,
    pytest.mark.signoff,
    pytest.mark.django_db,
    pytest.mark.usefixtures("site", "letters_go_out"),
]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def pair():
    """A page of a council that leads and a trust with a mail domain, submitted."""
    together = a_page_together("Mersey Bank Council", "Ship Canal Health")
    MailDomain.objects.create(partner=together.partners[1], domain="ship-canal.example")
    together.submit(NOW)
    return together


def why(action):
    """Why a link is refused."""
    with pytest.raises(LinkRefusedError) as refusal:
        action()
    return refusal.value.why


def without_approvers(partner):
    """Leave the partner without anybody who can sign in and sign."""
    Membership.objects.filter(partner=partner).exclude(role=Role.EDITOR).delete()


# Who may send one, and to whom


def test_an_approver_asks_somebody_of_their_own_partner(pair):
    token = send(pair)
    letter = mail.outbox[-1]
    assert letter.to == [ADDRESS]
    assert "asks you to sign a page on Commonweal for Ship Canal Health" in letter.body
    assert f"/sign/{token}/" in letter.body
    assert "until 16 November 2026" in letter.body


def test_the_letter_tells_no_word_of_the_page(pair):
    pair.page.refresh_from_db()
    send(pair)
    letter = mail.outbox[-1]
    whole = letter.subject + letter.body + letter.alternatives[0][0]
    assert pair.page.title not in whole
    assert pair.page.summary not in whole


def test_an_editor_of_the_partner_itself_may_not(pair):
    trust = pair.partners[1]
    with pytest.raises(NotAllowed, match="Only approvers of Ship Canal Health"):
        send(pair, by=pair.writers[trust.pk])


def test_the_lead_may_only_where_nobody_there_can_sign(pair):
    council, trust = pair.partners
    editor = pair.writers[council.pk]
    with pytest.raises(NotAllowed, match="has no approver with an account"):
        send(pair, by=editor)
    without_approvers(trust)
    assert link_rules.may_send_for(editor, pair.page.pk) == [trust]
    assert send(pair, by=editor)


def test_an_approver_whose_account_is_closed_counts_as_none(pair):
    council, trust = pair.partners
    approver = pair.approvers[trust.pk]
    type(approver).objects.filter(pk=approver.pk).update(is_active=False)
    assert send(pair, by=pair.writers[council.pk])


def test_neither_operators_nor_partners_that_are_not_named(pair):
    without_approvers(pair.partners[1])
    stranger = MembershipFactory(role=Role.ADMIN)
    for person in (UserFactory(is_superuser=True), as_acting_for(stranger.user, stranger.partner)):
        with pytest.raises(NotAllowed):
            send(pair, by=person)
    assert not SignatureLink.objects.exists()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("wren@elsewhere.example", "at ship-canal.example only"),
        ("wren@below.ship-canal.example", "at ship-canal.example only"),
        ("wren@ship-canal.example.evil.example", "at ship-canal.example only"),
        ("info@ship-canal.example", "several people read"),
    ],
)
def test_only_to_an_address_of_a_person_there(pair, address, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        send(pair, address)
    assert mail.outbox == [] or mail.outbox[-1].to != [address]


def test_a_shared_mailbox_is_taken_when_one_person_alone_uses_it(pair):
    trust = pair.partners[1]
    chair = "chair@ship-canal.example"
    links.send(
        page=pair.page,
        partner=trust,
        address=chair,
        by=pair.approvers[trust.pk],
        at=NOW,
        shared_confirmed=True,
    )
    assert SignatureLink.objects.get().address == chair


def test_a_partner_without_a_mail_domain_is_told_what_to_do(pair):
    MailDomain.objects.all().delete()
    with pytest.raises(NotAllowed, match="A partner admin of Ship Canal Health adds it among its members"):
        send(pair)


def test_not_to_who_wrote_the_text(pair):
    """Not by another spelling of the same mailbox either."""
    council, trust = pair.partners
    writer = pair.writers[council.pk]
    type(writer).objects.filter(pk=writer.pk).update(email="edie@ship-canal.example")
    rounds.take_back(page=pair.page, by=writer, at=NOW)
    pair.write(summary="Words of Edie.")
    pair.submit(NOW)
    for address in ("edie@ship-canal.example", "Edie+sign@ship-canal.example"):
        with pytest.raises(NotAllowed, match="somebody who wrote the latest text"):
            send(pair, address)
    assert send(pair, by=pair.approvers[trust.pk])


def test_the_only_person_of_a_partner_may_sign_what_it_wrote_and_that_is_kept(pair):
    council, trust = pair.partners
    Membership.objects.filter(partner=trust, role=Role.APPROVER).delete()
    only = Membership.objects.get(partner=trust).user
    type(only).objects.filter(pk=only.pk).update(email=ADDRESS)
    pair.say(trust, {"statement": "We open on Mondays."}, NOW)
    link = Asked(pair, send(pair, by=pair.writers[council.pk]))
    assert link.sign(link.opened()).wrote_it_too is True


def test_nobody_sends_a_link_for_another_partner_to_themselves(pair):
    council, trust = pair.partners
    without_approvers(trust)
    second = as_acting_for(
        MembershipFactory(
            partner=council, role=Role.EDITOR, user=UserFactory(email="both@ship-canal.example")
        ).user,
        council,
    )
    with pytest.raises(NotAllowed, match="your own address"):
        send(pair, "both@ship-canal.example", by=second)


def test_a_member_signs_in_instead(pair):
    trust = pair.partners[1]
    MembershipFactory(partner=trust, user=UserFactory(email="kit@ship-canal.example"))
    with pytest.raises(NotAllowed, match="belongs to a member"):
        send(pair, "kit@ship-canal.example")


def test_not_before_the_page_is_submitted_and_not_for_who_has_signed(pair):
    council, trust = pair.partners
    pair.decide(trust, NOW)
    with pytest.raises(NotAllowed, match="has signed this text already"):
        send(pair)
    rounds.take_back(page=pair.page, by=pair.writers[council.pk], at=NOW)
    with pytest.raises(NotAllowed, match="not waiting for signatures"):
        send(pair)


def test_no_more_than_so_many_a_day(pair):
    for number in range(link_rules.MOST_A_DAY):
        send(pair, f"person{number}@ship-canal.example")
    with pytest.raises(NotAllowed, match="50 links were sent"):
        send(pair, at=NOW + DAY - MINUTE)
    assert send(pair, at=NOW + DAY)


def test_asking_anew_ends_the_older_one():
    first = asked()
    second = Asked(first.together, send(first.together, "WREN@Ship-Canal.example"))
    assert first.link.outcome == Outcome.REPLACED
    assert why(first.code) is Outcome.REPLACED
    assert second.sign(second.opened()).partner == second.partner


# The code


def test_the_code_goes_to_the_address_of_the_link_and_lets_one_browser_in():
    link = asked()
    code = link.code()
    assert mail.outbox[-1].to == [ADDRESS]
    browser = links.open_by_code(token=link.token, code=code, at=NOW)
    assert links.is_open_in(link.link, browser)
    assert not links.is_open_in(link.link, browser + "x")
    assert not links.is_open_in(link.link, "")


def test_a_code_works_once_for_fifteen_minutes():
    link = asked()
    code = link.code()
    with pytest.raises(CodeRefusedError, match="too old"):
        links.open_by_code(token=link.token, code=code, at=NOW + 15 * MINUTE)
    assert links.open_by_code(token=link.token, code=code, at=NOW + 14 * MINUTE)
    with pytest.raises(CodeRefusedError, match="was used"):
        links.open_by_code(token=link.token, code=code, at=NOW + 14 * MINUTE)


def test_the_newest_code_counts_and_the_newest_browser():
    link = asked()
    first = link.code()
    second = link.code(NOW + MINUTE)
    if first != second:
        with pytest.raises(CodeRefusedError, match="not the code"):
            links.open_by_code(token=link.token, code=first, at=NOW + MINUTE)
    browser = links.open_by_code(token=link.token, code=second, at=NOW + MINUTE)
    newer = link.opened(NOW + 3 * MINUTE)
    assert not links.is_open_in(link.link, browser)
    assert links.is_open_in(link.link, newer)


def test_five_wrong_codes_end_the_link():
    link = asked()
    right = link.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(links.MOST_WRONG_CODES - 1):
        with pytest.raises(CodeRefusedError):
            links.open_by_code(token=link.token, code=wrong, at=NOW)
    assert why(lambda: links.open_by_code(token=link.token, code=wrong, at=NOW)) is Outcome.TRIES
    assert why(lambda: links.open_by_code(token=link.token, code=right, at=NOW)) is Outcome.TRIES
    assert not link.link.browser_digest


def test_wrong_codes_are_counted_over_all_codes():
    """Else one could guess for ever, five times a code."""
    link = asked()
    for number in range(links.MOST_WRONG_CODES):
        at = NOW + number * 2 * MINUTE
        wrong = f"{(int(link.code(at)) + 1) % 10**6:06}"
        with pytest.raises((CodeRefusedError, LinkRefusedError)):
            links.open_by_code(token=link.token, code=wrong, at=at)
    assert link.link.outcome == Outcome.TRIES


def test_codes_are_not_sent_without_end():
    link = asked()
    link.code()
    with pytest.raises(CodeRefusedError, match="wait a minute"):
        link.code(NOW + MINUTE / 2)
    for number in range(1, links.MOST_CODES):
        link.code(NOW + number * MINUTE)
    with pytest.raises(CodeRefusedError, match="10 codes were sent"):
        link.code(NOW + DAY)


# Deciding


def test_a_signature_by_link_counts_like_any_other():
    link = asked()
    council = link.together.partners[0]
    made = link.sign(link.opened())
    assert (made.partner, made.decision, made.signatory, made.by) == (
        link.partner,
        Decision.APPROVED,
        SIGNATORY,
        None,
    )
    assert made.text.digest == link.link.common_digest
    assert not Publication.objects.exists()
    link.together.decide(council, NOW)
    assert Publication.objects.get().named.get(partner=link.partner).sign_off == made
    link.page.refresh_from_db()
    assert link.page.live


def test_the_last_signature_by_link_puts_the_page_on_the_site():
    link = asked()
    link.together.decide(link.together.partners[0], NOW)
    link.sign(link.opened())
    link.page.refresh_from_db()
    assert link.page.live


def test_a_note_and_a_decline_have_words():
    link = asked()
    browser = link.opened()
    for decision in (Decision.WITH_NOTE, Decision.DECLINED):
        with pytest.raises(ValidationError):
            link.sign(browser, decision=decision, words=" ")
    made = link.sign(browser, decision=Decision.DECLINED, words="The figures are last year's.")
    assert not made.is_approval
    assert link.link.outcome == Outcome.USED


def test_the_same_decision_sent_twice_counts_once():
    link = asked()
    browser = link.opened()
    assert link.sign(browser) == link.sign(browser, NOW + MINUTE)
    assert SignOff.objects.count() == 1


def test_what_is_personal_goes_with_the_link():
    link = asked()
    browser = link.opened()
    token, code = link.token, last_code()
    link.sign(browser)
    for row in (link.link, *AuditRow.objects.all(), *Letter.objects.all()):
        kept = " ".join(str(value) for value in vars(row).values())
        for secret in (ADDRESS, token, browser):
            assert secret not in kept
    assert code not in " ".join(str(value) for value in vars(link.link).values())


def test_all_of_it_is_in_the_audit():
    link = asked()
    browser = link.opened()
    with pytest.raises(NoCodeError):
        link.sign("made up")
    link.sign(browser)
    said = list(AuditRow.objects.order_by("sequence").values_list("action", "changed"))
    mine = [row for row in said if row[0].startswith("link.") or row[0] == "page.signed"]
    assert mine == [
        ("link.sent", {}),
        ("link.code_sent", {}),
        ("link.opened", {}),
        ("link.refused", {"why": "no code"}),
        ("page.signed", {"decision": "approved", "by_link": True}),
    ]


def test_the_audit_cannot_be_filled_by_one_link():
    link = asked()
    for _ in range(links.MOST_REFUSALS_KEPT + 5):
        with pytest.raises(NoCodeError):
            link.sign("made up")
    assert AuditRow.objects.filter(action="link.refused").count() == links.MOST_REFUSALS_KEPT


# When it does not count: replayed, too old, forwarded, other words


def end_text(link):
    link.together.write(summary="Other words.")


def end_part(link):
    link.together.say(link.partner, {"statement": "Other words of ours."}, NOW)


def end_named(link):
    link.page.shares.create(partner=MembershipFactory().partner)


def end_partner(link):
    link.page.shares.get(partner=link.partner).delete()


def end_round(link):
    council = link.together.partners[0]
    rounds.take_back(page=link.page, by=link.together.writers[council.pk], at=NOW)


def end_round_and_submit_again(link):
    end_round(link)
    link.together.submit(NOW)


def end_page(link):
    link.together.all_sign(NOW)
    link.together.take_off(NOW, "It is over.")


def end_domain(link):
    MailDomain.objects.all().delete()


def end_by_approver(link):
    link.together.decide(link.partner, NOW, Decision.DECLINED, "Not like this.")


def end_by_hand(link):
    links.take_back(link=link.link, by=link.together.approvers[link.partner.pk], at=NOW)


def end_sender(link):
    Membership.objects.filter(user=link.together.approvers[link.partner.pk]).delete()


ENDS = [
    (end_text, Outcome.CHANGED),
    (end_part, Outcome.CHANGED),
    (end_named, Outcome.CHANGED),
    (end_partner, Outcome.CHANGED),
    (end_round, Outcome.ROUND_OVER),
    (end_round_and_submit_again, Outcome.ROUND_OVER),
    (end_page, Outcome.DECIDED),
    (end_domain, Outcome.ADDRESS),
    (end_by_approver, Outcome.DECIDED),
    (end_by_hand, Outcome.TAKEN_BACK),
    (end_sender, Outcome.SENDER),
]


@pytest.mark.parametrize(("ends", "because"), ENDS)
def test_a_link_whose_ground_is_gone_is_refused_at_every_step(ends, because):
    link = asked()
    code = link.code()
    browser = links.open_by_code(token=link.token, code=code, at=NOW)
    ends(link)
    before = SignOff.objects.count()
    assert links.why_not(link.link, NOW) is because
    assert why(lambda: link.code(NOW + MINUTE)) is because
    assert why(lambda: links.open_by_code(token=link.token, code=code, at=NOW)) is because
    assert why(lambda: link.sign(browser)) is because
    assert SignOff.objects.count() == before
    assert (link.link.outcome, link.link.address) == (because, "")
    assert AuditRow.objects.filter(action="link.refused", changed={"why": because}).count() == 3


@pytest.mark.parametrize("ends", [each for each, because in ENDS if each not in (end_domain, end_sender)])
def test_it_ends_at_once_so_that_the_address_goes(ends):
    link = asked()
    ends(link)
    assert (link.link.address, bool(link.link.ended_at)) == ("", True)


def test_the_words_of_another_partner_do_not_end_it():
    link = asked()
    council = link.together.partners[0]
    link.together.say(council, {"statement": "Words of the council."}, NOW)
    assert link.sign(link.opened()).partner == link.partner


def test_an_expired_one_is_refused_and_its_address_goes_by_itself():
    link = asked()
    browser = link.opened()
    late = NOW + links.VALID_FOR
    assert why(lambda: link.sign(browser, late)) is Outcome.EXPIRED
    assert not SignOff.objects.exists()
    assert link.link.address == ""


def test_old_links_end_without_being_asked():
    link = asked()
    assert links.end_expired(at=NOW + links.VALID_FOR - MINUTE) == 0
    assert links.end_expired(at=NOW + links.VALID_FOR) == 1
    assert links.end_expired(at=NOW + links.VALID_FOR) == 0
    assert (link.link.outcome, link.link.address) == (Outcome.EXPIRED, "")


def test_replayed_it_is_refused():
    link = asked()
    browser = link.opened()
    link.sign(browser)
    assert why(lambda: link.sign(browser, decision=Decision.DECLINED, words="No, after all.")) is Outcome.USED
    with pytest.raises(NoCodeError):
        link.sign("another browser")
    assert why(lambda: link.code(NOW + MINUTE)) is Outcome.USED
    assert SignOff.objects.count() == 1


def test_forwarded_it_is_worth_nothing_without_the_mailbox():
    link = asked()
    link.code()
    for browser in ("", "x", "none"):
        with pytest.raises(NoCodeError):
            link.sign(browser)
    assert not SignOff.objects.exists()


def test_the_secret_of_one_link_opens_no_other():
    link = asked()
    browser = link.opened()
    other = Asked(link.together, send(link.together, "kit@ship-canal.example"))
    with pytest.raises(NoCodeError):
        other.sign(browser)
    code = link.code(NOW + MINUTE)
    with pytest.raises(CodeRefusedError):
        links.open_by_code(token=other.token, code=code, at=NOW + MINUTE)


def test_who_may_take_one_back():
    link = asked()
    council = link.together.partners[0]
    with pytest.raises(NotAllowed):
        links.take_back(link=link.link, by=link.together.writers[council.pk], at=NOW)
    end_by_hand(link)
    with pytest.raises(NotAllowed, match="ended already"):
        end_by_hand(link)
