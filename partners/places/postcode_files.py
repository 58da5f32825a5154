"""Reading a directory of postcodes as a stream, whatever its edition calls the columns."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from partners.places.cells import BadTableError
from partners.places.postcodes import FULL

# The name in the Postcode Directory first, then what other editions and our own table say.
COLUMNS = {
    "pcds": r"pcds|pcd|pcd7|pcd8|pcd2|postcode",
    "doterm": r"doterm|date_of_termination",
    "oslaua": r"oslaua|laua|lad\d\dcd|lad_?code|la_code",
    "osward": r"osward|ward|wd\d\dcd|ward_code",
    "lat": r"lat|latitude",
    "long": r"long|lon|lng|longitude",
}
SHIPPED_COLUMNS = ("pcds", "osward", "lat", "long")
NORTHERN_IRELAND = re.compile(r"BT[0-9]")
ENDED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})-?(?P<month>0[1-9]|1[0-2])")
NO_POINT = 90.0  # the Directory writes 99.999999 where it knows no point
MEGABYTE = 2**20


class PostcodeRow(NamedTuple):
    """What one line says. `code` has no space; the codes of places may be ''."""

    code: str
    ward: str
    district: str
    latitude: float | None
    longitude: float | None
    ended_on: date | None


def file_mark(file: Path) -> str:
    """Return what tells this file from every other and from itself after a change. Raises OSError."""
    about = file.stat()
    with file.open("rb") as content:
        mark = hashlib.sha256(content.read(MEGABYTE))
    mark.update(f"{about.st_size} {about.st_mtime_ns}".encode())
    return mark.hexdigest()


def count_lines(file: Path) -> int:
    """Return how many lines follow the first, quickly and in little memory. Raises OSError."""
    with file.open("rb") as content:
        ends = sum(chunk.count(b"\n") for chunk in iter(lambda: content.read(MEGABYTE), b""))
    return max(0, ends - 1)


def read_postcodes(file: Path, required: Sequence[str] = tuple(COLUMNS)) -> Iterator[PostcodeRow]:
    """Yield one row for each line. Raises BadTableError, OSError."""
    with file.open(newline="", encoding="utf-8-sig") as text:
        reader = csv.reader(text)
        try:
            pick = itemgetter(*column_places(file.name, next(reader, []), required))
            for cells in reader:
                # One cell more, and empty: where a column that is not required is missing.
                cells.append("")
                yield postcode_row(*pick(cells))
        except (UnicodeDecodeError, csv.Error) as error:
            advice = f"this is no UTF-8 table with commas ({error}). Use the CSV of the Postcode Directory."
            raise BadTableError(file.name, reader.line_num + 1, "", advice) from error
        except (IndexError, ValueError) as error:
            advice = f"{error or 'the line is wrong'}. Is the file whole, and a directory of postcodes?"
            raise BadTableError(file.name, reader.line_num, "", advice) from error


def column_places(name: str, header: Sequence[str], required: Sequence[str]) -> list[int]:
    """Return where each column of COLUMNS stands, -1 for none. Raises BadTableError for a missing one."""
    names = [title.strip().lower() for title in header]
    places = []
    for column, pattern in COLUMNS.items():
        # 'pcds' comes before 'pcd': the order of the pattern, not that of the file.
        found = [
            index
            for choice in pattern.split("|")
            for index, title in enumerate(names)
            if re.fullmatch(choice, title)
        ]
        if not found and column in required:
            also = pattern.replace(r"\d\d", "25").replace("_?", "_").split("|")[1:]
            advice = f"this column is missing (also known as {', '.join(also)}). Is this a directory of"
            raise BadTableError(name, 1, column, f"{advice} postcodes?")
        places.append(found[0] if found else -1)
    return places


def postcode_row(
    postcode: str, ended: str, district: str, ward: str, latitude: str, longitude: str
) -> PostcodeRow:
    """Return what the cells say, in the order of COLUMNS. Raises ValueError."""
    code = postcode.replace(" ", "").upper()
    if not FULL.fullmatch(code):
        raise ValueError(f"'{postcode[:20]}' is no postcode")
    north, east = point(latitude, longitude)
    return PostcodeRow(code, ward, district, north, east, end_of(ended))


def point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Return a point to five decimals, about a metre, or no point. Raises ValueError."""
    if not latitude or not longitude:
        return None, None
    north, east = float(latitude), float(longitude)
    if north > NO_POINT:
        return None, None
    if not (north >= -NO_POINT and abs(east) <= 2 * NO_POINT):
        raise ValueError(f"'{latitude}, {longitude}' is no point on earth")
    return round(north, 5), round(east, 5)


@lru_cache(maxsize=1000)  # a directory has millions of rows and some hundred months
def end_of(ended: str) -> date | None:
    """Return the month in which a postcode ended, by its first day; None while it is in use."""
    if not ended.strip():
        return None
    found = ENDED.match(ended)
    if not found:
        raise ValueError(f"'{ended[:20]}' is no year and month such as 201903")
    return date(int(found["year"]), int(found["month"]), 1)
