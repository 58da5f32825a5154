"""`manage.py load_places`: the official areas of the United Kingdom, from the shipped tables or your own."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.places.cells import BadTableError
from partners.places.services import CannotLoadError, load_places
from partners.places.tables import SHIPPED, read_tables


class Command(BaseCommand):
    """Check the tables, then load all of them or nothing."""

    help = "Load places, their codes, links and outlines. Safe to run again: it changes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take other tables than the shipped ones, and a rehearsal."""
        parser.add_argument(
            "directory",
            nargs="?",
            type=Path,
            default=SHIPPED,
            help="where places.csv is (default: the shipped tables)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, directory: Path, dry_run: bool, **options: Any) -> None:
        """Load, or say what is wrong with the tables."""
        started = time.monotonic()
        try:
            report = load_places(tables=read_tables(directory), stream=self.stdout, dry_run=dry_run)
        except (BadTableError, CannotLoadError) as problem:
            raise CommandError(f"{problem} Nothing was loaded.") from problem
        except OSError as problem:
            raise CommandError(f"The tables cannot be read: {problem}. Nothing was loaded.") from problem
        for name, difference in report.items():
            self.stdout.write(f"{name}: {difference}.")
        if report.left_alone:
            self.stdout.write(
                f"Places that are not in these tables and stay as they are: {report.left_alone:,}."
            )
        ending = "Nothing was kept: this was a dry run." if dry_run else "Done."
        self.stdout.write(f"{ending} {time.monotonic() - started:.1f} seconds.")
