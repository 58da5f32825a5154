"""Twenty at once: threads with connections of their own, on a database where commits are real."""

import pytest
from django.core import mail
from django.test import Client

from outcomes.objectives.models import Objective
from outcomes.proposals import services
from outcomes.proposals.links import confirm_path
from outcomes.proposals.models import Decision, Proposal
from outcomes.proposals.moves import Status
from portal.operations.services import set_up_site
from tests.outcomes.proposals.factories import NOW, WORDS, ProposalFactory, make_ground
from tests.threads import at_once

pytestmark = [
    pytest.mark.idempotent,
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]

TIMES = 20


def test_one_form_sent_twenty_times_is_one_proposal_and_one_mail():
    make_ground()
    form = {**WORDS, "show_name": "on", "place": "Sale", "token": "one-form"}
    answers = at_once(lambda number: Client().post("/proposals/new/", form).status_code)
    assert answers == [302] * TIMES
    assert Proposal.objects.count() == 1
    assert len(mail.outbox) == 1


def test_twenty_forms_are_twenty_proposals():
    make_ground()
    answers = at_once(
        lambda number: (
            Client()
            .post(
                "/proposals/new/",
                {
                    **WORDS,
                    "place": "Sale",
                    "token": f"form-{number}",
                    "proposer_email": f"person{number}@example.org",
                },
            )
            .status_code
        )
    )
    assert answers == [302] * TIMES
    assert Proposal.objects.count() == TIMES


def test_one_link_pressed_twenty_times_tells_the_moderator_once():
    ground = make_ground()
    link = confirm_path(ProposalFactory(place=ground.ward, unconfirmed=True))
    assert at_once(lambda number: Client().post(link).status_code) == [200] * TIMES
    assert [message.to for message in mail.outbox] == [[ground.moderator.email]]


@pytest.mark.parametrize("verb", [services.accept, services.decline, services.adopt])
def test_one_answer_given_twenty_times_counts_once(verb):
    set_up_site()
    ground = make_ground()
    status = Status.OPEN if verb is services.adopt else Status.RECEIVED
    proposal = ProposalFactory(place=ground.ward, status=status)
    facts = {
        "proposal": proposal,
        "by": ground.moderator,
        "partner": ground.council,
        "reason": "Yes.",
        "at": NOW,
    }
    results = at_once(lambda number: verb(**facts))
    assert sum(isinstance(result, Decision) for result in results) == 1
    assert Decision.objects.count() == 1
    assert Objective.objects.count() == (1 if verb is services.adopt else 0)
    assert len(mail.outbox) == 1


def test_different_answers_at_once_leave_one_of_them():
    ground = make_ground()
    proposal = ProposalFactory(place=ground.ward)
    facts = {
        "proposal": proposal,
        "by": ground.moderator,
        "partner": ground.council,
        "reason": "Yes.",
        "at": NOW,
    }
    verbs = [services.accept, services.decline]
    at_once(lambda number: verbs[number % 2](**facts))
    path = [(decision.from_status, decision.to_status) for decision in Decision.objects.order_by("pk")]
    # Accepting first and declining after that is a legal path; declining first ends it.
    assert path in (
        [(Status.RECEIVED, Status.DECLINED)],
        [(Status.RECEIVED, Status.OPEN), (Status.OPEN, Status.DECLINED)],
    )


def test_several_adoptions_at_once_each_get_their_place_in_the_tree():
    set_up_site()
    ground = make_ground()
    waiting = [ProposalFactory(place=ground.ward, status=Status.OPEN, title="A warm room") for _ in range(8)]
    facts = {"by": ground.moderator, "partner": ground.council, "reason": "Yes.", "at": NOW}
    results = at_once(lambda number: services.adopt(proposal=waiting[number], **facts), times=8)
    assert all(isinstance(result, Decision) for result in results)
    objectives = Objective.objects.all()
    assert len({objective.path for objective in objectives}) == 8
    assert len({objective.slug for objective in objectives}) == 8
