"""How alerts are doing, for `manage.py doctor`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from search.health import Finding
from search.saved.letters import due
from search.saved.models import Alert, SavedSearch, Thing
from search.saved.periods import day_of, latest_morning
from search.sources import visible_keys

# The job runs every hour; what waits for longer than a few runs does not wait for that.
LONG = timedelta(hours=3)


def findings() -> Iterator[Finding]:
    """Yield what there is to say."""
    now = timezone.now()
    alerting = SavedSearch.objects.alerting().count()
    if not alerting:
        return
    yield Finding(f"Saved searches with alerts: {alerting:,}.")
    waiting = Thing.objects.filter(matched_at=None)
    oldest = waiting.aggregate(oldest=Min("noted_at"))["oldest"]
    if oldest:
        said = f"Things that wait to be held against saved searches: {waiting.count():,}."
        yield Finding(said, bad=now - oldest > LONG)
    if now - latest_morning(now) > LONG and (late := late_for(now)):
        yield Finding(f"Subscribers whose alerts are late: {late:,}. Does send_alerts run?", bad=True)


def late_for(now: datetime) -> int:
    """Return how many should have had a letter this morning. What is hidden just now waits for no job."""
    day = day_of(latest_morning(now))
    waiting = Alert.objects.filter(due(now)).exclude(search__subscriber__mails__day=day)
    things = Thing.objects.filter(alerts__in=waiting.order_by()).distinct()
    hidden = [thing.pk for thing in things if not visible_keys([f"{thing}"])]
    return waiting.exclude(thing__in=hidden).values("search__subscriber").distinct().order_by().count()
