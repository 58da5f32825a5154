"""The page docs/case-study-sheets.md: how case studies go into a sheet and come back."""

from outcomes.casestudies.spreadsheet.columns import explained
from outcomes.casestudies.spreadsheet.kinds import LONGEST
from outcomes.casestudies.spreadsheet.models import KEPT
from outcomes.casestudies.spreadsheet.parts import MOST
from outcomes.casestudies.spreadsheet.services import MOST_AT_ONCE
from outcomes.casestudies.spreadsheet.sheets import MOST_COLUMNS, MOST_ROWS
from partners.media.kinds import LARGEST_FILE

HEAD = """# Case studies in a sheet

Printed by `manage.py print_case_study_columns` from `outcomes/casestudies/spreadsheet/`; a test compares
them.

Editors of a partner take their case studies away as a CSV file or an Excel workbook, change them there or add
new ones, and bring them back: on the editors' side under *Case studies in a sheet*. The file that you export
is a file that you may import; as it was exported, it changes nothing.

1. **Upload.** At most {megabytes} MB, {rows:,} rows and {columns} columns. CSV may be in UTF-8 or as older
   Windows programs write it, with commas, semicolons or tabs between the cells. In a workbook the sheet
   *Case studies* is read, or else the first.
2. **Look.** Nothing is saved yet. For each row you see what it would do: a new case study, changes (what a
   cell says now and what it will), nothing, or what has to be put right, in which column.
3. **Import.** Mend the wrong rows and upload the sheet again, or import the right ones: all of those, or
   none. What you import is exactly what you saw. Where a page changed since, nothing is imported and you look
   again. At most {at_once} rows that bring something are imported at once; operators may import more, by
   command.

What is imported is a draft, led by the partner that you act for. Nothing goes on the site before its partners
have signed it, and what is on the site stays as it is until then.

- **An empty cell empties the field** (not recorded). **A column that is missing leaves it as it is.**
- **`reference` and `version`** say which case study a row is, and which text of it you have. Leave both as
  they were exported, and empty for new ones. When somebody saved a newer draft since, the row is refused.
- **What a sheet cannot hold stays as it is**: text with pictures and quotes, what each partner says for
  itself, who takes part, and when it is checked.
- **Formulas are refused** in workbooks: paste them as values. In CSV files an apostrophe stands before a text
  that a spreadsheet would take for a formula; it goes again when you import.
- **A postcode** is kept nowhere. Name a place by its name or its code.
- A cell has room for {longest:,} characters. Of a longer text the file holds the beginning, and an import
  leaves it as it is unless you change that cell.
- The uploaded sheet is deleted when you discard or import it, and {hours:.0f} hours later in any case.

On the server, `manage.py import_case_studies FILE --as EMAIL --for PARTNER` does the same, and with
`--dry-run` only says what would happen; `manage.py export_case_studies FILE --as EMAIL --for PARTNER` writes
the file.

Numbered columns such as `provider_1_name` may go on to {most}: `provider_2_name`, `provider_3_name`…

| column | what it means | what to write |
| --- | --- | --- |
"""


def columns_page() -> str:
    """Return the page in Markdown."""
    head = HEAD.format(
        megabytes=LARGEST_FILE // 1024**2,
        rows=MOST_ROWS,
        at_once=MOST_AT_ONCE,
        columns=MOST_COLUMNS,
        longest=LONGEST,
        hours=KEPT.total_seconds() / 3600,
        most=MOST,
    )
    return head + "".join(f"| `{name}` | {said} | {how} |\n" for name, said, how in explained())
