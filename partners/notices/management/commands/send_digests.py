"""Sends the letters of the day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partners.notices.digests import KEPT, empty_old, people_waiting, send_digest
from partners.progress import progress


class Command(BaseCommand):
    """`manage.py send_digests`: run it once a day."""

    help = (
        "Writes to people who want their notices once a day: one letter for all that waits. Run it once a "
        "day, in the morning. Safe to run late, again, or twice at once: a day has one letter for each "
        "person, and what comes after it waits for the next. A run that is stopped leaves the rest to the "
        f"next one. Also empties notices that were read more than {KEPT.days} days ago."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the letters, and say how many."""
        now = timezone.now()
        people = progress(people_waiting(), "People", stream=self.stderr)
        written = sum(send_digest(person_id=key, at=now) for key in people)
        emptied = empty_old(at=now)
        self.stdout.write(f"Letters written: {written}. Old notices emptied: {emptied}.")
