"""Several at once: whatever meets, each thing counts once, and nothing unsigned is published."""

import os
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outcomes.objectives.models import Objective, ObjectiveIndex
from partners.agencies.models import Role
from partners.mail.models import Letter
from partners.notices.models import Notice
from partners.parts.models import PartVersion
from partners.signing.machine import Text
from partners.signing.models import PageState, Publication, SigningRound, SignOff
from partners.signing.publishing import due_pages, publish_due
from portal.operations.services import set_up_site
from tests import threads
from tests.factories import MembershipFactory
from tests.partners.sharing.forms_of_pages import fields_at, fields_of, send
from tests.partners.signing.together import a_page_together
from tests.partners.signing.whole import faults

pytestmark = [
    pytest.mark.both,
    pytest.mark.signoff,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
TIMES = 20
# The long form has a make target.
ROUNDS = int(os.environ.get("RACING_ROUNDS", "4"))
NOW = timezone.now()


@pytest.fixture(autouse=True)
def page_lists():
    set_up_site()


def waiting_page(number=0, **more):
    """A page of two partners that waits for both."""
    together = a_page_together(f"Council {number}", f"Trust {number}", title=f"Warm homes {number}")
    together.submit(NOW, **more)
    return together


def at_once(*actions):
    """Do all of these at the same time. Returns what each returned."""
    return threads.at_once(lambda number: actions[number](), len(actions), told=())


def browser(user):
    """Somebody at their own browser."""
    client = Client()
    client.force_login(user)
    return client


def opened_form(client, page, decision="approved"):
    """Open the form in which somebody decides. Returns what sends it."""
    address, fields = form_to_decide(client, page, decision)
    return lambda: client.post(address, fields).status_code


def form_to_decide(client, page, decision="approved"):
    """Where the form is sent, and what stands in it."""
    address = reverse("signing:sign", args=[page.pk])
    form = client.get(address).context["forms"][decision]
    return address, {name: form[name].value() or "" for name in form.fields}


def approver_of(together, number):
    return browser(together.approvers[together.partners[number].pk])


def writer_of(together, number):
    return browser(together.writers[together.partners[number].pk])


def told(key):
    """How often each person was told of things with such a key."""
    people = Notice.objects.filter(key__contains=key).values_list("person", flat=True)
    return sorted(people), sorted(set(people))


@pytest.mark.idempotent
def test_one_approval_sent_twenty_times_counts_once():
    together = waiting_page()
    together.decide(together.partners[0], NOW)
    press = opened_form(approver_of(together, 1), together.page)
    assert at_once(*[press] * TIMES) == [302] * TIMES
    assert SignOff.objects.filter(partner=together.partners[1]).count() == 1
    assert Publication.objects.count() == 1
    assert faults(together.page) == []
    people, once = told(f"publication-{Publication.objects.get().pk}")
    assert people == once
    assert len(people) == 4
    assert len(mail.outbox) == Letter.objects.count()


def test_two_last_approvers_at_once_are_each_counted_and_publish_once():
    for number in range(ROUNDS):
        together = waiting_page(number)
        presses = [opened_form(approver_of(together, each), together.page) for each in (0, 1)]
        assert at_once(*presses) == [302, 302]
        assert SignOff.objects.filter(page=together.page, lapsed_at=None).count() == 2
        publication = Publication.objects.get(page=together.page)
        assert publication.named.exclude(sign_off=None).count() == 2
        assert faults(together.page) == []
        people, once = told(f"publication-{publication.pk}")
        assert people == once
        assert len(people) == 4


def test_an_edit_and_the_last_approval_at_once_never_publish_what_was_not_read():
    outcomes = set()
    for number in range(ROUNDS):
        together = waiting_page(number)
        together.decide(together.partners[0], NOW)
        press = opened_form(approver_of(together, 1), together.page)
        writer = writer_of(together, 0)
        fields = fields_of(writer, together.page)
        edited, signed = at_once(
            lambda fields=fields, writer=writer, page=together.page: (
                send(writer, page, fields, summary="Other words.").status_code
            ),
            press,
        )
        page = Objective.objects.get(pk=together.page.pk)
        published = Publication.objects.filter(page=page).count()
        # Either the signature came first, and published; or the edit did, and there was nothing to sign.
        assert (edited, signed, published) in {(302, 302, 1), (302, 409, 0)}
        assert page.live == bool(published)
        assert page.summary != "Other words." or not page.live
        assert faults(page) == []
        assert PageState.objects.get(page=page).text == Text.WRITING
        outcomes.add(published)
    print(f"an edit met an approval: published {outcomes}")  # noqa: T201  # the evidence


@pytest.mark.parametrize("verb", ["lock", "unlock"])
def test_a_lock_at_the_moment_of_the_last_approval_takes_nothing_off_the_site(verb):
    """Wagtail writes the page as it read it, which was before it went on the site."""
    for number in range(ROUNDS):
        together = waiting_page(number)
        together.decide(together.partners[0], NOW)
        presses = opened_form(approver_of(together, 1), together.page)
        keeper = approver_of(together, 0)
        address = reverse(f"wagtailadmin_pages:{verb}", args=[together.page.pk])
        at_once(presses, lambda keeper=keeper, address=address: keeper.post(address).status_code)
        assert Publication.objects.filter(page=together.page).count() == 1
        assert faults(together.page) == []


@pytest.mark.sections
def test_a_part_that_is_saved_while_its_partner_signs_is_not_published_unread():
    for number in range(ROUNDS):
        together = waiting_page(number)
        together.decide(together.partners[0], NOW)
        partner, page = together.partners[1], together.page
        press = opened_form(approver_of(together, 1), page)
        writer = writer_of(together, 1)
        address = reverse("parts:save", args=[page.pk, partner.pk])
        saved, _ = at_once(
            lambda writer=writer, address=address: (
                writer.post(address, {"statement": "Ten nurses.", "based_on": ""}).status_code
            ),
            press,
        )
        assert saved == 302
        publication = Publication.objects.filter(page=page).first()
        assert publication is None or publication.named.get(partner=partner).part is None
        assert faults(page) == []
        # What was said is asked for now, and nothing else.
        assert PartVersion.objects.filter(page=page).count() == 1
        standing = SignOff.objects.filter(page=page, lapsed_at=None)
        assert [each.partner for each in standing] == [together.partners[0]]


@pytest.mark.idempotent
def test_one_submission_sent_twenty_times_is_one_round():
    together = a_page_together("Council", "Trust")
    client, address = writer_of(together, 0), reverse("signing:submit", args=[together.page.pk])
    answers = at_once(*[lambda: client.post(address, {}).status_code] * TIMES)
    assert answers.count(302) == 1
    assert SigningRound.objects.count() == 1
    people, once = told("asked")
    assert people == once
    assert len(people) == 2
    assert faults(together.page) == []


def test_an_approval_and_a_submission_taken_back_at_once():
    for number in range(ROUNDS):
        together = waiting_page(number)
        together.decide(together.partners[0], NOW)
        press = opened_form(approver_of(together, 1), together.page)
        writer, address = writer_of(together, 0), reverse("signing:take_back", args=[together.page.pk])
        at_once(press, lambda writer=writer, address=address: writer.post(address).status_code)
        assert faults(together.page) == []


def test_an_approver_who_loses_the_role_while_waiting_signs_nothing():
    """Either the signature is there before the role is gone, or it is refused."""
    for number in range(ROUNDS):
        together = waiting_page(number)
        partner = together.partners[1]
        MembershipFactory(partner=partner, role=Role.MEMBER)
        user = together.approvers[partner.pk]
        press = opened_form(browser(user), together.page)
        memberships = user.memberships.filter(partner=partner)
        answer, _ = at_once(press, lambda rows=memberships: rows.update(role=Role.MEMBER))
        assert (answer == 302) == SignOff.objects.filter(page=together.page, partner=partner).exists()
        assert faults(together.page) == []


@pytest.mark.schedule
def test_two_workers_publish_a_page_once():
    late = NOW + timedelta(days=2)
    for number in range(ROUNDS):
        together = waiting_page(number, go_live_at=NOW + timedelta(days=1))
        together.all_sign(NOW)
        assert due_pages(late) == [together.page.pk]
        made = at_once(*[lambda key=together.page.pk: publish_due(key, late)] * 2)
        assert sorted(each is None for each in made) == [False, True]
        assert faults(together.page) == []
        people, once = told(f"publication-{Publication.objects.get(page=together.page).pk}")
        assert people == once


@pytest.mark.idempotent
@pytest.mark.parametrize("publish", [False, True])
def test_the_form_of_a_new_page_sent_twenty_times_makes_one(publish):
    client = browser(MembershipFactory(role=Role.EDITOR).user)
    index = ObjectiveIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=[Objective._meta.app_label, "objective", index.pk])
    fields = fields_at(client, address)
    fields |= {"title": "Sent twice", "summary": "One page.", **({"action-publish": "1"} if publish else {})}
    answers = at_once(*[lambda: client.post(address, fields)] * TIMES)
    assert [answer.status_code for answer in answers] == [302] * TIMES
    page = Objective.objects.get(title="Sent twice")
    assert {answer.url for answer in answers} == {reverse("wagtailadmin_pages:edit", args=[page.pk])}
    assert page.revisions.count() == 1


@pytest.mark.idempotent
def test_the_form_of_a_copy_sent_twenty_times_makes_one():
    together = a_page_together("Council", "Trust")
    client = writer_of(together, 0)
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": together.page.get_parent().pk}
    address = reverse("wagtailadmin_pages:copy", args=[together.page.pk])
    answers = at_once(*[lambda: client.post(address, form).status_code] * TIMES)
    assert answers == [302] * TIMES
    assert Objective.objects.filter(slug="copied").count() == 1
