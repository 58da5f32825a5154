"""Suggestions while somebody types against a raw prefix query of the engine: `python -m bench.suggest`.

Both are asked the same in turns, in one process: beginnings of two words of a title, letter by letter, in any
order, then the same with one slip. Ours looks through titles, themes, places and partners, asks the database
what of these anybody may open at this moment, and returns eight suggestions as the box gets them. The raw
query asks the index for the newest eight titles with words that begin so, and reads what is stored of them.
"""

import argparse
import gc
import json
import random
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.measure import machine, percentiles
from bench.place_names import slipped
from bench.start import start_django

FEWEST_LETTERS = 2
AIM = 10.0
WARM_UPS = 50


def main() -> None:
    """Make the content, ask both, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--titles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        fill(options.documents)
        print(machine())
        raw = Raw()
        for group, questions in asked(options.titles, random.Random(6)).items():
            print_group(f"{options.documents:,} documents, {group}", questions, options.rounds, raw)


def fill(documents: int) -> None:
    """Make the content and its index."""
    from bench.corpus import make_corpus
    from outcomes.objectives.models import ObjectiveIndex
    from portal.operations.services import set_up_site
    from search.rebuild import rebuild

    set_up_site()
    make_corpus(documents, ObjectiveIndex.objects.get())
    rebuild()


def asked(number: int, chance: random.Random) -> dict[str, list[str]]:
    """Return what a box is asked while somebody types two words of titles drawn from all alike."""
    from outcomes.selectors import readable_pages

    titles = chance.sample(list(readable_pages().order_by("pk").values_list("title", flat=True)), number)
    typed = [" ".join(chance.sample(title.split(), 2)) for title in titles]
    return {
        "typed right": [part for text in typed for part in as_typed(text)],
        "typed with one slip": [part for text in typed for part in as_typed(slipped(text, chance))],
    }


def as_typed(text: str) -> list[str]:
    """Return the beginnings of a text that the box asks about."""
    return [text[:end] for end in range(FEWEST_LETTERS, len(text) + 1)]


class Raw:
    """The index by itself."""

    def __init__(self) -> None:
        from search.engines.choice import engine

        self.store: Any = engine().store  # type: ignore[attr-defined]

    def ask(self, typed: str) -> list[Any]:
        """Return what is stored of the newest eight titles with words that begin so."""
        from tantivy import Occur, Query

        searcher, schema = self.store.searcher(), self.store.schema
        words = [
            (Occur.Must, Query.fuzzy_term_query(schema, "title_exact", word, 0, prefix=True))
            for word in typed.split()
        ]
        hits = searcher.search(Query.boolean_query(words), 8, count=False, order_by_field="newest").hits
        return [json.loads(searcher.doc(address).get_first("stored")) for _, address in hits]


def ours(typed: str) -> list[Any]:
    """Ask for suggestions as the box gets them."""
    from search.suggestions.service import suggested
    from search.suggestions.views import shown

    return list(shown(suggested(typed))["suggestions"])


def print_group(title: str, questions: list[str], rounds: int, raw: Raw) -> None:
    """Ask each in turns, and print their times and how many got an answer."""
    askers = {"ours": ours, "raw": raw.ask}
    for question in questions[:WARM_UPS]:
        for ask in askers.values():
            ask(question)
    answered = {name: sum(bool(ask(question)) for question in questions) for name, ask in askers.items()}
    times: dict[str, list[float]] = {name: [] for name in askers}
    gc.collect()
    for number in range(rounds):
        for turn, question in enumerate(questions):
            for name in sorted(askers, reverse=bool((turn + number) % 2)):
                start = perf_counter()
                askers[name](question)
                times[name].append(perf_counter() - start)
    counted = ", ".join(f"{name} {number:,}" for name, number in answered.items())
    print(f"\n{title}: {len(questions):,} questions, {rounds} rounds; answered: {counted}")
    print(f"{'milliseconds':14}{'p50':>9}{'p95':>9}{'p99':>9}{'longest':>9}")
    for name, seconds in times.items():
        print(
            f"{name:14}" + "".join(f"{value:9.2f}" for value in (*percentiles(seconds), max(seconds) * 1e3))
        )
    if percentiles(times["ours"])[1] > AIM:
        print(f"!!! The aim is {AIM:.0f} ms at p95.")


if __name__ == "__main__":
    main()
