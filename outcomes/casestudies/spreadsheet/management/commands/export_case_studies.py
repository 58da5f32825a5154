"""Writes case studies into a sheet, as somebody could do on the editors' side."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outcomes.casestudies.spreadsheet.people import add_person, person_acting
from outcomes.casestudies.spreadsheet.selectors import may_take_away
from outcomes.casestudies.spreadsheet.services import EDITORS_ONLY, note_export
from outcomes.casestudies.spreadsheet.write_files import TYPES, written_as
from outcomes.casestudies.spreadsheet.written import WrittenSheet


class Command(BaseCommand):
    """`manage.py export_case_studies sheet.xlsx --as jo@example.org --for our-council`."""

    help = "Writes the case studies that somebody may edit for a partner, drafts too, as CSV or workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file and the person."""
        parser.add_argument("file", type=Path, help="Where to write: a name that ends in .csv or .xlsx.")
        add_person(parser)

    def handle(self, *args: Any, file: Path, address: str, partner: str, **options: Any) -> None:
        """Write the file. Raises CommandError."""
        form = file.suffix.lstrip(".").lower()
        if form not in TYPES:
            raise CommandError("Name a file that ends in .csv or .xlsx.")
        user = person_acting(address, partner)
        if not may_take_away(user):
            raise CommandError(EDITORS_ONLY)
        sheet = WrittenSheet(user, settings.WAGTAILADMIN_BASE_URL.rstrip("/"))
        content = written_as(form, sheet)
        try:
            file.write_bytes(content)
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        note_export(by=user, rows=len(sheet.pages), form=form)
        self.stdout.write(f"{len(sheet.pages)} case studies written to {file}.")
