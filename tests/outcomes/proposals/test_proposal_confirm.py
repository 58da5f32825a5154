"""The link that confirms: a button, once, for seven days, and for nobody who makes it up."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail, signing

from outcomes.proposals import services
from outcomes.proposals.links import OWN_SALT, confirm_path, own_path
from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import Status
from tests.outcomes.proposals.factories import NOW, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(ground):
    return ProposalFactory(place=ground.ward, unconfirmed=True)


def confirmed():
    return Proposal.objects.filter(confirmed_at__isnull=False).exists()


def test_following_the_link_confirms_nothing(client, proposal):
    for method in (client.get, client.head):
        assert method(confirm_path(proposal)).status_code == 200
    page = client.get(confirm_path(proposal))
    assert proposal.title in page.text
    assert "no-store" in page["Cache-Control"]
    assert not confirmed()


def test_the_button_confirms(client, proposal):
    page = client.post(confirm_path(proposal))
    assert page.status_code == 200
    assert confirmed()
    assert "proposals/proposal_confirmed.html" in [template.name for template in page.templates]
    assert page.context["own_url"] == own_path(proposal)


def test_a_second_click_is_thanked_and_changes_nothing(client, proposal, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(confirm_path(proposal))
        first = Proposal.objects.get().confirmed_at
        pages = [client.post(confirm_path(proposal)), client.get(confirm_path(proposal))]
    assert all("proposals/proposal_confirmed.html" in [t.name for t in page.templates] for page in pages)
    assert Proposal.objects.get().confirmed_at == first
    assert len(mail.outbox) == 1


def test_a_link_used_after_the_answer_takes_nothing_back(client, ground, proposal):
    client.post(confirm_path(proposal))
    facts = {"by": ground.moderator, "partner": ground.council, "reason": "Yes.", "at": NOW}
    services.accept(proposal=proposal, **facts)
    client.post(confirm_path(proposal))
    assert Proposal.objects.get().status == Status.OPEN


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("days", "status"), [(6.99, 200), (7.01, 410)])
def test_the_link_works_for_seven_days(client, proposal, method, days, status):
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False):
        link = confirm_path(proposal)
    with time_machine.travel(now + timedelta(days=days), tick=False):
        assert getattr(client, method)(link).status_code == status
    assert confirmed() is (method == "post" and status == 200)


def made_up_links(proposal):
    good = confirm_path(proposal)
    return [
        good[:-2] + "/",
        good.replace("confirm/", "confirm/x"),
        own_path(proposal).replace("/own/", "/confirm/"),
        f"/proposals/confirm/{proposal.pk}/",
        f"/proposals/confirm/{signing.dumps(proposal.pk)}/",
        f"/proposals/confirm/{signing.dumps(proposal.pk, salt=OWN_SALT)}/",
        "/proposals/confirm/%00%ff/",
    ]


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_made_up_link_gets_a_friendly_page(client, proposal, method, number):
    page = getattr(client, method)(made_up_links(proposal)[number])
    assert page.status_code == 410
    assert "proposals/proposal_link_expired.html" in [template.name for template in page.templates]
    assert proposal.title not in page.text
    assert not confirmed()


def test_the_link_of_a_deleted_proposal_gets_the_same_page(client, proposal):
    link = confirm_path(proposal)
    proposal.delete()
    assert client.post(link).status_code == 410


def test_a_confirm_link_does_not_open_the_own_page(client, proposal):
    assert client.get(confirm_path(proposal).replace("/confirm/", "/own/")).status_code == 410
