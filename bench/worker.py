"""Another process of the site that is measured: searches, makes pages of results, edits, or works off tasks.

It works until its input ends, and then prints what it did as a line of JSON. `bench.living` starts it.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import django

from bench.measure import own_megabytes, percentiles

stopped = threading.Event()


def main() -> None:
    """Work until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=sorted(WORK))
    parser.add_argument("--queries", type=Path, help="a file with the queries of addresses, one a line")
    parser.add_argument("--rate", type=float, default=0, help="so many a second (as many as it can)")
    options = parser.parse_args()
    django.setup()
    threading.Thread(target=wait_for_the_end, daemon=True).start()
    print(json.dumps(WORK[options.work](options)), flush=True)


def wait_for_the_end() -> None:
    """Stop when the input ends."""
    sys.stdin.read()
    stopped.set()


def ready() -> None:
    """Tell whoever started this that it is at work."""
    print("ready", flush=True)


def search(options: argparse.Namespace) -> dict[str, Any]:
    """Search, and make JSON of what is found."""
    from django.http import QueryDict

    from search.request import parse
    from search.service import search as answer

    def ask(query: str) -> bool:
        results = answer(parse(QueryDict(query))[0])
        json.dumps([results.total, results.facets, [hit.card for hit in results.hits]])
        return not results.notice and bool(results.facets)

    return measured(ask, options)


def page(options: argparse.Namespace) -> dict[str, Any]:
    """Ask for whole pages of results."""
    from django.test import Client

    client: Any = Client()
    return measured(lambda query: client.get(f"/search/?{query}").status_code == 200, options)


def measured(ask: Callable[[str], bool], options: argparse.Namespace) -> dict[str, Any]:
    """Ask again and again; an answer that is not True, or raises, has failed."""
    queries = options.queries.read_text().splitlines()
    for query in queries[:20]:
        ask(query)
    ready()
    seconds, failed, started = [], 0, time.perf_counter()
    for query, due in zip(cycle(queries), moments(options.rate), strict=False):
        if stopped.wait(max(0.0, due - time.perf_counter())) if due else stopped.is_set():
            break
        begun = time.perf_counter()
        try:
            failed += not ask(query)
        except Exception:  # noqa: BLE001  # whatever it is, a visitor would have seen it
            failed += 1
        seconds.append(time.perf_counter() - begun)
    a_second = len(seconds) / (time.perf_counter() - started)
    p50, p95, _ = percentiles(seconds)
    return {"answers": len(seconds), "failed": failed, "a_second": a_second, "p50": p50, "p95": p95,
            "megabytes": own_megabytes()}  # fmt: skip


def moments(rate: float) -> Iterator[float]:
    """Yield when each answer is due, 0 for at once."""
    start = time.perf_counter()
    for number in range(1_000_000_000):
        yield start + number / rate if rate else 0.0


def edit(options: argparse.Namespace) -> dict[str, Any]:
    """Publish pages with words that nothing else has."""
    from bench.living import editable_pages, publish

    ready()
    words = []
    for page, due in zip(editable_pages(), moments(options.rate), strict=False):
        if stopped.wait(max(0.0, due - time.perf_counter())):
            break
        word = f"zzedited{len(words):05}"
        publish(page, word)
        words.append(word)
    stopped.wait()  # even when there are no more pages: it is not asked before
    return {"words": words}


def tasks(options: argparse.Namespace) -> dict[str, Any]:
    """Work off tasks as a site's worker does."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=1 / options.rate,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="bench",
        excluded_queue_names=[],
    )
    threading.Thread(target=worker.run, daemon=True).start()
    ready()
    stopped.wait()
    return {"megabytes": own_megabytes()}


WORK: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "search": search,
    "page": page,
    "edit": edit,
    "tasks": tasks,
}

if __name__ == "__main__":
    main()
