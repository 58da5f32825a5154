"""What each verb writes, and that it writes nothing when it is refused."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.proposals import services
from outcomes.proposals.models import TEXT_LENGTH, Decision, Proposal
from outcomes.proposals.moves import MOVES, Status
from partners.policy.refusals import NotAllowed
from tests.outcomes.proposals.factories import NOW, WORDS, ProposalFactory, submission

pytestmark = pytest.mark.django_db


def answer(verb, proposal, by, partner, reason="It fits what we plan."):
    return verb(proposal=proposal, by=by, partner=partner, reason=reason, at=NOW)


def test_submit_stores_what_was_written(ground):
    proposal, is_new = services.submit(submission=submission(ground.ward), at=NOW)
    assert is_new
    assert proposal.place == ground.ward
    assert {name: getattr(proposal, name) for name in WORDS} == WORDS
    assert (proposal.status, proposal.submitted_at, proposal.confirmed_at) == (Status.RECEIVED, NOW, None)


@pytest.mark.both
def test_submit_counts_the_same_form_once(ground):
    first, _ = services.submit(submission=submission(ground.ward), at=NOW)
    again, is_new = services.submit(submission=submission(ground.ward), at=NOW + timedelta(seconds=2))
    other, other_is_new = services.submit(submission=submission(ground.ward, key="another"), at=NOW)
    assert (again, is_new, other_is_new) == (first, False, True)
    assert Proposal.objects.count() == 2
    assert other.reference != first.reference


def test_confirm_counts_once_and_keeps_the_first_date(ground):
    proposal = ProposalFactory(place=ground.ward, unconfirmed=True)
    services.confirm(proposal=proposal, at=NOW)
    services.confirm(proposal=proposal, at=NOW + timedelta(hours=1))
    assert Proposal.objects.get().confirmed_at == NOW


def test_accept_opens_it_and_says_who_decided(ground):
    proposal = ProposalFactory(place=ground.ward)
    decision = answer(services.accept, proposal, ground.moderator, ground.council, reason="")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.accepted_at, proposal.is_public) == (Status.OPEN, NOW, True)
    assert (decision.from_status, decision.to_status) == (Status.RECEIVED, Status.OPEN)
    assert (decision.partner, decision.decided_by, decision.reason) == (ground.council, ground.moderator, "")


@pytest.mark.parametrize(("start", "public"), [(Status.RECEIVED, False), (Status.OPEN, True)])
def test_decline_shows_only_what_was_shown_before(ground, start, public):
    proposal = ProposalFactory(place=ground.ward, status=start)
    decision = answer(services.decline, proposal, ground.moderator, ground.council, "  We have no money.\n")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.is_public) == (Status.DECLINED, public)
    assert decision.reason == "We have no money."


def test_adopt_makes_a_draft_objective_that_the_partner_leads(ground, site):
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN)
    answer(services.adopt, proposal, ground.moderator, ground.council)
    proposal.refresh_from_db()
    objective = Objective.objects.get()
    assert proposal.objective == objective
    assert proposal.status == Status.ADOPTED
    assert (objective.live, objective.status, objective.owner) == (False, "draft", ground.moderator)
    assert objective.get_parent().specific == ObjectiveIndex.objects.get()
    assert (objective.title, objective.summary) == (proposal.title, proposal.what_should_change)
    assert objective.why_here == proposal.why
    assert (objective.lead_partner, objective.contributors) == (ground.council, [])
    assert objective.places == [ground.ward]
    draft = objective.get_latest_revision_as_object()
    assert (draft.title, draft.lead_partner, draft.places) == (proposal.title, ground.council, [ground.ward])
    assert not Page.objects.live().filter(pk=objective.pk).exists()


def test_adopt_loses_nothing_of_a_long_text_and_runs_nothing_in_it(ground, site):
    text = "<script>alert(1)</script>\n\n" + "Every word of it counts. " * 100
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN, what_should_change=text[:TEXT_LENGTH])
    answer(services.adopt, proposal, ground.moderator, ground.council)
    objective = Objective.objects.get()
    assert len(objective.summary) <= 300
    assert objective.body[0].block_type == "text"
    html = str(objective.body[0].value)
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert html.count("Every word of it counts.") == 100


@pytest.mark.parametrize("title", ["!!!", "???", "A warm room"])
def test_adopt_finds_an_address_for_any_title(ground, site, title):
    for _ in range(2):
        proposal = ProposalFactory(place=ground.ward, status=Status.OPEN, title=title)
        answer(services.adopt, proposal, ground.moderator, ground.council)
    assert len({objective.slug for objective in Objective.objects.all()}) == 2


def test_adopt_by_a_superuser_for_nobody_names_no_lead(ground, site):
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN)
    answer(services.adopt, proposal, ground.superuser, None)
    assert Objective.objects.get().lead_partner is None


def test_adopt_without_a_list_of_objectives_says_so(ground):
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN)
    with pytest.raises(NotAllowed, match="no list of objectives"):
        answer(services.adopt, proposal, ground.moderator, ground.council)


@pytest.mark.parametrize("verb", [services.accept, services.decline, services.adopt])
def test_a_refused_answer_writes_nothing(ground, site, verb):
    status = Status.OPEN if verb is services.adopt else Status.RECEIVED
    proposal = ProposalFactory(place=ground.ward, status=status)
    for by, partner in [
        (ground.other_moderator, ground.other_council),
        (ground.other_moderator, ground.council),
    ]:
        with pytest.raises(NotAllowed):
            answer(verb, proposal, by, partner)
    assert Proposal.objects.get().status == status
    assert not Decision.objects.exists()
    assert not Objective.objects.exists()


@pytest.mark.parametrize("verb", [services.accept, services.decline, services.adopt])
def test_the_second_click_is_refused_even_with_an_old_copy(ground, site, verb):
    status = Status.OPEN if verb is services.adopt else Status.RECEIVED
    proposal = ProposalFactory(place=ground.ward, status=status)
    answer(verb, Proposal.objects.get(), ground.moderator, ground.council)
    with pytest.raises(NotAllowed, match="cannot become"):
        answer(verb, proposal, ground.moderator, ground.council)
    assert Decision.objects.count() == 1


def test_deleting_the_objective_keeps_the_proposal(ground, site):
    proposal = ProposalFactory(place=ground.ward, status=Status.OPEN)
    answer(services.adopt, proposal, ground.moderator, ground.council)
    Objective.objects.get().delete()
    proposal.refresh_from_db()
    assert (proposal.status, proposal.objective) == (Status.ADOPTED, None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.tuples(st.sampled_from(["accept", "decline", "adopt"]), st.booleans()), max_size=7))
def test_no_sequence_of_answers_leaves_the_table(ground, site, wishes):
    proposal = ProposalFactory(place=ground.ward)
    for verb, is_mine in wishes:
        by = ground.moderator if is_mine else ground.other_moderator
        with suppress(NotAllowed):
            answer(getattr(services, verb), proposal, by, ground.council)
    proposal.refresh_from_db()
    steps = list(proposal.decisions.values_list("from_status", "to_status"))
    path = [Status.RECEIVED, *(end for _, end in steps)]
    assert steps == list(pairwise(path))
    assert all(end in MOVES[start] for start, end in steps)
    assert proposal.status == path[-1]
    assert proposal.is_public is (Status.OPEN in path)
    assert (proposal.objective is not None) is (Status.ADOPTED in path)
    assert set(proposal.decisions.values_list("decided_by", flat=True)) <= {ground.moderator.pk}


@pytest.fixture
def old_ones(ground):
    """One proposal to delete, and others near it to keep."""
    limit = NOW - timedelta(days=14)
    old = ProposalFactory(unconfirmed=True, submitted_at=limit - timedelta(seconds=1))
    kept = [
        ProposalFactory(unconfirmed=True, submitted_at=limit),
        ProposalFactory(submitted_at=limit - timedelta(days=9)),
    ]
    return old, kept


def test_purge_deletes_what_was_not_confirmed_in_time(old_ones):
    assert services.purge_unconfirmed(at=NOW) == 1
    assert set(Proposal.objects.all()) == set(old_ones[1])
    assert services.purge_unconfirmed(at=NOW) == 0


@time_machine.travel(NOW, tick=False)
def test_the_purge_command_counts_before_it_deletes(old_ones):
    out = StringIO()
    call_command("purge_unconfirmed_proposals", "--dry-run", stdout=out)
    assert "1 unconfirmed proposals would be deleted." in out.getvalue()
    assert Proposal.objects.count() == 3
    call_command("purge_unconfirmed_proposals", stdout=out)
    assert "1 unconfirmed proposals deleted." in out.getvalue()
    assert Proposal.objects.count() == 2
