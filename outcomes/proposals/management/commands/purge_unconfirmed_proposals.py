"""Deletes proposals that were never confirmed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from outcomes.proposals.services import UNCONFIRMED_KEPT, overdue, purge_unconfirmed


class Command(BaseCommand):
    """`manage.py purge_unconfirmed_proposals`: run it once a day."""

    help = (
        f"Deletes proposals whose mail address was not confirmed within {UNCONFIRMED_KEPT.days} days, "
        "with the name and address in them. Nobody but their writers has ever seen them. Run it once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to count only."""
        parser.add_argument("--dry-run", action="store_true", help="Say how many there are; delete none.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Delete, or count, and say how many."""
        now = timezone.now()
        if dry_run:
            self.stdout.write(f"{overdue(at=now).count()} unconfirmed proposals would be deleted.")
        else:
            self.stdout.write(f"{purge_unconfirmed(at=now)} unconfirmed proposals deleted.")
