"""`manage.py clock`: runs the commands that have their times."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations.clock import JOBS, Clock

PAUSE = 1.0  # seconds between two looks at the clock


class Command(BaseCommand):
    """Run until it is stopped."""

    help = "Runs what has to be run every minute or once a day, in place of cron: " + ", ".join(
        f"{job.command} ({f'daily from {job.daily_from:%H:%M}' if job.daily_from else 'every minute'})"
        for job in JOBS
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish to look only once, and a process to end with."""
        parser.add_argument("--once", action="store_true", help="run what is due now, then stop")
        parser.add_argument(
            "--until", type=int, metavar="PROCESS", help="stop when this process, which started it, has ended"
        )

    def handle(self, *args: Any, once: bool, until: int | None, **options: Any) -> None:
        """Look at the clock every second. With --once raises CommandError when a command failed."""
        clock = Clock()
        if once:
            failed = clock.tick(timezone.now())
            if failed:
                raise CommandError(f"These failed, and the log says why: {', '.join(failed)}.")
            return
        while until in (None, os.getppid()):
            clock.tick(timezone.now())
            time.sleep(PAUSE)
