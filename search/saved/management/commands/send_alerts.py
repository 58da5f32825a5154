"""Sends alerts about saved searches."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partners.progress import progress
from search.saved.hearing import note_missed
from search.saved.letters import send_alerts_to, subscribers_waiting
from search.saved.matching import match_new
from search.saved.periods import MORNING
from search.saved.services import UNCONFIRMED_KEPT, forget_old


class Command(BaseCommand):
    """`manage.py send_alerts`: run it once an hour."""

    help = (
        "Writes to people who saved a search: one letter for all that is new, from "
        f"{MORNING:%H:%M} of the day or, if they chose so, of Monday. First looks for what was published and "
        "not held against the searches yet. Run it once an hour. Safe to run late, again, or twice at once: "
        "nothing is told twice, nobody gets two letters of a day, and a run that is stopped leaves the rest "
        "for the next one. Also deletes searches whose address nobody confirmed within "
        f"{UNCONFIRMED_KEPT.days} days."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Match, write the letters, and say how many."""
        now = timezone.now()
        note_missed(at=now)
        found = match_new(at=now)
        waiting = progress(subscribers_waiting(now), "Subscribers", stream=self.stderr)
        written = sum(send_alerts_to(subscriber_id=key, at=now) for key in waiting)
        deleted = forget_old(at=now)
        self.stdout.write(
            f"New: {found}. Letters written: {written}. Unconfirmed searches deleted: {deleted}."
        )
