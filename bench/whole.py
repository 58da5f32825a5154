"""All of the benchmark of search: `python -m bench.whole`. README.md says what is measured and how.

Every size is measured in processes of its own, one after another. TEST_ELASTICSEARCH_URL names a node;
without one, and without PostgreSQL, what needs them is left out and said so. Nothing stays behind.
"""

import argparse
import json
import subprocess
import sys
from math import log
from pathlib import Path
from typing import Any

from bench.measure import machine

ROOT = Path(__file__).parents[1]
SHORT, FULL = (1_000, 4_000, 16_000), (1_000, 4_000, 16_000, 100_000, 1_000_000)
AIMS = (
    ("commonweal, embedded", "tantivy", "p50 1.25, p95 1.5"),
    ("commonweal, Elasticsearch", "Elasticsearch", "p50 1.3, or 3 ms more"),
)
Figures = dict[str, Any]


def main() -> None:
    """Measure every size, and print the tables."""
    options = arguments()
    sizes = (
        [int(size) for size in options.sizes.split(",")] if options.sizes else FULL if options.full else SHORT
    )
    print(machine(), flush=True)
    every = []
    for size in sizes:
        figures = measured(size, options, living=size == (100_000 if 100_000 in sizes else max(sizes)))
        every.append(figures)
        print_size(figures)
    print_growth(every)
    print_building(every)


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="also 100,000 and a million documents (hours)")
    parser.add_argument("--sizes", default="", help="these instead, such as 1000,4000")
    parser.add_argument("--queries", type=int, default=100, help="different questions (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is asked (%(default)s)")
    parser.add_argument("--no-stock", action="store_true", help="leave the stock search out")
    parser.add_argument("--living", action="store_true", help="also a site at work, at one size")
    parser.add_argument("--save", type=Path, help="write all figures to this file as JSON")
    return parser.parse_args()


def measured(size: int, options: argparse.Namespace, *, living: bool) -> Figures:
    """Return the figures of one size. Raises CalledProcessError."""
    command = [sys.executable, "-m", "bench.one_size", "--documents", str(size)]
    command += ["--queries", str(options.queries), "--rounds", str(options.rounds)]
    command += ["--no-stock"] * options.no_stock + ["--living"] * (living and options.living)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    if options.save:
        with options.save.open("a") as file:
            file.write(json.dumps(figures) + "\n")
    return figures


def print_size(figures: Figures) -> None:
    """Print what everybody took for the same questions."""
    print(f"\n### {figures['documents']:,} documents, a median of {figures['median matches']:,} found\n")
    print(
        "| milliseconds | p50 | p95 | p99 | processor | answers |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    everybody = figures["searching"]
    for name, took in everybody.items():
        cells = " | ".join(f"{took[column]:,.2f}" for column in ("p50", "p95", "p99", "cpu"))
        print(f"| {name} | {cells} | {took['answers']} |")
    for ours, raw, aim in AIMS:
        if raw in everybody:
            ratios = [everybody[ours][column] / everybody[raw][column] for column in ("p50", "p95", "p99")]
            cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
            print(f"| **{ours}, to one of {raw}** (aim {aim}) | {cells} | | |")
    print_stock(everybody)
    bytes_each = ", ".join(f"{who} {size:,.0f}" for who, size in figures["bytes a document"].items())
    print(f"\nBytes of index for each document: {bytes_each}.")
    if "questions that engines differ on" in figures:
        print(f"\nThe engines differ on {figures['questions that engines differ on']} questions.")
    for engine, at_work in figures.get("living", {}).items():
        print_living(engine, at_work)
    sys.stdout.flush()


def print_stock(everybody: Figures) -> None:
    """Print how many times as long the stock search takes at the median as ours on the like engine."""
    for name, took in everybody.items():
        if name.startswith("stock"):
            ours = "commonweal, Elasticsearch" if "Elasticsearch" in name else "commonweal, embedded"
            times = took["p50"] / everybody[ours]["p50"]
            print(f"| **{name}, to one of {ours}** | {times:,.0f} | | | | |")


def print_living(engine: str, at_work: Figures) -> None:
    """Print what a site at work does on one engine."""
    print(f"\n{engine}:\n")
    for what, figures in at_work.items():
        said = ", ".join(f"{name} {shown(name, value)}" for name, value in figures.items())
        print(f"- {what}: {said}")


def shown(name: str, value: float) -> str:
    """Return a figure: times in milliseconds, everything else as it is."""
    if any(part in name for part in ("p50", "p95", "p99")):
        return f"{value:.1f} ms"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def print_growth(every: list[Figures]) -> None:
    """Print by which power of the number of documents the median grows."""
    if len(every) < 2:
        return
    print("\n### Growth: the median grows as this power of the number of documents\n")
    print("| | power | sizes |\n| --- | ---: | ---: |")
    for name in every[0]["searching"]:
        points = [
            (size["documents"], size["searching"][name]["p50"]) for size in every if name in size["searching"]
        ]
        if len(points) > 1:
            print(f"| {name} | {slope(points):.2f} | {len(points)} |")


def slope(points: list[tuple[float, float]]) -> float:
    """Return the slope of the straight line through the logarithms that is off by the least squares."""
    across, up = [log(x) for x, _ in points], [log(y) for _, y in points]
    middle, level = sum(across) / len(across), sum(up) / len(up)
    squares = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - level) for x, y in zip(across, up, strict=True)) / squares


def print_building(every: list[Figures]) -> None:
    """Print how fast every index was built."""
    names = list(dict.fromkeys(name for size in every for name in size["building"]))
    print("\n### Building: documents a second (the aim is 2,500)\n")
    print("| documents | " + " | ".join(names) + " | peak MB |")
    print("| ---: |" + " ---: |" * (len(names) + 1))
    for size in every:
        cells = [f"{size['building'][name]:,.0f}" if name in size["building"] else "" for name in names]
        print(f"| {size['documents']:,} | " + " | ".join(cells) + f" | {size['peak MB of building']:,.0f} |")


if __name__ == "__main__":
    main()
