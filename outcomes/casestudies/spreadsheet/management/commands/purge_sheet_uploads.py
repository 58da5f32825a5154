"""Deletes uploaded sheets that nobody imported in time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from outcomes.casestudies.spreadsheet.models import KEPT, SheetUpload
from outcomes.casestudies.spreadsheet.services import purge


class Command(BaseCommand):
    """`manage.py purge_sheet_uploads`: run it once a day."""

    help = (
        f"Deletes sheets of case studies that were uploaded more than {KEPT.total_seconds() / 3600:.0f} hours"
        " ago, imported or not. What was imported stays. Run it once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to count only."""
        parser.add_argument("--dry-run", action="store_true", help="Say how many there are; delete none.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Delete, or count, and say how many."""
        now = timezone.now()
        if dry_run:
            self.stdout.write(f"{SheetUpload.objects.overdue(now).count()} sheets would be deleted.")
        else:
            self.stdout.write(f"{purge(at=now)} sheets deleted.")
