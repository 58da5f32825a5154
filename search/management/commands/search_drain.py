from typing import Any

from django.core.management.base import BaseCommand

from search.drain import drain
from search.models import SearchOutbox

PATIENCE = 30.0


class Command(BaseCommand):
    help = "Take into the search index what has changed, also what failed before. Safe to run every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work off the outbox and say what is left."""
        outcome = drain(wait=PATIENCE)
        set_aside = SearchOutbox.objects.filter(set_aside_at__isnull=False).count()
        self.stdout.write(f"{outcome.done} done, {outcome.failed} failed, {set_aside} set aside.")
        if outcome.problem:
            self.stderr.write(outcome.problem)
