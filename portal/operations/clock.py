"""What has to be run again and again, and when: in place of cron, for whoever has none."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Job:
    """A command of manage.py that runs `every` so often, or once a day from a time of the wall clock."""

    command: str
    daily_from: time | None = None
    every: timedelta = MINUTE

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether it should run now, where `last` is when it ran last.

        A clock that was put back makes nothing wait: what ran in the future runs again.
        """
        if last is not None and last > now:
            return True
        if self.daily_from is None:
            return last is None or now - last >= self.every
        here = timezone.localtime(now)
        ran_today = last is not None and timezone.localdate(last) == here.date()
        return here.time() >= self.daily_from and not ran_today


JOBS = (
    Job("publish_due"),
    Job("publish_scheduled"),
    Job("search_drain"),
    Job("send_letters"),
    Job("search_sweep", time(2, 40)),
    Job("purge_unconfirmed_proposals", time(3, 10)),
    Job("purge_sheet_uploads", time(3, 20)),
    Job("send_review_requests", time(7)),
    Job("send_reminders", time(7, 5)),
    Job("send_digests", time(7, 15)),
    Job("send_alerts", every=HOUR),
)


@dataclass
class Clock:
    """Knows what ran when. Every job may run late, twice, or on two machines at once, so nothing is kept."""

    last: dict[str, datetime] = field(default_factory=dict)

    def due(self, now: datetime) -> Iterator[Job]:
        """Yield what should run now, and take it as run."""
        for job in JOBS:
            if job.is_due(self.last.get(job.command), now):
                self.last[job.command] = now
                yield job

    def tick(self, now: datetime) -> list[str]:
        """Run what is due, and return the commands that failed; those are logged, and the next one runs."""
        return [job.command for job in self.due(now) if not run(job)]


def run(job: Job) -> bool:
    """Run a job, and say whether that went well."""
    said = StringIO()
    try:
        call_command(job.command, verbosity=0, stdout=said)
        logger.info("%s: %s", job.command, said.getvalue().strip())
    except Exception:
        # Whatever it was, the other jobs have their time too.
        logger.exception("%s failed. It runs again at its next time.", job.command)
        return False
    finally:
        connections.close_all()
    return True
