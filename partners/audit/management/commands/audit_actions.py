"""`manage.py audit_actions`: the table of actions, as docs/audit.md shows it."""

from typing import Any

from django.core.management.base import BaseCommand

from partners.audit.actions import table


class Command(BaseCommand):
    """Print the table."""

    help = "Print the actions that leave an audit row, as a Markdown table for docs/audit.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(table())
