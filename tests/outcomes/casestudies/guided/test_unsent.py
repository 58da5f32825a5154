"""Whose session ends in the middle of a step finds what they typed once they have signed in again."""

from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outcomes.casestudies.guided import unsent
from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from portal.accounts.sessions import IDLE, STAMPS
from tests.factories import MembershipFactory
from tests.outcomes.casestudies.guided.forms import address, latest, sent_by, words

pytestmark = pytest.mark.django_db
TYPED = "They meet every week, and two of them by themselves."


def signed_out(guided):
    """End the session in another window: the form is still open in this one."""
    guided.client.logout()


def test_what_was_typed_is_there_after_signing_in_again(guided, page):
    fields = guided.open(page, "changed")
    signed_out(guided)
    answer = guided.send(page, "changed", fields, what_changed=TYPED)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={address(page, 'changed')}"
    assert latest(page).what_changed == ""
    guided.client.force_login(guided.person)
    again = guided.client.get(address(page, "changed"))
    assert "You were signed out before this was saved." in again.text
    assert TYPED in words(again)
    assert guided.send(page, "changed", sent_by(again)).status_code == 302
    assert latest(page).what_changed == TYPED
    # Once, and no more.
    assert "You were signed out" not in guided.client.get(address(page, "changed")).text


def test_the_first_step_is_kept_too(guided):
    fields = sent_by(guided.client.get(reverse("guided:new")))
    signed_out(guided)
    guided.client.post(reverse("guided:new"), {**fields, "title": "Tea and toast"})
    guided.client.force_login(guided.person)
    again = guided.client.get(reverse("guided:new"))
    assert 'value="Tea and toast"' in again.text
    assert not CaseStudy.objects.exists()


def test_another_answer_that_was_saved_meanwhile_is_not_written_over(guided, page):
    fields = guided.open(page, "changed")
    signed_out(guided)
    guided.send(page, "changed", fields, what_changed=TYPED)
    page.what_changed = "Saved by a colleague."
    page.save_revision()
    guided.client.force_login(guided.person)
    again = sent_by(guided.client.get(address(page, "changed")))
    assert guided.send(page, "changed", again).status_code == 409


def test_no_place_that_was_typed_is_kept_in_the_session(guided, page):
    fields = guided.open(page, "where")
    signed_out(guided)
    guided.send(page, "where", fields, place="M33 7AA", base="M33 7AB")
    kept = [each.get_decoded() for each in Session.objects.all()]
    assert any(unsent.KEY in each for each in kept)
    assert "M33" not in str(kept)


def test_a_session_that_was_idle_leads_back_to_the_step(guided, page):
    fields = guided.open(page, "changed")
    session = guided.client.session
    session[STAMPS] = {**session[STAMPS], "seen": (timezone.now() - IDLE).timestamp()}
    session.save()
    answer = guided.send(page, "changed", fields, what_changed=TYPED)
    assert answer.url == f"{reverse('account_login')}?{urlencode({'next': address(page, 'changed')})}"
    guided.client.force_login(guided.person)
    assert TYPED in words(guided.client.get(address(page, "changed")))


def test_nobody_else_sees_what_somebody_typed_whose_session_it_was(guided, page, council, rf):
    request = rf.post(address(page, "changed"), {"what_changed": TYPED})
    request.session = {}
    unsent.keep(request, guided.person.pk)
    request.user = MembershipFactory(partner=council, role=Role.EDITOR).user
    assert unsent.take(request) is None
    assert request.session == {}


def test_nothing_is_kept_of_other_forms_nor_of_endless_ones(rf, page):
    endless = {"what_changed": "x" * 70_000}
    for path, sent in (("/proposals/new/", {"why": "x"}), (address(page, "changed"), endless)):
        request = rf.post(path, sent)
        request.session = {}
        unsent.keep(request)
        assert request.session == {}
    assert unsent.keep(rf.get(address(page, "changed"))) is False


def test_a_stranger_who_signs_in_is_refused_and_sees_nothing(guided, page):
    fields = guided.open(page, "changed")
    signed_out(guided)
    guided.send(page, "changed", fields, what_changed=TYPED)
    guided.client.force_login(MembershipFactory(role=Role.EDITOR).user)
    answer = guided.client.get(address(page, "changed"))
    assert answer.status_code == 403
    assert TYPED not in answer.text


def test_a_visitor_is_led_to_sign_in(page):
    answer = Client().get(address(page, "what"))
    assert answer.url == f"{reverse('account_login')}?next={address(page, 'what')}"
