"""When mail is due: in the morning of each day, or of each Monday, by the clocks on this site's walls."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

# No clock is put forward or back at this time.
MORNING = time(7)
DAY = timedelta(days=1)


def latest_morning(at: datetime) -> datetime:
    """Return the last moment, not after this one, at which a day's mail was due."""
    today = day_of(at)
    return morning(today) if morning(today) <= at else morning(today - DAY)


def latest_monday(at: datetime) -> datetime:
    """Return the last moment, not after this one, at which a week's mail was due."""
    day = day_of(latest_morning(at))
    return morning(day - day.weekday() * DAY)


def day_of(at: datetime) -> date:
    """Return the day of a moment where the site is, whatever time zone anybody chose for themselves."""
    return timezone.localdate(at, timezone.get_default_timezone())


def morning(day: date) -> datetime:
    """Return when the mail of a day is due."""
    return datetime.combine(day, MORNING, timezone.get_default_timezone())
