"""Loading postcodes: a stream in batches, each kept with the note of how far it got."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from partners.places.cells import read_lines
from partners.places.models import PlaceCode, PostcodeDistrict, PostcodeLoad
from partners.places.postcode_files import (
    COLUMNS,
    NORTHERN_IRELAND,
    SHIPPED_COLUMNS,
    PostcodeRow,
    count_lines,
    file_mark,
    read_postcodes,
)
from partners.places.tables import POSTCODE_DISTRICTS, POSTCODES, SHIPPED
from partners.progress import Stream, progress

BATCH = 25_000
SHIPPED_EDITION = "February 2025, Trafford only"
# Only rows that differ are written, so that a second run costs little and changes nothing.
UPSERT = """
    INSERT INTO places_postcodepoint (code, place_id, latitude, longitude, ended_on) {rows}
    ON CONFLICT (code) DO UPDATE SET place_id = excluded.place_id, latitude = excluded.latitude,
        longitude = excluded.longitude, ended_on = excluded.ended_on
    WHERE (places_postcodepoint.place_id, places_postcodepoint.latitude,
        places_postcodepoint.longitude, places_postcodepoint.ended_on) {differs}
        (excluded.place_id, excluded.latitude, excluded.longitude, excluded.ended_on)
"""
ONE_ROW = UPSERT.format(rows="VALUES (%s, %s, %s, %s, %s)", differs="IS NOT")
# On PostgreSQL a batch of new postcodes goes straight in by COPY, which cannot correct what is there.
LOCK = "LOCK TABLE places_postcodepoint IN SHARE ROW EXCLUSIVE MODE"
# By bytes, as Python sorts: in Welsh, and for a database that sorts so, LL comes after LZ.
ANY_BETWEEN = "SELECT EXISTS (SELECT FROM places_postcodepoint WHERE code ~>=~ %s AND code ~<=~ %s)"
COPY = "COPY {table} (code, place_id, latitude, longitude, ended_on) FROM STDIN (FORMAT csv)"
ARRIVING = """
    CREATE TEMPORARY TABLE IF NOT EXISTS arriving_postcode (
        code text, place_id bigint, latitude float8, longitude float8, ended_on date
    ) ON COMMIT DROP
