"""How good search is: `python -m bench.relevance`. README.md says what is measured."""

import argparse
import os
import random
import sys
from collections import defaultdict
from pathlib import Path

import django

from bench.relevance.figures import MEASURES, figures, mean
from bench.relevance.judged import Judged, judged
from bench.relevance.slips import with_slip

# How often slips are made up anew.
SLIPS = 3

DESCRIPTION = (
    "Puts searches that were judged by hand to the demonstration (start it once with 'make demo'), or a "
    "collection in TREC form to an engine of its own, and prints how good the answers are."
)


def main() -> None:
    """Print the table of the demonstration, or that of a collection."""
    options = arguments()
    if options.documents:
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        django.setup()
        from bench.relevance.collection import measure

        measure(options)
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demonstration")
        django.setup()
        sys.exit(not print_demonstration(options.worst, options.least))


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=DESCRIPTION)
    parser.add_argument("--worst", type=int, default=0, help="also name so many searches with poor answers")
    parser.add_argument("--least", type=float, default=0, help="fail when the nDCG@10 of all is below this")
    trec = parser.add_argument_group("a collection in TREC form")
    trec.add_argument("--documents", type=Path, nargs="+", help="files with <DOC> elements, or JSON lines")
    trec.add_argument("--topics", type=Path, help="<top> elements, or lines of number, tab, words")
    trec.add_argument("--qrels", type=Path, help="lines of topic, 0, document, grade")
    trec.add_argument("--elasticsearch", metavar="URL", help="a node to ask instead of the embedded engine")
    options = parser.parse_args()
    if options.documents and not (options.topics and options.qrels):
        parser.error("--documents needs --topics and --qrels too.")
    return options


def print_demonstration(worst: int, least: float) -> bool:
    """Print the figures of each class of searches, and return whether all together are good enough."""
    from django.conf import settings

    from bench.relevance.demonstration import found, missing

    if not (Path(settings.VAR_DIR) / "demonstration-made").exists():
        sys.exit("There is no demonstration yet. Make it first: make demo")
    searches = judged()
    if absent := missing(searches):
        sys.exit(f"Not on this site, so not the demonstration as it was made: {', '.join(sorted(absent))}")
    runs = {each.number: found(each.text) for each in searches}
    values = figures({each.number: each.grades for each in searches}, runs)
    by_kind = defaultdict(list)
    for each in searches:
        by_kind[each.kind].append(values[each.number])
    print(f"{'':14}{'searches':>9}" + "".join(f"{name:>12}" for name in MEASURES))
    for kind, rows in {**by_kind, "all": list(values.values())}.items():
        print(f"{kind:14}{len(rows):9}" + "".join(f"{value:12.3f}" for value in mean(rows).values()))
    nothing = [each.text for each in searches if not runs[each.number]]
    print(f"Found nothing: {len(nothing)} of {len(searches)}{': ' * bool(nothing)}{', '.join(nothing)}")
    print_slips(searches, values)
    print_worst(searches, runs, values, worst)
    return mean(values.values())["nDCG@10"] >= least


def print_slips(searches: list[Judged], values: dict[str, dict[str, float]]) -> None:
    """Print how much of nDCG@10 is left when every search has one slip, in several makings."""
    from bench.relevance.demonstration import found

    grades = {each.number: each.grades for each in searches}
    for seed in range(SLIPS):
        chance = random.Random(seed)
        slipped = {each.number: with_slip(each.text, chance) for each in searches}
        runs = {number: found(text) for number, text in slipped.items() if text}
        after = figures({number: grades[number] for number in runs}, runs)
        kept = mean(after.values())["nDCG@10"] / mean(values[number] for number in runs)["nDCG@10"]
        print(f"With one slip: {kept:.3f} of nDCG@10 in {len(runs)} searches")


def print_worst(
    searches: list[Judged], runs: dict[str, list[str]], values: dict[str, dict[str, float]], number: int
) -> None:
    """Print what came where something better was hoped for."""
    for each in sorted(searches, key=lambda each: values[each.number]["nDCG@10"])[:number]:
        print(f"\n{values[each.number]['nDCG@10']:.2f}  {each.text}")
        for name in runs[each.number][:10]:
            print(f"    {each.grades.get(name, 0)}  {name}")
        print(f"    hoped for: {', '.join(each.grades)}")


if __name__ == "__main__":
    main()
