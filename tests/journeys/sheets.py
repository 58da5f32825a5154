"""What journeys do with sheets of case studies."""

import csv
import io
from pathlib import Path

from playwright.sync_api import expect

SHEETS = "Case studies in a sheet"


def written(path: Path, rows):
    """Write rows, dictionaries with the same keys, as a CSV file that a spreadsheet may have made."""
    text = io.StringIO()
    table = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    table.writeheader()
    table.writerows(rows)
    path.write_text(text.getvalue(), encoding="cp1252", newline="")
    return path


def look(page, path):
    """Upload a sheet from the first page of the editors' side, and see what it would do."""
    page.goto("/admin/")
    page.get_by_role("link", name=SHEETS).click()
    page.get_by_label("Your sheet").set_input_files(path)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_text("Nothing is imported yet.")).to_be_visible()


def import_rows(page, number):
    """Import what is shown, which is so many rows."""
    page.get_by_role("button", name=f"Import {number} row", exact=False).click()
    expect(page.get_by_text("imported as drafts")).to_be_visible()


def take_away(page, form, folder):
    """Export the case studies; return where the file is."""
    page.goto("/admin/")
    page.get_by_role("link", name=SHEETS).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Download as {form}").click()
    path = Path(folder) / download.value.suggested_filename
    download.value.save_as(path)
    return path