"""
ALL_ROWS = UPSERT.format(rows="SELECT * FROM arriving_postcode", differs="IS DISTINCT FROM")
Stored = tuple[str, int, float | None, float | None, str | None]


@dataclass
class PostcodeReport:
    """How many rows were read, written because new or different, and left out for which reason."""

    resumed_at: int = 0
    read: int = 0
    written: int = 0
    northern_ireland: int = 0
    without_place: int = 0
    codes_unknown: set[str] = field(default_factory=set)


def load_shipped_postcodes(*, stream: Stream) -> PostcodeReport:
    """Load the middle of each postcode district and the postcodes of Trafford. Raises BadTableError."""
    load_districts(SHIPPED / POSTCODE_DISTRICTS)
    return load_postcodes(
        file=SHIPPED / POSTCODES, edition=SHIPPED_EDITION, stream=stream, columns=SHIPPED_COLUMNS
    )


@transaction.atomic
def load_districts(file: Path) -> None:
    """Add and correct postcode districts. Raises BadTableError, OSError."""
    numbers = place_numbers()
    districts = [
        PostcodeDistrict(
            code=line.text("district"),
            place_id=numbers[line.code("place")],
            latitude=line.degrees("latitude", 90),
            longitude=line.degrees("longitude", 180),
        )
        for line in read_lines(file, ("district", "latitude", "longitude", "place"))
        if line.code("place") in numbers
    ]
    PostcodeDistrict.objects.bulk_create(
        districts,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["place", "latitude", "longitude"],
    )


def place_numbers() -> dict[str, int]:
    """Return the number of the place that has or had each code."""
    return dict(PlaceCode.objects.values_list("code", "place_id"))


def load_postcodes(
    *,
    file: Path,
    edition: str,
    stream: Stream,
    columns: Sequence[str] = tuple(COLUMNS),
    northern_ireland: bool = False,
) -> PostcodeReport:
    """Add and correct postcodes from a directory, and go on where an earlier run of this file stopped.

    Postcodes that the file does not have stay. Raises BadTableError, OSError; batches before the
    mistake are kept.
    """
    mark, total = file_mark(file), count_lines(file)
    rows = iter(progress(read_postcodes(file, columns), "Postcodes", total, stream=stream))
    # The first row is read before anything is written: a wrong file leaves no trace.
    head = list(islice(rows, 1))
    load = unfinished(mark, edition)
    report = PostcodeReport(resumed_at=load.rows)
    rows = islice(chained(head, rows), load.rows, None)
    numbers = place_numbers()
    while batch := list(islice(rows, BATCH)):
        stored = list(with_places(batch, numbers, report, northern_ireland))
        with transaction.atomic():
            report.written += write(stored)
            load.rows += len(batch)
            load.save()
        report.read += len(batch)
    load.finished_at = timezone.now()
    load.save()
    PostcodeLoad.objects.exclude(pk=load.pk).filter(finished_at=None).delete()
    return report


def chained(head: Sequence[PostcodeRow], rows: Iterator[PostcodeRow]) -> Iterator[PostcodeRow]:
    """Yield the head, then the rest."""
    yield from head
    yield from rows


def unfinished(mark: str, edition: str) -> PostcodeLoad:
    """Return the note of an earlier run of this file that stopped, or a new one."""
    load, _ = PostcodeLoad.objects.get_or_create(file_mark=mark, defaults={"edition": edition})
    if load.finished_at is not None:
        load.rows, load.finished_at = 0, None
    load.edition = edition
    return load


def with_places(
    rows: Sequence[PostcodeRow], numbers: dict[str, int], report: PostcodeReport, northern_ireland: bool
) -> Iterator[Stored]:
    """Yield what is to be stored of the rows whose ward, or else district, is here; count the others."""
    for code, ward, district, latitude, longitude, ended in rows:
        # Free for non-commercial use only; whoever runs the site has to decide.
        if not northern_ireland and NORTHERN_IRELAND.match(code):
            report.northern_ireland += 1
            continue
        place = numbers.get(ward) or numbers.get(district)
        if place is None:
            report.without_place += 1
            if len(report.codes_unknown) < 3:
                report.codes_unknown.add(ward or district or "no code")
            continue
        yield code, place, latitude, longitude, ended.isoformat() if ended else None


def write(rows: Sequence[Stored]) -> int:
    """Add the rows that are new, correct those that differ, and return how many these were.

    Within a transaction. Of two rows with one postcode, the last counts.
    """
    if not rows:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement may touch no row twice.
            return write_distinct({row[0]: row for row in rows}, cursor)
        cursor.executemany(ONE_ROW, rows)
        return max(0, cursor.rowcount)


def write_distinct(rows: dict[str, Stored], cursor: Any) -> int:
    """Write rows by their postcodes to PostgreSQL, and return how many were new or differed."""
    # Another run may not add a postcode between the question and the answer.
    cursor.execute(LOCK)
    cursor.execute(ANY_BETWEEN, [min(rows), max(rows)])
    [known] = cursor.fetchone()
    if not known:
        copy(rows.values(), "places_postcodepoint", cursor)
        return len(rows)
    cursor.execute(ARRIVING)
    # Another batch of the same transaction may have left its rows there.
    cursor.execute("TRUNCATE arriving_postcode")
    copy(rows.values(), "arriving_postcode", cursor)
    cursor.execute(ALL_ROWS)
    return int(cursor.rowcount)


def copy(rows: Iterable[Stored], table: str, cursor: Any) -> None:
    """Put rows into a table of PostgreSQL. None becomes an empty cell, which COPY reads as null."""
    text = StringIO()
    csv.writer(text).writerows(rows)
    with cursor.copy(COPY.format(table=table)) as lines:
        lines.write(text.getvalue())
