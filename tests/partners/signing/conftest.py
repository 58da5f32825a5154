"""A page of a council, a trust and a charity."""

from datetime import UTC, datetime

import pytest

from tests.partners.signing.together import a_page_together


@pytest.fixture
def at():
    """Now, to the services."""
    return datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def ours(site):
    """A draft that a council, a trust and a charity have together."""
    return a_page_together("Council", "Trust", "Charity", title="Fewer lonely")
