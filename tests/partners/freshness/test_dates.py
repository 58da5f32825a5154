"""The calendar of checks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from partners.freshness.dates import Stage, months_later, stage_of

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
# The nights on which clocks change in the UK, and the days around them.
CHANGES = st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)])

pytestmark = pytest.mark.schedule


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 4), 12, date(2027, 3, 4)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_so_many_months_later(day, months, later):
    assert months_later(day, months) == later


@given(DAYS, st.integers(0, 60))
def test_it_is_never_in_a_later_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("days", "stage"),
    [(29, None), (28, Stage.BEFORE), (1, Stage.BEFORE), (0, Stage.ON), (-27, Stage.ON), (-28, Stage.AFTER),
     (-4000, Stage.AFTER)],
)  # fmt: skip
def test_each_request_fits_until_the_next_one_does(days, stage):
    today = date(2026, 3, 4)
    assert stage_of(today + timedelta(days=days), today) is stage


@given(CHANGES, st.integers(-30, 30), st.integers(0, 24 * 60 - 1))
def test_days_are_those_of_the_uk_also_when_clocks_change(change, shift, minute):
    """Whenever the worker runs, the stage is that of the day on a British wall calendar."""
    moment = datetime(change.year, change.month, change.day, tzinfo=UTC) + timedelta(minutes=minute)
    wall = moment.astimezone(ZoneInfo("Europe/London")).date()
    review_on = change + timedelta(days=shift)
    stage = stage_of(review_on, timezone.localdate(moment))
    left = (review_on - wall).days
    assert (stage is None) == (left > 28)
    assert (stage is Stage.BEFORE) == (1 <= left <= 28)
    assert (stage is Stage.AFTER) == (left <= -28)


@given(DAYS, st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_however_late_the_worker_no_request_comes_early_or_out_of_order(review_on, gaps):
    day, found = review_on - timedelta(days=40), []
    for gap in gaps:
        day += timedelta(days=gap)
        stage = stage_of(review_on, day)
        if stage and stage not in found:
            found.append(stage)
            first = {Stage.BEFORE: -28, Stage.ON: 0, Stage.AFTER: 28}[stage]
            assert day >= review_on + timedelta(days=first)
    assert found == sorted(found, key=list(Stage).index)
