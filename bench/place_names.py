"""Finding places by name against a bare prefix query in SQL: `python -m bench.place_names`.

Both answer the same questions in turns, in one process: beginnings of names, whole names, and names with one
slip. The bare query asks an index for at most 20 rows whose name begins with what was typed, once as SQL
alone and once through Django's models, which is what a search of ours has to return.
"""

import argparse
import gc
import random
import string
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.measure import machine, percentiles
from bench.start import start_django

LIMIT = 20
BARE = (
    "SELECT id, code, kind, name, qualifier FROM places_place"
    " WHERE name >= %s AND name < %s ORDER BY name LIMIT 20"
)


def main() -> None:
    """Load all shipped places, ask, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        load()
        print(machine())
        print_reading()
        for group, questions in asked(options.queries, random.Random(4)).items():
            print_group(group, questions, options.rounds)


def load() -> None:
    """Load the shipped places."""
    from django.core.management import call_command

    call_command("load_places", stdout=StringIO(), stderr=StringIO())


def print_reading() -> None:
    """Print how long reading all names takes, which each process does once a minute at most."""
    from partners.places.vocabulary import keeper

    start = perf_counter()
    words = keeper.vocabulary().words
    print(f"Names read in {(perf_counter() - start) * 1e3:.0f} ms: {len(words):,} different words")


def asked(number: int, chance: random.Random) -> dict[str, list[str]]:
    """Return what people might type, by group; the names are drawn from all places alike."""
    from partners.places.models import Place

    names = chance.sample(sorted(set(Place.objects.values_list("name", flat=True))), number)
    return {
        "beginnings of 2 to 6 letters": [name[: chance.randint(2, 6)] for name in names],
        "whole names": names,
        "names with one slip": [slipped(name, chance) for name in names],
    }


def slipped(name: str, chance: random.Random) -> str:
    """Return the name with one letter, never the first, left out, doubled or replaced."""
    at = chance.randrange(1, len(name))
    return (
        name[:at] + chance.choice(["", name[at] * 2, chance.choice(string.ascii_lowercase)]) + name[at + 1 :]
    )


def ours(typed: str) -> list[Any]:
    """Search as the suggestions do: names like it when none is called so."""
    from partners.places.models import Place

    return list(Place.objects.search(typed, LIMIT)) or list(Place.objects.nearly_called(typed, LIMIT))


def bare_models(typed: str) -> list[Any]:
    """Ask for a beginning through Django's models."""
    from partners.places.models import Place

    return list(Place.objects.filter(name__gte=typed, name__lt=typed + "\uffff").order_by("name")[:LIMIT])


def bare_sql(typed: str) -> list[Any]:
    """Ask for a beginning by SQL alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, [typed, typed + "\uffff"])
        return cursor.fetchall()


def print_group(group: str, questions: list[str], rounds: int) -> None:
    """Ask each in turns and print their times and how ours compares."""
    askers: list[Callable[[str], list[Any]]] = [ours, bare_models, bare_sql]
    times: dict[str, list[float]] = {ask.__name__: [] for ask in askers}
    found = sum(bool(ours(question)) for question in questions)
    gc.collect()
    for number in range(rounds):
        for turn, question in enumerate(questions):
            for ask in askers if (turn + number) % 2 else reversed(askers):
                start = perf_counter()
                ask(question)
                times[ask.__name__].append(perf_counter() - start)
    print(f"\n{group}: {len(questions)} questions, {found} answered, {rounds} rounds")
    own = percentiles(times["ours"])
    for name, seconds in times.items():
        p50, p95, p99 = percentiles(seconds)
        print(
            f"  {name:12} p50 {p50:6.3f}  p95 {p95:6.3f}  p99 {p99:6.3f} ms"
            f"   ours: {own[0] / p50:.1f} times at p50, {own[1] / p95:.1f} at p95"
        )


if __name__ == "__main__":
    main()
