"""Who is told what about signing: the right people, each once, after the commit; never who did it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction

from partners.agencies.models import Role
from partners.notices.models import Category, How, Notice
from partners.notices.preferences import choose
from partners.signing import publishing, rounds
from partners.signing.models import Decision
from tests.factories import MembershipFactory
from tests.partners.signing.links.linking import asked
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def together():
    """A page of three partners. Of each there is a member, an editor and an approver."""
    together = a_page_together(
        "Mersey Bank Council", "Ship Canal Health", "Moorside Neighbours", title="Kettle mornings"
    )
    for partner in together.partners:
        MembershipFactory(partner=partner, role=Role.MEMBER)
    MembershipFactory(role=Role.ADMIN)  # somebody of a partner that the page does not name
    return together


def told(subject):
    """The keys of the people who were told something with these words in its subject."""
    return sorted(Notice.objects.filter(subject__contains=subject).values_list("person_id", flat=True))


def people(together, *partners, only=None, besides=()):
    """The keys of the editors and approvers of partners."""
    found = [
        person.pk
        for name, group in (("writers", together.writers), ("approvers", together.approvers))
        if only in (None, name)
        for partner in partners
        for person in [group[partner.pk]]
    ]
    return sorted(set(found) - {person.pk for person in besides})


def test_the_approvers_of_every_partner_are_asked_once(together):
    together.submit(NOW)
    assert told("Please sign “Kettle mornings”") == people(together, *together.partners, only="approvers")
    assert set(Notice.objects.values_list("category", flat=True)) == {Category.SIGNING}


def test_who_has_signed_these_very_words_is_not_asked_again(together):
    council, trust, neighbours = together.partners
    together.submit(NOW)
    together.decide(trust, NOW)
    rounds.take_back(page=together.page, by=together.writers[council.pk], at=NOW)
    Notice.objects.all().delete()
    together.submit(LATER)
    assert told("Please sign") == people(together, council, neighbours, only="approvers")


def test_a_signature_is_told_to_the_lead_alone(together):
    council, trust, _ = together.partners
    together.submit(NOW)
    together.decide(trust, NOW)
    assert told("Ship Canal Health signed") == people(together, council)


def test_the_signature_of_the_lead_is_told_to_nobody(together):
    together.submit(NOW)
    together.decide(together.partners[0], NOW)
    assert told("signed “") == []


def test_a_decline_is_told_to_every_other_partner_with_its_reason(together):
    council, trust, neighbours = together.partners
    together.submit(NOW)
    together.decide(trust, NOW, Decision.DECLINED, "The figures are last year's.")
    assert told("Ship Canal Health declined") == people(together, council, neighbours)
    assert "The figures are last year's." in Notice.objects.filter(subject__contains="declined")[0].text


def test_what_was_asked_is_settled_for_all_approvers_when_one_decides(together):
    trust = together.partners[1]
    second = MembershipFactory(partner=trust, role=Role.ADMIN).user
    together.submit(NOW)
    together.decide(trust, NOW)
    assert Notice.objects.get(person=second).read_at == NOW
    assert Notice.objects.filter(subject__contains="Please sign", read_at=None).count() == 2


def test_a_lapse_is_told_to_the_approvers_of_whom_it_concerns_but_not_to_who_wrote(together):
    council, trust, _ = together.partners
    together.submit(NOW)
    together.decide(council, NOW)
    together.decide(trust, NOW)
    together.write(summary="Other words.")
    assert told("counts no more") == people(together, council, trust, only="approvers")
    together.submit(LATER)
    together.decide(trust, LATER)
    Notice.objects.all().delete()
    together.say(trust, {"statement": "We open on Mondays."}, LATER)
    assert told("counts no more") == people(together, trust, only="approvers")


def test_that_it_is_on_the_site_is_told_to_all_of_every_partner(together):
    together.submit(NOW)
    together.all_sign(NOW)
    assert told("“Kettle mornings” is on the site") == people(together, *together.partners)


def test_a_date_that_came_without_a_signature_is_told_to_all(together):
    together.submit(NOW, go_live_at=LATER)
    together.all_sign(NOW)
    sign_off = together.page.sign_offs.get(partner=together.partners[1])
    type(sign_off).objects.filter(pk=sign_off.pk).update(lapsed_at=NOW, lapsed_because="part")
    publishing.publish_due(together.page.pk, LATER)
    publishing.publish_due(together.page.pk, LATER)
    assert told("a signature is missing") == people(together, *together.partners)


def test_an_override_and_a_withdrawal_are_told_to_all_with_the_reason(together):
    council = together.partners[0]
    together.submit(NOW)
    council.serves.set([each.place for each in together.page.place_tags.all()])
    together.decide(council, NOW)
    together.override(council, NOW, "The heatwave does not wait.")
    others = people(together, *together.partners, besides=[together.approvers[council.pk]])
    assert told("overrode missing signatures") == others
    assert "The heatwave does not wait." in Notice.objects.filter(subject__contains="overrode")[0].text
    together.take_off(LATER, "The project has ended.")
    assert told("was taken off the site") == others


@pytest.mark.usefixtures("letters_go_out")
def test_what_is_signed_by_a_link_is_told_to_the_partners_own_people():
    link = asked()
    made = link.sign(link.opened())
    assert told("for Ship Canal Health by a link") == people(link.together, link.partner)
    assert (
        made.signatory
        in Notice.objects.get(
            subject__contains="by a link", person=link.together.approvers[link.partner.pk]
        ).text
    )
    assert told("Ship Canal Health signed") == people(link.together, link.together.partners[0])


@pytest.mark.usefixtures("letters_go_out")
def test_by_mail_as_each_chose_and_once_a_day_together(together):
    trust = together.partners[1]
    daily, at_once = together.approvers[trust.pk], together.approvers[together.partners[2].pk]
    never = together.approvers[together.partners[0].pk]
    choose(person=daily, choices={Category.SIGNING: How.DAILY})
    choose(person=never, choices={Category.SIGNING: How.OFF})
    together.submit(NOW)
    assert [letter.to for letter in mail.outbox] == [[at_once.email]]
    call_command("send_digests", verbosity=0)
    assert [letter.to for letter in mail.outbox[1:]] == [[daily.email]]
    assert "Kettle mornings" in mail.outbox[1].body
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 2
    assert len(told("Please sign")) == 3


def test_the_letter_names_the_page_the_day_and_what_was_written(together, letters_go_out):
    together.submit(NOW, due_on=LATER.date(), message="Please look at the figures.")
    letter = mail.outbox[0]
    assert letter.subject == "Please sign “Kettle mornings”"
    for body in (letter.body, letter.alternatives[0][0]):
        for words in ("Mersey Bank Council asks you", "Please look at the figures.", "by 2 November 2026"):
            assert words in body


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_nothing_is_told_of_what_was_undone(together):
    with transaction.atomic():
        together.submit(NOW)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), len(mail.outbox)) == (0, 0)
    together.submit(NOW)
    assert len(mail.outbox) == 3
