"""Search against the engine below it: `python -m bench.search`. README.md says what is measured."""

import argparse
import gc
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.measure import forget_peak, machine, peak_megabytes, percentiles
from bench.start import start_django

WARM_UPS = 30


@dataclass
class Times:
    """Seconds that each rival took for each question."""

    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)


def main() -> None:
    """Make the content, build the index, ask both, print the table."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        from bench.rivals import Rivals

        rivals = Rivals(options.documents)
        print(machine())
        print_building(rivals, options.documents)
        questions = rivals.questions(options.queries, random.Random(3))
        rivals.check(questions)
        forget_peak()
        times, groups = measured(rivals, questions, options.rounds)
        print_searching(times, groups, rivals, options)


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def measured(rivals: Any, questions: list[Any], rounds: int) -> tuple[Times, dict[str, Times]]:
    """Ask both every question in every round, in turns, now the one first and now the other."""
    for question in questions[:WARM_UPS]:
        rivals.ours(question)
        rivals.raw(question)
    everything, groups = Times(), {}
    gc.collect()
    for number in range(rounds):
        for turn, question in enumerate(questions):
            pair = Times()
            order = [(rivals.ours, pair.ours), (rivals.raw, pair.raw)]
            for ask, seconds in order if (turn + number) % 2 else reversed(order):
                seconds.append(timed(ask, question))
            for times in (everything, groups.setdefault(question.group, Times())):
                times.ours += pair.ours
                times.raw += pair.raw
    return everything, groups


def timed(ask: Callable[[Any], Any], question: Any) -> float:
    """Return how many seconds it took to answer."""
    start = perf_counter()
    ask(question)
    return perf_counter() - start


def print_building(rivals: Any, documents: int) -> None:
    """Print how fast the index was built."""
    for who, seconds, size, memory in rivals.building:
        print(
            f"index, {who}: {documents / seconds:,.0f} documents/s, {size / documents:,.0f} bytes/document, "
            f"peak memory {memory:,.0f} MB"
        )


def print_searching(times: Times, groups: dict[str, Times], rivals: Any, options: argparse.Namespace) -> None:
    """Print the table."""
    print(
        f"{options.documents:,} documents, {options.queries} questions, {options.rounds} rounds, "
        f"median matches {rivals.median_matches:,}, peak memory while searching {peak_megabytes():,.0f} MB"
    )
    print(f"{'milliseconds':34}{'p50':>9}{'p95':>9}{'p99':>9}")
    for name, group in {"all questions": times, **groups}.items():
        ours, raw = percentiles(group.ours), percentiles(group.raw)
        print_row(f"{name}: commonweal", ours, "{:9.2f}")
        print_row(f"{name}: tantivy", raw, "{:9.2f}")
        print_row("  ratio", tuple(a / b for a, b in zip(ours, raw, strict=True)), "{:8.2f}x")


def print_row(name: str, values: tuple[float, ...], form: str) -> None:
    """Print one line of it."""
    print(f"{name:34}" + "".join(form.format(value) for value in values))


if __name__ == "__main__":
    main()
