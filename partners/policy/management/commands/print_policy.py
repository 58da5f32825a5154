"""`manage.py print_policy`: the table of who may do what, for docs/policy.md."""

from typing import Any

from django.core.management.base import BaseCommand

from partners.policy.printed import policy_page


class Command(BaseCommand):
    """Print the page."""

    help = "Print who may do what, as Markdown. Keep it: manage.py print_policy > docs/policy.md"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(policy_page(), ending="")
