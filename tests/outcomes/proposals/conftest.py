"""Two districts with a ward each, and who answers proposals in the first."""

import pytest

from tests.outcomes.proposals.factories import make_ground


@pytest.fixture
def ground(db):
    """Region over two districts, each with a ward; a council that convenes the first, and its approver."""
    return make_ground()
