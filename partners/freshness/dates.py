"""The calendar of checks: when a page is due, and when its contact is asked. All days are days in the UK."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

NOTICE = timedelta(days=28)
LATEST_YEARS = 3


class Stage(StrEnum):
    """The three times at which a contact is asked about one check."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def earliest(today: date) -> date:
    """Return the first day that editors may choose for a check."""
    return today + timedelta(days=1)


def latest(today: date) -> date:
    """Return the last day that editors may choose for a check."""
    return months_later(today, LATEST_YEARS * 12)


def stage_of(review_on: date, today: date) -> Stage | None:
    """Return which of the three letters fits today, None while it is too early for any.

    Each fits until the next one does, so whoever comes late sends only the last that was missed.
    """
    if today < review_on - NOTICE:
        return None
    if today < review_on:
        return Stage.BEFORE
    return Stage.ON if today < review_on + NOTICE else Stage.AFTER
