"""The last page shows all answers, says what is missing, and asks the partners to sign."""

import pytest
from django.test import Client
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from partners.signing.machine import Text
from partners.signing.models import PageState, SigningRound
from tests.factories import MembershipFactory
from tests.outcomes.casestudies.guided.forms import Guided, address, latest, words

pytestmark = [pytest.mark.django_db, pytest.mark.signoff]


@pytest.fixture
def ready(guided, page, council):
    """A draft that can be sent for signing."""
    MembershipFactory(partner=council, role=Role.APPROVER)
    guided.send(page, "did-not-work", nothing="on")
    return page


def check(page):
    return reverse("guided:check", args=[page.pk])


def test_it_shows_each_answer_with_a_way_to_change_it(guided, ready):
    guided.send(ready, "cost", cost_amount="2900", cost_year="2025", cost="From the ward fund.")
    answer = guided.client.get(check(ready))
    shown = words(answer)
    for said in ("Kettle mornings", "£2,900 (2025)", "From the ward fund.", "Nothing that we know of."):
        assert said in shown
    assert "Sale Central" in shown
    assert f"{address(ready, 'cost')}?back=check" in answer.text
    assert guided.send(ready, "cost", back="?back=check", cost_year="2024").url == check(ready)


def test_what_is_missing_leads_to_the_step_that_asks_for_it(guided, page):
    page.place_tags.all().delete()
    page.place_tags, page.summary = [], ""
    page.save(clean=False)
    page.save_revision(clean=False)
    answer = guided.client.get(check(page))
    for key, says in (
        ("where", "Choose at least one place."),
        ("what", "Write a summary: one or two plain sentences."),
        ("did-not-work", "hat did not work"),
    ):
        assert says in words(answer)
        assert f'href="{address(page, key)}?back=check"' in answer.text
    assert "Send for signing" not in answer.text
    assert guided.client.post(check(page), {}).status_code == 200
    assert not SigningRound.objects.exists()


def test_it_is_submitted_by_the_rules_of_the_editor(guided, ready, person, council):
    answer = guided.client.post(check(ready), {"message": "Please by Friday"})
    assert answer.url == check(ready)
    sent = SigningRound.objects.get()
    assert (sent.page_id, sent.submitted_by, sent.submitted_for) == (ready.pk, person, council)
    assert sent.message == "Please by Friday"
    assert PageState.objects.get(page=ready.pk).text == Text.WAITING
    shown = words(guided.client.get(answer.url))
    assert "This text is sent for signing." in shown
    assert "Send for signing" not in shown
    assert not CaseStudy.objects.get(pk=ready.pk).live


@pytest.mark.idempotent
def test_sent_twice_it_is_submitted_once(guided, ready):
    answers = [guided.client.post(check(ready), {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert SigningRound.objects.count() == 1
    assert "This page is submitted already." in words(answers[1])


def test_a_day_that_is_over_is_refused_beside_the_box(guided, ready):
    answer = guided.client.post(check(ready), {"due_on": "2001-01-01", "message": "Soon"})
    assert words(answer).count("Choose a day that is still to come, or leave it empty.") == 2
    assert "Soon" in answer.text
    assert not SigningRound.objects.exists()


def test_a_step_says_that_a_change_ends_signatures_and_a_change_does(guided, ready, council):
    guided.client.post(check(ready), {})
    assert "If you change it, the signatures end" in words(guided.client.get(address(ready, "changed")))
    # Looking and going on changes nothing.
    guided.send(ready, "changed")
    assert PageState.objects.get(page=ready.pk).text == Text.WAITING
    answer = guided.send(ready, "changed", what_changed="They meet.")
    assert PageState.objects.get(page=ready.pk).text == Text.WRITING
    assert "no longer submitted" in guided.client.get(answer.url).text
    assert latest(ready).what_changed == "They meet."


def test_a_contributor_may_send_it_too_and_nobody_else(guided, ready):
    stranger = Guided(Client(), MembershipFactory(role=Role.ADMIN).user)
    assert stranger.client.post(check(ready), {}).status_code == 403
    contributor = Guided(Client(), MembershipFactory(role=Role.EDITOR).user)
    ready.shares.create(partner=contributor.person.memberships.get().partner)
    assert contributor.client.post(check(ready), {}).status_code == 302
