"""Finding places by name against a bare prefix query in SQL: `python -m bench.place_names`.

Both answer the same questions in turns, in one process: names as somebody types them, letter by letter, from
the second letter on as the box does, and the same with one slip. Ours finds words anywhere in a name, Welsh
and former names, other spellings and names with a slip, and returns eight suggestions as the box gets them.
The bare query asks an index over one folded name of each place for the eight best that begin with what was
typed: bigger kinds first, then by name. It forgives nothing.
"""

import argparse
import gc
import random
import string
import tempfile
import tracemalloc
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any

from bench.measure import machine, percentiles
from bench.start import start_django

FEWEST_LETTERS = 2
SETUP = (
    "CREATE TABLE bare_name (folded text, size integer, name text, label text, kind text, code text)",
    "CREATE INDEX bare_folded ON bare_name (folded, size, name, label, kind, code)",
)
BARE = (
    "SELECT label, kind, code FROM bare_name WHERE folded >= %s AND folded < %s ORDER BY size, name LIMIT 8"
)
AIM = 3


def main() -> None:
    """Load all shipped places, ask, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        load()
        print(machine())
        print_reading()
        everything: dict[str, list[float]] = {}
        for group, questions in asked(options.names, random.Random(4)).items():
            print_group(group, questions, options.rounds, everything)
        print_times("all of these", everything)
        print_while_reading(asked(options.names, random.Random(5))["typed right"])


def load() -> None:
    """Load the shipped places, and lay out the names that the bare query asks."""
    from django.core.management import call_command
    from django.db import connection

    from partners.places.kinds import PlaceKind
    from partners.places.models import Place
    from partners.places.names import folded

    call_command("load_places", stdout=StringIO(), stderr=StringIO())
    sizes = {str(kind): kind.size for kind in PlaceKind}
    rows = [
        (folded(place.name), sizes[place.kind], place.name, place.label, place.kind, place.code)
        for place in Place.objects.current()
    ]
    with connection.cursor() as cursor:
        for statement in SETUP:
            cursor.execute(statement)
        cursor.executemany("INSERT INTO bare_name VALUES (%s, %s, %s, %s, %s, %s)", rows)
        cursor.execute("ANALYZE bare_name")
    print(f"{len(rows):,} places")


def print_reading() -> None:
    """Print how long reading all names takes, again when nothing changed, and how much memory they hold."""
    from partners.places.vocabulary import keeper

    times = []
    for forget in (True, False):
        if forget:
            keeper.kept = None
        keeper.forget()
        start = perf_counter()
        keeper.vocabulary()
        times.append((perf_counter() - start) * 1e3)
    keeper.kept = None
    tracemalloc.start()
    keeper.vocabulary()
    megabytes = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    print(f"Names read in {times[0]:.0f} ms, in {times[1]:.0f} ms when none changed; {megabytes:.0f} MB")


def asked(number: int, chance: random.Random) -> dict[str, list[str]]:
    """Return what a box is asked while somebody types names, drawn from all places alike."""
    from partners.places.models import Place

    names = chance.sample(sorted(set(Place.objects.current().values_list("name", flat=True))), number)
    short = [name for name in names if len(name) > FEWEST_LETTERS]
    return {
        "typed right": [part for name in short for part in as_typed(name)],
        "typed with one slip": [part for name in short for part in as_typed(slipped(name, chance))],
        "whole names": short,
        "whole names with one slip": [slipped(name, chance) for name in short],
    }


def as_typed(name: str) -> list[str]:
    """Return the beginnings of a name that the box asks about: names have no digits in them."""
    ends = range(FEWEST_LETTERS, len(name) + 1)
    return [name[:end] for end in ends if not any(map(str.isdigit, name[:end]))]


def slipped(name: str, chance: random.Random) -> str:
    """Return the name with one letter, never the first, left out, doubled, replaced or swapped."""
    at = chance.randrange(1, len(name))
    instead = chance.choice(
        ["", name[at] * 2, chance.choice(string.ascii_lowercase), name[at + 1 : at + 2] + name[at]]
    )
    swapped = len(instead) == 2 and instead != name[at] * 2
    return name[:at] + instead + name[at + 1 + swapped :]


def ours(typed: str) -> list[Any]:
    """Ask for suggestions as the box gets them."""
    from portal.browse.suggestions import suggestions

    return suggestions(typed)["places"]


def bare_sql(typed: str) -> list[Any]:
    """Ask an index for names that begin so, by SQL alone."""
    from django.db import connection

    from partners.places.names import folded

    name = folded(typed)
    with connection.cursor() as cursor:
        cursor.execute(BARE, [name, name + "\U0010ffff"])
        return cursor.fetchall()


ASKERS: list[Callable[[str], list[Any]]] = [ours, bare_sql]


def print_group(group: str, questions: list[str], rounds: int, everything: dict[str, list[float]]) -> None:
    """Ask each in turns, print their times and how ours compares, and add them to everything."""
    times: dict[str, list[float]] = {ask.__name__: [] for ask in ASKERS}
    answered = {ask.__name__: sum(bool(ask(question)) for question in questions) for ask in ASKERS}
    gc.collect()
    for number in range(rounds):
        for turn, question in enumerate(questions):
            for ask in ASKERS if (turn + number) % 2 else reversed(ASKERS):
                start = perf_counter()
                ask(question)
                times[ask.__name__].append(perf_counter() - start)
    counted = ", ".join(f"{name} {number:,}" for name, number in answered.items())
    print_times(f"{group}: {len(questions):,} questions, {rounds} rounds; answered: {counted}", times)
    for name, seconds in times.items():
        everything.setdefault(name, []).extend(seconds)


def print_times(title: str, times: dict[str, list[float]]) -> None:
    """Print what each took, and the ratio."""
    print(f"\n{title}\n{'milliseconds':14}{'p50':>9}{'p95':>9}{'p99':>9}{'longest':>9}")
    own, bare = percentiles(times["ours"]), percentiles(times["bare_sql"])
    for name, seconds in times.items():
        values = (*percentiles(seconds), max(seconds) * 1e3)
        print(f"{name:14}" + "".join(f"{value:9.3f}" for value in values))
    print(f"{'ratio':14}" + "".join(f"{a / b:8.2f}x" for a, b in zip(own, bare, strict=True)))
    if own[1] >= AIM * bare[1]:
        print(f"!!! The aim is under {AIM} at p95.")


def print_while_reading(questions: list[str]) -> None:
    """Print what questions take while another thread reads all names anew, again and again."""
    from django.db import connection

    from partners.places.vocabulary import keeper

    stop = Event()

    def read() -> None:
        while not stop.is_set():
            keeper.kept = None
            keeper.read(keeper.version)
        connection.close()

    quiet = timed(questions)
    kept, keeper.vocabulary = keeper.vocabulary(), lambda: kept  # type: ignore[method-assign]
    reader = Thread(target=read)
    reader.start()
    busy = timed(questions)
    stop.set()
    reader.join()
    del keeper.vocabulary
    print(f"\nwhile names are read anew all the time\n{'milliseconds':14}{'p50':>9}{'p95':>9}{'p99':>9}")
    for name, seconds in {"quiet": quiet, "reading": busy}.items():
        print(f"{name:14}" + "".join(f"{value:9.3f}" for value in percentiles(seconds)))


def timed(questions: list[str]) -> list[float]:
    """Return how long each question took."""
    times = []
    for question in questions:
        start = perf_counter()
        ours(question)
        times.append(perf_counter() - start)
    return times


if __name__ == "__main__":
    main()
