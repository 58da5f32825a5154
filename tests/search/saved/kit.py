"""Saved searches for tests."""

from datetime import UTC, datetime, timedelta

from search.request import SearchRequest
from search.saved.models import Alert, How
from search.saved.services import Wish, save
from tests.factories import UserFactory

# A Wednesday, at noon in London.
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOW - 100 * DAY


def saved(user=None, *, name="Gardens", how=How.DAILY, at=LONG_AGO, **facts):
    """Save a search of somebody with an account."""
    request = facts.pop("request", None) or SearchRequest(**facts)
    return save(user=user or UserFactory(), wish=Wish(request, name, how), at=at)


def told(search):
    """The keys of what is or was told of for a search."""
    return {f"{alert.thing}" for alert in Alert.objects.filter(search=search).select_related("thing")}
