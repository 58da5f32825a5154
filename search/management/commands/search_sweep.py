from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from partners.progress import progress
from search.drain import drain
from search.sweep import sweep


class Command(BaseCommand):
    help = "Compare every search index with the database and put right what differs. For every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, note, work off, and say what was done."""
        swept = sweep(partial(progress, stream=self.stdout), write=not options["dry_run"])
        self.stdout.write(f"{swept.seen:,} things compared, {len(swept.differing):,} differed.")
        for name, problem in swept.problems.items():
            self.stderr.write(f"{name} was left out: {problem}")
        if swept.differing and not options["dry_run"] and (problem := drain().problem):
            self.stderr.write(problem)
