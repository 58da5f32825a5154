"""The largest map against reading its boundaries bare: `python -m bench.maps`.

In one process and in turns: the whole answer to a browser (as it stands, and compressed), the page with its
drawing and table, and, below them, one SQL query that reads the same boundaries and joins them to one text.
"""

import argparse
import gzip
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.measure import machine, percentiles
from bench.start import start_django

WORST = "/places/E92000001/map.geojson?parts=district&shade=objectives"
PAGE = "/places/E92000001/map/?parts=district&shade=objectives"
BARE = (
    "SELECT o.geometry FROM places_placeoutline o"
    " JOIN places_place p ON p.id = o.place_id"
    " JOIN places_placeclosure c ON c.descendant_id = p.id"
    " JOIN places_place a ON a.id = c.ancestor_id"
    " WHERE a.code = 'E92000001' AND p.kind IN ('country', 'district')"
)


def main() -> None:
    """Load all shipped places, ask, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        load()
        print(machine())
        print_sizes()
        print_times(rounds)


def load() -> None:
    """Load the shipped places, and make the lists that hold pages."""
    from django.core.management import call_command

    from portal.operations.services import set_up_site

    set_up_site()
    call_command("load_places", stdout=StringIO(), stderr=StringIO())


def answer(address: str, encoding: str) -> bytes:
    """Return what the site answers."""
    from django.test import Client

    response = Client(headers={"accept-encoding": encoding}).get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return response.content


def bare() -> bytes:
    """Return the same boundaries, read with one query."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE)
        return ",".join(row[0] for row in cursor.fetchall()).encode()


def print_sizes() -> None:
    """Print how many bytes each has, as it stands and compressed."""
    for title, body in (("boundaries, bare", bare()), ("GeoJSON", answer(WORST, "identity"))):
        print(f"{title}: {len(body):,} bytes, {len(gzip.compress(body, 6)):,} compressed")
    print(f"page: {len(answer(PAGE, 'identity')):,} bytes, {len(answer(PAGE, 'gzip')):,} compressed")


def print_times(rounds: int) -> None:
    """Print the milliseconds of each, and how many times those of the bare query they are."""
    asked: dict[str, Callable[[], bytes]] = {
        "boundaries, bare": bare,
        "boundaries, bare, compressed": lambda: gzip.compress(bare(), 6),
        "GeoJSON": lambda: answer(WORST, "identity"),
        "GeoJSON, compressed": lambda: answer(WORST, "gzip"),
        "page, compressed": lambda: answer(PAGE, "gzip"),
    }
    seconds: dict[str, list[float]] = {title: [] for title in asked}
    for number in range(rounds + 5):
        for title, ask in asked.items():
            start = perf_counter()
            ask()
            if number >= 5:
                seconds[title].append(perf_counter() - start)
    below = median(seconds["boundaries, bare"])
    for title, taken in seconds.items():
        p50, p95, _ = percentiles(taken)
        print(f"{title:30} p50 {p50:7.2f} ms  p95 {p95:7.2f} ms  ratio {median(taken) / below:6.2f}")


if __name__ == "__main__":
    main()
