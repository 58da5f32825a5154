"""`manage.py load_partners`: the directory of councils, NHS bodies and police forces."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners import places
from partners.agencies.directory import DirectoryError, load_directory


class Command(BaseCommand):
    """Add the bodies that are missing; safe to run again."""

    help = "Load the directory of councils, NHS bodies and police forces. Run load_places first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another table than the shipped one."""
        shipped = Path(places.__path__[0]) / "data" / "organisations.csv"
        parser.add_argument(
            "file", nargs="?", type=Path, default=shipped, help="the table (default: the shipped one)"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load, or say what is wrong with the file."""
        try:
            added = load_directory(file=file)
        except (DirectoryError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{added:,} partners added.")
