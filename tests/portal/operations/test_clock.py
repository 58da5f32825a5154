"""The clock runs what has its time: minute by minute, and once a day in the morning."""

import itertools
import os
import subprocess
import sys
import time as sleeping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.operations import clock as clock_room
from portal.operations.clock import JOBS, MINUTE, Clock

ROOT = Path(__file__).parents[3]
DAILY = {job.command: job.daily_from for job in JOBS if job.daily_from}
OFTEN = {job.command: job.every for job in JOBS if not job.daily_from}
MIDSUMMER = datetime(2026, 6, 20, 23, 30, tzinfo=UTC)


def ran(start, steps):
    """What ran when, for a clock that is looked at after each of these pauses."""
    clock, now, seen = Clock(), start, []
    for pause in steps:
        now += pause
        seen += [(job.command, now) for job in clock.due(now)]
    return seen


def days_on_which(command, seen):
    return [timezone.localdate(at) for name, at in seen if name == command]


def test_every_job_is_a_command():
    assert {job.command for job in JOBS} <= set(get_commands())


def test_the_guide_for_operators_names_the_same_times():
    guide = (ROOT / "docs/operating.md").read_text()
    for job in JOBS:
        often = "* * *" if job.every == MINUTE else "20 * *"
        at = f"{job.daily_from.minute} {job.daily_from.hour} *" if job.daily_from else often
        assert any(
            line.startswith(at) and line.endswith(f"manage.py {job.command}") for line in guide.splitlines()
        ), job


# The clocks go forward on 29 March 2026 and back on 25 October.
@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC), MIDSUMMER]
)
def test_a_daily_job_runs_once_on_each_day_and_not_before_its_time(day):
    seen = ran(day, [timedelta(minutes=7)] * (3 * 24 * 60 // 7))
    for command, earliest in DAILY.items():
        days = days_on_which(command, seen)
        assert len(days) == len(set(days)) >= 3 or (len(days) == len(set(days)) == 2 and day is MIDSUMMER)
        assert all(timezone.localtime(at).time() >= earliest for name, at in seen if name == command)


@given(st.lists(st.timedeltas(timedelta(seconds=1), timedelta(hours=30)), max_size=40))
def test_however_late_it_is_looked_at_nothing_runs_twice_in_its_time(pauses):
    seen = ran(MIDSUMMER, pauses)
    for command in DAILY:
        days = days_on_which(command, seen)
        assert len(days) == len(set(days))
    for command, every in OFTEN.items():
        times = [at for name, at in seen if name == command]
        assert all(later - earlier >= every for earlier, later in itertools.pairwise(times))


def test_a_clock_that_was_put_back_stops_nothing():
    clock = Clock()
    late = datetime(2026, 6, 20, 12, tzinfo=UTC)
    assert len(list(clock.due(late))) == len(JOBS)
    assert {job.command for job in clock.due(late - timedelta(hours=3))} == {job.command for job in JOBS}


def test_what_fails_keeps_no_other_from_its_turn(monkeypatch, caplog):
    tried = []

    def breaks(command, **options):
        tried.append(command)
        if command == "publish_due":
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(clock_room, "call_command", breaks)
    with time_machine.travel(datetime(2026, 6, 20, 12, tzinfo=UTC), tick=False):
        assert Clock().tick(timezone.now()) == ["publish_due"]
        with pytest.raises(CommandError, match=r"publish_due\."):
            call_command("clock", "--once")
    assert tried == [job.command for job in JOBS] * 2
    assert "the disk is full" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database", "site")
def test_all_of_them_run():
    with time_machine.travel(datetime(2026, 6, 20, 12, tzinfo=UTC), tick=False):
        call_command("clock", "--once")


def test_it_ends_with_the_process_that_started_it(tmp_path):
    """As it must in the demonstration, where nobody would stop it."""
    starts = (
        "import os, subprocess, sys; child = subprocess.Popen("
        "[sys.executable, 'manage.py', 'clock', f'--until={os.getpid()}']); print(child.pid)"
    )
    settings = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-c", starts],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    child = int(done.stdout)
    for _ in range(600):
        if not Path(f"/proc/{child}").exists():
            return
        sleeping.sleep(0.1)
    pytest.fail("The clock still runs.")
