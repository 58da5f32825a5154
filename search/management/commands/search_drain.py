from typing import Any

from django.core.management.base import BaseCommand

from search.drain import drain
from search.models import SearchOutbox
from search.related.making import refresh
from search.related.noting import note_if_nothing_is_known

PATIENCE = 30.0
# The clock runs this every minute.
RELATED_SECONDS = 40.0


class Command(BaseCommand):
    help = "Take into the search index what has changed, also what failed before. Safe to run every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work off the outbox and say what is left."""
        outcome = drain(wait=PATIENCE)
        set_aside = SearchOutbox.objects.filter(set_aside_at__isnull=False).count()
        self.stdout.write(f"{outcome.done} done, {outcome.failed} failed, {set_aside} set aside.")
        note_if_nothing_is_known()
        if done := refresh(RELATED_SECONDS):
            self.stdout.write(f"Related pages worked out anew: {done}.")
        if outcome.problem:
            self.stderr.write(outcome.problem)
