"""`manage.py print_case_study_columns`: the columns of sheets, for docs/case-study-sheets.md."""

from typing import Any

from django.core.management.base import BaseCommand

from outcomes.casestudies.spreadsheet.printed import columns_page


class Command(BaseCommand):
    """Print the page."""

    help = (
        "Print how case studies are imported, as Markdown. Keep it:"
        " manage.py print_case_study_columns > docs/case-study-sheets.md"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(columns_page(), ending="")
