"""`manage.py setup_site`: pages and themes that every site starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.operations.services import set_up_site


class Command(BaseCommand):
    """Make what is missing; safe to run again."""

    help = "Make the home page, the lists, the information pages, the themes and the editors' group. Leaves what exists alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made."""
        made = set_up_site()
        self.stdout.write(f"Made: {', '.join(made)}." if made else "Nothing was missing.")
