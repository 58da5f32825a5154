"""`manage.py load_places`: the official areas of the United Kingdom, from the shipped tables or your own."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.places.cells import BadTableError
from partners.places.editions.loading import load_edition
from partners.places.editions.naming import EditionError, check_no_edition_is_loaded, edition_called
from partners.places.editions.report import SHOWN, report_lines
from partners.places.services import CannotLoadError, load_places
from partners.places.tables import SHIPPED, read_tables

EDITION_HELP = (
    "what the tables are an edition of, by year and month: 2026-05. Places that they leave out end; what "
    "names these moves to the one place that followed, and the rest is listed in the admin. The same "
    "edition may be loaded again and then changes nothing. Other tables under its name are refused: give "
    "corrected ones a letter, 2026-05b. An older edition cannot follow a newer one"
)


class Command(BaseCommand):
    """Check the tables, then load all of them or nothing."""

    help = (
        "Load places, their codes, links and outlines. Safe to run again: it changes only what differs. "
        "Once an edition has been loaded, further tables come as editions, too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take other tables than the shipped ones, an edition, and a rehearsal."""
        parser.add_argument(
            "directory",
            nargs="?",
            type=Path,
            default=SHIPPED,
            help="where places.csv is (default: the shipped tables)",
        )
        parser.add_argument("--edition", help=EDITION_HELP)
        parser.add_argument(
            "--end-many",
            action="store_true",
            help="go on although more than a third of some sort of area is missing and would end",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, directory: Path, dry_run: bool, **options: Any) -> None:
        """Load, or say what is wrong with the tables."""
        started = time.monotonic()
        try:
            if options["edition"]:
                self.load_edition(directory, dry_run=dry_run, **options)
            else:
                self.load(directory, dry_run=dry_run)
        except (BadTableError, CannotLoadError, EditionError) as problem:
            raise CommandError(f"{problem} Nothing was loaded.") from problem
        except OSError as problem:
            raise CommandError(f"The tables cannot be read: {problem}. Nothing was loaded.") from problem
        ending = "Nothing was kept: this was a dry run." if dry_run else "Done."
        self.stdout.write(f"{ending} {time.monotonic() - started:.1f} seconds.")

    def load(self, directory: Path, *, dry_run: bool) -> None:
        """Load tables as they are."""
        check_no_edition_is_loaded()
        report = load_places(tables=read_tables(directory), stream=self.stdout, dry_run=dry_run)
        for name, difference in report.items():
            self.stdout.write(f"{name}: {difference}.")
        if report.left_alone:
            self.stdout.write(
                f"Places that are not in these tables and stay as they are: {report.left_alone:,}."
            )

    def load_edition(
        self, directory: Path, *, edition: str, dry_run: bool, end_many: bool, verbosity: int, **_: Any
    ) -> None:
        """Load tables as an edition, and report."""
        outcome = load_edition(
            edition=edition_called(edition, directory),
            tables=read_tables(directory),
            at=timezone.now(),
            stream=self.stdout,
            end_many=end_many,
            dry_run=dry_run,
        )
        for line in report_lines(outcome, shown=SHOWN if verbosity < 2 else None):
            self.stdout.write(line)
