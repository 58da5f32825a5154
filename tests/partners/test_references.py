"""References that nobody else has."""

import secrets
from datetime import UTC, datetime

import pytest

from outcomes.proposals.models import Proposal
from partners.references import free_reference
from tests.outcomes.proposals.factories import ProposalFactory


@pytest.mark.django_db
def test_a_reference_that_is_taken_is_drawn_again(monkeypatch):
    ProposalFactory(reference="P-222222", submitted_at=datetime(2026, 3, 4, tzinfo=UTC))
    drawn = iter("222222333333")
    monkeypatch.setattr(secrets, "choice", lambda letters: next(drawn))
    assert free_reference("P", Proposal.objects.all()) == "P-333333"
