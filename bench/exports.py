"""All results as files against reading them bare: `python -m bench.exports`.

In one process and in turns: the whole answer to each form of download, and, below them, what the engine takes
to put all hits in order and give out what is stored of each.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from bench.measure import forget_peak, machine, peak_megabytes, resident_megabytes
from bench.start import start_django

FORMS = ("csv", "json", "geojson", "xlsx")
BARE = "engine, bare"


@dataclass
class Taken:
    """What one download took."""

    first: float
    seconds: float
    busy: float
    rows: int
    size: int
    grown: float


def main() -> None:
    """Make the content, download it in every form, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        question = fill(options.documents)
        print(machine())
        print(f"{options.documents:,} documents, {options.rounds} rounds, best of each")
        for title, query in {"everything": "", "a word, by relevance": f"q={question}"}.items():
            print_table(title, query, options.rounds)


def fill(documents: int) -> str:
    """Make content and index; return a word that many of the texts have."""
    from bench.corpus import make_corpus
    from outcomes.objectives.models import ObjectiveIndex
    from portal.operations.services import set_up_site
    from search.rebuild import rebuild

    set_up_site()
    corpus = make_corpus(documents, ObjectiveIndex.objects.get())
    rebuild()
    return corpus.language.words[3]


def print_table(title: str, query: str, rounds: int) -> None:
    """Ask in every form, in turns, and print the best of each: what else the machine does only adds."""
    takes: dict[str, list[Taken]] = {form: [] for form in (BARE, *FORMS)}
    for form in FORMS:
        downloaded(form, f"{query}&kind=plan&year=2014")  # warms up
    for _ in range(rounds):
        for form in takes:
            takes[form].append(bare(query) if form == BARE else downloaded(form, query))
    print(f"{title}: {takes[BARE][0].rows:,} rows")
    print(f"{'':14}{'first byte ms':>14}{'rows/s':>10}{'rows/CPU s':>12}{'MB':>8}{'memory grew MB':>16}")
    for form, some in takes.items():
        best = min(some, key=lambda taken: taken.seconds)
        if best.rows != takes[BARE][0].rows:
            raise SystemExit(f"{form} has {best.rows} rows.")
        figures = (
            best.rows / best.seconds,
            best.rows / best.busy,
            best.size / 1e6,
            max(t.grown for t in some),
        )
        print(
            f"{form:14}{min(t.first for t in some) * 1e3:14.0f}"
            + "{:10,.0f}{:12,.0f}{:8.1f}{:16.0f}".format(*figures)
        )


def downloaded(form: str, query: str) -> Taken:
    """Download as a browser does. The rows are those of the search that the page shows."""
    from django.test import Client

    forget_peak()
    before = resident_megabytes()
    start, busy = perf_counter(), process_time()
    response = Client().get(f"/search.{form}?{query}")
    parts = iter(response.streaming_content)  # type: ignore[attr-defined]
    size = len(next(parts))
    first = perf_counter() - start
    size += sum(map(len, parts))
    seconds, busy = perf_counter() - start, process_time() - busy
    grown = peak_megabytes() - before
    response.close()
    return Taken(first, seconds, busy, total(query), size, grown)


def total(query: str) -> int:
    """Return how many things the page says there are."""
    from django.http import QueryDict

    from search.request import parse
    from search.service import search

    return search(parse(QueryDict(query))[0]).total


def bare(query: str) -> Taken:
    """Let the engine give out all that is stored of every hit."""
    from django.http import QueryDict

    from search.engines.choice import engine
    from search.plan import plan_of
    from search.request import parse
    from search.visibility import scope_now

    forget_peak()
    before = resident_megabytes()
    start, busy = perf_counter(), process_time()
    scan = engine().scan(plan_of(parse(QueryDict(query))[0], scope_now()))
    rows, first = len(next(scan)), perf_counter() - start
    rows += sum(map(len, scan))
    return Taken(first, perf_counter() - start, process_time() - busy, rows, 0, peak_megabytes() - before)


if __name__ == "__main__":
    main()
