"""A site at work: many searches at once, pages of results, publishing, building anew under load, memory."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measure import percentiles
from outcomes.objectives.models import Objective
from partners.signing.publishing import take_over
from search.drain import drain
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import search

ROOT = Path(__file__).parents[1]
# How often the worker looks for tasks; it is told to look every second unless somebody says otherwise.
LOOKS = 10
PATIENCE = 20.0
Figures = dict[str, Any]


class Process:
    """Another process of the site, which works until it is told to stop."""

    def __init__(self, work: str, *arguments: str) -> None:
        environment = {
            **os.environ,
            "BENCH_ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
            "BENCH_ELASTICSEARCH_PREFIX": settings.ELASTICSEARCH_PREFIX,
        }
        command = [sys.executable, "-m", "bench.worker", work, *arguments]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment}
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)
        self.done: Figures = {}

    def wait_until_ready(self) -> None:
        """Wait until it is at work. Raises RuntimeError when it does not come to that."""
        if self.process.stdout is None or self.process.stdout.readline() != "ready\n":
            raise RuntimeError("A process of the benchmark did not start.")

    def finish(self) -> Figures:
        """Tell it to stop, and return what it did."""
        said, _ = self.process.communicate(timeout=120)
        self.done = json.loads(said)
        return self.done


@contextmanager
def at_work(*processes: Process) -> Iterator[None]:
    """Have processes work meanwhile."""
    with ExitStack() as stack:
        for process in processes:
            stack.callback(process.process.kill)
        for process in processes:
            process.wait_until_ready()
        yield
        for process in processes:
            process.finish()


def many_at_once(work: str, queries: Path, seconds: float, processes: int = 2) -> Figures:
    """Return how many searches or pages a second so many processes answer, and what memory they take."""
    workers = [Process(work, "--queries", str(queries)) for _ in range(processes)]
    with at_work(*workers):
        time.sleep(seconds)
    return {
        "a second": sum(worker.done["a_second"] for worker in workers),
        "p50": max(worker.done["p50"] for worker in workers),
        "p95": max(worker.done["p95"] for worker in workers),
        "failed": sum(worker.done["failed"] for worker in workers),
        "MB of each": max(worker.done["megabytes"] for worker in workers),
    }


def pages_of_results(queries: list[str]) -> Figures:
    """Return how long pages of results take without the network, and how many queries."""
    client: Any = Client()
    seconds, statements = [], 0
    for query in queries[:10]:
        client.get(f"/search/?{query}")
    for query in queries:
        started = time.perf_counter()
        client.get(f"/search/?{query}")
        seconds.append(time.perf_counter() - started)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/search/?{query}")
        statements = max(statements, len(captured))
    p50, p95, p99 = percentiles(seconds)
    return {"p50": p50, "p95": p95, "p99": p99, "SQL at most": statements}


def editable_pages() -> Iterator[Any]:
    """Yield pages of one partner, which nobody else has to sign, each read when its turn comes."""
    of_one = Objective.objects.alias(partners=Count("shares")).filter(partners=1).order_by("pk")
    for pk in list(of_one.values_list("pk", flat=True)):
        yield Objective.objects.get(pk=pk)


def publish(page: Any, word: str) -> None:
    """Publish a page with a word that nothing else has, as one that was published before partners signed."""
    page.title = f"{word} {page.title}"[:250]
    page.save_revision()
    take_over(page=page, at=timezone.now())


class OutboxTime:
    """The time that statements take which are there only for search."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if "searchoutbox" in sql or "dbtaskresult" in sql:
                self.seconds += time.perf_counter() - started


def publishing(times: int) -> Figures:
    """Return how long it takes until what another process indexes is found, and what the editor pays."""
    mark, found, paid, requests = secrets.token_hex(3), [], [], []
    with at_work(Process("tasks", "--rate", str(LOOKS))):
        for number, page in zip(range(times), editable_pages(), strict=False):
            word, outbox, started = f"zz{mark}{number:04}", OutboxTime(), time.perf_counter()
            with connection.execute_wrapper(outbox):
                publish(page, word)
            requests.append(time.perf_counter() - started)
            paid.append(outbox.seconds)
            found.append(seconds_until_found(word))
    return {
        "searchable p50": percentiles(found)[0],
        "searchable p95": percentiles(found)[1],
        "publishing p50": percentiles(requests)[0],
        "of that for search p50": percentiles(paid)[0],
        "of that for search p95": percentiles(paid)[1],
    }


def seconds_until_found(word: str) -> float:
    """Return how long it takes until a search finds a word. Raises TimeoutError when it never does."""
    started = time.perf_counter()
    while not search(SearchRequest(text=word, as_typed=True)).total:
        if time.perf_counter() - started > PATIENCE:
            raise TimeoutError("What was published is not found.")
        time.sleep(0.002)
    return time.perf_counter() - started


def built_under_load(queries: Path, rate: int = 20) -> Figures:
    """Build every index anew while others search and publish; return what failed and what was lost."""
    searching = Process("search", "--queries", str(queries), "--rate", str(rate))
    editing = Process("edit", "--rate", "5")
    quiet = Process("search", "--queries", str(queries), "--rate", str(rate))
    with at_work(quiet):
        time.sleep(5)
    with at_work(searching, editing):
        started = time.perf_counter()
        rebuild()
        seconds = time.perf_counter() - started
        # What is published in the last moment is not in the new index yet.
        time.sleep(0.5)
    drain()
    words = editing.done["words"]
    lost = [word for word in words if not search(SearchRequest(text=word, as_typed=True)).total]
    return {
        "building took s": seconds,
        "searches": searching.done["answers"],
        "failed": searching.done["failed"],
        "updates": len(words),
        "lost": len(lost),
        "p95": searching.done["p95"],
        "p95 when quiet": quiet.done["p95"],
    }
