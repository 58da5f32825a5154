"""Imports case studies from a sheet, as somebody could do on the editors' side."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError

from outcomes.casestudies.spreadsheet.dry_run import DryRun, Fate, RowPlan
from outcomes.casestudies.spreadsheet.people import add_person, person_acting
from outcomes.casestudies.spreadsheet.services import check_can_import, import_sheet, read_sheet
from outcomes.casestudies.spreadsheet.sheets import Sheet, SheetError
from partners.people.models import User
from partners.policy.refusals import NotAllowed

TOLD_EVERY = 50
WRONG = "Nothing was imported: {number} of {total} rows have mistakes. Mend them, or add --right-rows."


class Command(BaseCommand):
    """`manage.py import_case_studies sheet.xlsx --as jo@example.org --for our-council --dry-run`."""

    help = (
        "Imports case studies from a CSV file or an Excel workbook as drafts of one partner. Rows with"
        " mistakes are named, and stop the import unless --right-rows is given; then all others are"
        " imported, or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file and the person."""
        parser.add_argument("file", type=Path, help="A CSV file or an Excel workbook (.xlsx).")
        add_person(parser)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument("--right-rows", action="store_true", help="Import the others beside wrong rows.")

    def handle(
        self,
        *args: Any,
        file: Path,
        address: str,
        partner: str,
        dry_run: bool,
        right_rows: bool,
        **options: Any,
    ) -> None:
        """Say what each row brings, and import. Raises CommandError where nothing is imported."""
        user = person_acting(address, partner)
        try:
            check_can_import(user)
            sheet = read_sheet(ContentFile(file.read_bytes(), name=file.name))
        except (OSError, SheetError, NotAllowed) as problem:
            raise CommandError(str(problem)) from problem
        plans = list(DryRun(sheet, user).plans())
        for plan in plans:
            self.tell(plan)
        wrong = sum(plan.fate is Fate.WRONG for plan in plans)
        if wrong and not (dry_run or right_rows):
            raise CommandError(WRONG.format(number=wrong, total=len(plans)))
        if not dry_run:
            self.write(sheet, user, file.name)

    def tell(self, plan: RowPlan) -> None:
        """Say what a row brings."""
        self.stdout.write(f"Row {plan.number}: {plan.fate}, {plan.title or 'without a title'}")
        for column, problem in plan.problems.items():
            self.stderr.write(f"  {column}: {problem}")
        for note in plan.notes:
            self.stdout.write(f"  {note}")

    def write(self, sheet: Sheet, user: User, name: str) -> None:
        """Import the right rows. Raises CommandError."""
        done = 0

        def told(number: int) -> None:
            nonlocal done
            done += 1
            if done % TOLD_EVERY == 0:
                self.stdout.write(f"{done} rows…")

        try:
            rows = import_sheet(sheet=sheet, by=user, file_name=name, told=told)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        new = sum(row.is_new for row in rows)
        self.stdout.write(f"{len(rows)} rows imported as drafts: {new} new, {len(rows) - new} changed.")
