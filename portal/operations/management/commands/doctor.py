"""`manage.py doctor`: what works, and what needs a person."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import health
from search.saved import health as alerts


class Command(BaseCommand):
    """Look at everything; change nothing."""

    help = (
        "Say how search and alerts are doing and what needs a person. Ends with an error when something does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each finding. Raises CommandError when any is bad."""
        bad = 0
        for finding in chain(health.findings(), alerts.findings()):
            bad += finding.bad
            self.stdout.write(("!!! " if finding.bad else "    ") + finding.sentence)
        if bad:
            raise CommandError(f"{bad} of these need somebody to look.")
