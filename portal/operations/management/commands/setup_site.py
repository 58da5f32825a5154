"""`manage.py setup_site`: pages and themes that every site starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.operations.services import set_up_site


class Command(BaseCommand):
    """Make what is missing; safe to run again."""

    help = "Make what every site starts with: home page, lists, information pages, themes, editors' group."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made."""
        made = set_up_site()
        self.stdout.write(f"Made: {', '.join(made)}." if made else "Nothing was missing.")
