"""`manage.py load_postcodes`: the postcodes of a directory, or the few that are shipped."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.places.cells import BadTableError
from partners.places.models import Place
from partners.places.postcode_services import PostcodeReport, load_postcodes, load_shipped_postcodes


class Command(BaseCommand):
    """Stream the file in batches; a run that was stopped goes on where it was."""

    help = (
        "Load the ONS Postcode Directory (its one big CSV), or, without a file, the shipped postcode "
        "districts and Trafford's postcodes. Safe to run again. Load the places first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, the name of its edition, and whether Northern Ireland may be used."""
        parser.add_argument(
            "file", nargs="?", type=Path, help="the directory as CSV (default: what is shipped)"
        )
        parser.add_argument("--edition", default="", help="such as 'August 2025' (default: the file's name)")
        parser.add_argument(
            "--northern-ireland",
            action="store_true",
            help="also load BT postcodes: their licence allows non-commercial use only",
        )

    def handle(
        self, *args: Any, file: Path | None, edition: str, northern_ireland: bool, **options: Any
    ) -> None:
        """Load, or say what is wrong with the file."""
        if not Place.objects.exists():
            raise CommandError("There are no places yet. Run load_places first.")
        started = time.monotonic()
        try:
            if file is None:
                report = load_shipped_postcodes(stream=self.stdout)
            else:
                report = load_postcodes(
                    file=file,
                    edition=(edition or file.stem)[:120],
                    stream=self.stdout,
                    northern_ireland=northern_ireland,
                )
        except BadTableError as problem:
            raise CommandError(f"{problem} Lines after it were not loaded.") from problem
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem}.") from problem
        self.say(report, time.monotonic() - started)

    def say(self, report: PostcodeReport, seconds: float) -> None:
        """Say what was done and what was left out."""
        if report.resumed_at:
            self.stdout.write(f"Went on after row {report.resumed_at:,}, where an earlier run stopped.")
        self.stdout.write(f"Postcodes: {report.read:,} read, {report.written:,} added or changed.")
        if report.northern_ireland:
            self.stdout.write(f"Left out, Northern Ireland: {report.northern_ireland:,} (licence).")
        if report.without_place:
            codes = ", ".join(sorted(report.codes_unknown))
            self.stdout.write(
                f"Left out, ward and district unknown here: {report.without_place:,} (such as {codes})."
            )
        self.stdout.write(f"Done. {seconds:.1f} seconds.")
