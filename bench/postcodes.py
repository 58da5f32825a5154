"""Loading postcodes, on SQLite or BENCH_DATABASE_URL: `python -m bench.postcodes`."""

import argparse
import csv
import io
import os
import random
import tempfile
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase
from time import perf_counter, process_time

from bench.measure import forget_peak, machine, peak_megabytes
from bench.start import start_django

HEADER = ("pcd", "pcds", "dointr", "doterm", "oscty", "ced", "oslaua", "osward", "lat", "long", "imd")
UNIT = "ABDEFGHJLNPQRSTUWXYZ"


def main() -> None:
    """Write the file, load it twice, print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        folder = Path(name)
        start(folder)
        from partners.places.models import Place

        codes = list(Place.objects.filter(kind="ward", code__startswith="E").values_list("code", flat=True))
        file = write_file(folder / "directory.csv", rows, codes)
        print(machine())
        for title in ("first", "again"):
            measure(title, file)


def start(folder: Path) -> None:
    """Set Django up on a database of its own, or on the empty one that BENCH_DATABASE_URL names."""
    start_django(folder, os.environ.get("BENCH_DATABASE_URL", ""))
    from django.core.management import call_command

    call_command("load_places", stdout=io.StringIO())


def postcodes() -> Iterator[str]:
    """Yield made-up postcodes in order."""
    for letters, number, digit in product(ascii_uppercase, range(10, 100), range(10)):
        for unit in product(UNIT, repeat=2):
            yield f"{letters}{number} {digit}{''.join(unit)}"


def write_file(file: Path, rows: int, codes: list[str]) -> Path:
    """Write a directory of postcodes in the official form, with wards in long stretches."""
    chance = random.Random(4)
    with file.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADER)
        for number, code in enumerate(islice(postcodes(), rows)):
            ended = "201903" if chance.random() < 0.3 else ""
            point = f"{chance.uniform(50, 58):.6f}", f"{chance.uniform(-5, 1):.6f}"
            ward = codes[number // 200 % len(codes)]
            writer.writerow([code, code, "198001", ended, "E10", "E58", "E07000001", ward, *point, "1"])
    return file


def measure(title: str, file: Path) -> None:
    """Load the file and print how quick it was and how much memory it took at most."""
    from django.db import connection

    from partners.places.postcode_services import load_postcodes

    forget_peak()
    started, own, server = perf_counter(), process_time(), server_seconds()
    report = load_postcodes(file=file, edition="bench", stream=io.StringIO())
    seconds, own, server = perf_counter() - started, process_time() - own, server_seconds() - server
    print(
        f"{connection.vendor}, {title}: {report.read:,} rows in {seconds:.1f} s, "
        f"{report.read / seconds:,.0f} rows a second; processor {own:.1f} s here, {server:.1f} s in the "
        f"server, {report.read / (own + server):,.0f} rows a second of both; "
        f"{report.written:,} written, at most {peak_megabytes():.0f} MB"
    )


def server_seconds() -> float:
    """Return what our connection has used of the processor, if its server runs on this Linux; else 0."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    status = Path(f"/proc/{process}/stat")
    if not status.exists():
        return 0.0
    # After the name, which may hold anything: the 12th and 13th are user and system time in ticks.
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
