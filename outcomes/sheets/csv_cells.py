"""Cells of CSV files (RFC 4180) in UTF-8 with the mark by which Excel knows it: none is ever a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import date

Cell = str | float | date | None
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A spreadsheet may run what begins so, also in the wide forms that East Asian keyboards have.
FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
GUARD = "'"
# Nearly all texts begin otherwise, and are not looked at any longer.
SUSPECT = FORMULA | {GUARD, " "}


def lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return rows as lines. Numbers are numbers, days are ISO 8601, and texts are never formulas."""
    text = io.StringIO()
    csv.writer(text).writerows([[shown(cell) for cell in row] for row in rows])
    return text.getvalue().encode()


def shown(cell: Cell) -> Cell:
    """Return a cell as it is written."""
    return guarded(cell) if isinstance(cell, str) and cell[:1] in SUSPECT else cell


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before one that looks so.

    It also stands before an apostrophe. So whoever reads the file takes one away where there is one, and
    has each text as it was.
    """
    begins = text.lstrip(" ")[:1]
    return GUARD + text if begins in FORMULA or text.startswith(GUARD) else text


def unguarded(text: str) -> str:
    """Return a text as it was before `guarded`; an apostrophe that somebody else wrote stays."""
    return text[1:] if text.startswith(GUARD) and guarded(text[1:]) == text else text
