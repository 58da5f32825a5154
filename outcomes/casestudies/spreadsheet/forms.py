"""The form by which a sheet is uploaded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from outcomes.casestudies.spreadsheet.services import read_sheet
from outcomes.casestudies.spreadsheet.sheets import MOST_ROWS, Sheet, SheetError


class SheetForm(forms.Form):
    """Takes a file, and reads it."""

    file = forms.FileField(
        label="Your sheet",
        help_text=f"An Excel workbook (.xlsx) or a CSV file, up to 10 MB and {MOST_ROWS:,} rows. Next you see"
        " what would happen; nothing is saved before you say so.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Sheet:
        """Return the sheet that the file holds. Raises ValidationError with all that is wrong with it."""
        file: Any = self.cleaned_data["file"]
        self.file_name = file.name
        try:
            return read_sheet(file)
        except SheetError as problem:
            raise ValidationError([ValidationError(message) for message in problem.messages]) from problem
