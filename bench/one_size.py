"""Everything at one size: `python -m bench.one_size --documents 4000` prints its figures as a line of JSON.

`bench.whole` runs it for several sizes and makes tables of that.
"""

import argparse
import json
import random
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from bench.contestants import Contestant, Elsewhere, in_turns
from bench.measure import peak_megabytes
from bench.services import elasticsearch, postgres
from bench.start import start_django

WARM_UPS = 20
# Stock search takes up to many seconds for an answer, so it gets only some of the questions.
STOCK_SIZES = {1_000: 40, 4_000: 20, 16_000: 6}
STOCK = {
    "stock, SQLite": "wagtail.search.backends.database",
    "stock, PostgreSQL": "wagtail.search.backends.database",
    "stock, Elasticsearch": "wagtail.search.backends.elasticsearch8",
}


def main() -> None:
    """Make the content, build every index, ask everybody in turns, and print the figures."""
    options = arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="commonweal-bench-")))
        url, prefix = stack.enter_context(elasticsearch())
        start_django(folder, settings_module="bench.settings")
        from bench.everybody import Everybody

        say("making and indexing content", options)
        everybody = Everybody(options.documents, url, prefix)
        questions = everybody.rivals.questions(options.queries, random.Random(3))
        contestants = everybody.contestants(questions)
        if stock_answers(options.documents) and not options.no_stock:
            say("indexing by stock search", options)
            contestants += stock(stack, everybody, folder, url, prefix, options.documents)
        say("asking everybody", options)
        search_figures = measured(contestants, questions, options)
        figures = {"documents": options.documents, "searching": search_figures, **everybody.figures}
        if options.living:
            say("publishing, reindexing, many at once", options)
            figures["living"] = everybody.living(folder, questions)
        print(json.dumps({**figures, "peak MB": peak_megabytes()}), flush=True)


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-stock", action="store_true", help="leave the stock search out")
    parser.add_argument("--living", action="store_true", help="also publishing, reindexing, many at once")
    return parser.parse_args()


def stock_answers(documents: int) -> int:
    """Return how many answers the stock search gives at a size: none where that would take hours."""
    return next((answers for size, answers in STOCK_SIZES.items() if documents <= size), 0)


def say(what: str, options: argparse.Namespace) -> None:
    """Tell the person who waits."""
    print(f"  {options.documents:,} documents: {what}", file=sys.stderr, flush=True)


def measured(
    contestants: list[Contestant], questions: list[Any], options: argparse.Namespace
) -> dict[str, Any]:
    """Return everybody's figures."""
    for question in questions[:WARM_UPS]:
        for contestant in contestants:
            if not contestant.name.startswith("stock"):
                contestant.ask(question)
    in_turns(contestants, questions, options.rounds, partial(show, [0], len(questions) * options.rounds))
    return {each.name: each.figures() | {"answers": len(each.seconds)} for each in contestants}


def show(done: list[int], total: int) -> None:
    """Show how far it is."""
    done[0] += 1
    if done[0] % 10 == 0 or done[0] == total:
        print(f"\r  {done[0]} of {total} questions", end="", file=sys.stderr, flush=True)
    if done[0] == total:
        print(file=sys.stderr)


def stock(
    stack: ExitStack, everybody: Any, folder: Path, url: str, prefix: str, documents: int
) -> list[Contestant]:
    """Return the stock search on every backend that this machine has."""
    file = everybody.stock_documents(folder)
    databases = {"stock, SQLite": f"sqlite:///{folder}/stock.sqlite3"}
    if address := stack.enter_context(postgres()):
        databases["stock, PostgreSQL"] = address
    if url:
        databases["stock, Elasticsearch"] = f"sqlite:///{folder}/stock-elasticsearch.sqlite3"
    contestants = []
    for name, database in databases.items():
        command = ["-m", "bench.stock", "--backend", STOCK[name], "--documents", str(file)]
        command += ["--database", database]
        if name == "stock, Elasticsearch":
            command += ["--elasticsearch", url, "--prefix", prefix]
        process = stack.enter_context(Elsewhere(*command))
        everybody.figures["building"][name] = process.first["building"]
        ask = partial(everybody.ask_stock, process)
        contestants.append(Contestant(name, ask, most=stock_answers(documents)))
    return contestants


if __name__ == "__main__":
    main()
