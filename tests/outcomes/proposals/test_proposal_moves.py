"""The table of moves: everything it says, and nothing that it does not say."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import ACCEPTED, MOVES, WAITING, WITH_OBJECTIVE, Status, may_move
from tests.factories import PlaceFactory
from tests.outcomes.proposals.factories import NOW, ProposalFactory


def test_every_status_has_a_row():
    assert set(MOVES) == set(Status)


def test_no_move_leads_nowhere():
    assert all(may_move(start, end) is (end in MOVES[start]) for start in Status for end in Status)
    assert not any(may_move(status, status) for status in Status)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.DELIVERED])
def test_the_end_is_the_end(status):
    assert MOVES[status] == frozenset()


@given(st.lists(st.sampled_from(Status), max_size=12))
def test_only_what_was_open_for_support_is_ever_taken_up(wishes):
    path = [Status.RECEIVED]
    for wish in wishes:
        if may_move(path[-1], wish):
            path.append(wish)
    if path[-1] in ACCEPTED:
        assert Status.OPEN in path
    if Status.OPEN in path:
        assert path[-1] not in WAITING


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize(
    "impossible",
    [
        {"confirmed_at": None, "status": Status.OPEN, "accepted_at": NOW},
        {"confirmed_at": None, "status": Status.DECLINED},
        {"status": Status.OPEN, "accepted_at": None},
        {"status": Status.ADOPTED, "accepted_at": None},
        {"status": Status.RECEIVED, "accepted_at": NOW},
        {"proposer_name": "", "show_name": True},
    ],
)
def test_the_database_refuses_what_cannot_be(impossible):
    proposal = ProposalFactory.build(place=PlaceFactory(), **impossible)
    with pytest.raises(ValidationError):
        proposal.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalFactory(**impossible)


@pytest.mark.django_db
def test_a_reference_is_short_and_hard_to_misread():
    references = {ProposalFactory().reference for _ in range(20)}
    assert len(references) == 20
    assert all(len(reference) == 8 and reference.startswith("P-") for reference in references)
    assert not set("".join(references)) & set("01ILOU")


@pytest.mark.django_db
def test_public_says_the_same_in_the_database_and_in_python():
    everything = [ProposalFactory(status=status) for status in Status]
    everything += [
        ProposalFactory(unconfirmed=True),
        ProposalFactory(status=Status.DECLINED, accepted_at=NOW),
    ]
    public = set(Proposal.objects.public())
    assert {proposal for proposal in everything if proposal.is_public} == public
    assert {proposal.status for proposal in public} == {*ACCEPTED, Status.DECLINED}
    assert len(public) == len(ACCEPTED) + 1
    assert set(Proposal.objects.waiting()) == {proposal for proposal in everything if proposal.is_waiting}
    assert set(WITH_OBJECTIVE) < set(ACCEPTED)
