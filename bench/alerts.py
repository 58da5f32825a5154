"""What is published, held against saved searches: `python -m bench.alerts`. See README.md."""

import argparse
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from math import log
from pathlib import Path
from statistics import mean
from time import perf_counter, process_time
from typing import Any

from bench.measure import machine, percentiles
from bench.start import start_django

BATCH = 2_000


def main() -> None:
    """Make the content, save so many searches, publish, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="How many saved searches there are.")
    parser.add_argument("--pages", type=int, default=1_000, help="How many pages there are.")
    parser.add_argument("--published", type=int, default=150, help="How many of them are published now.")
    parser.add_argument("--asked", type=int, default=1_000, help="How many searches the engine runs each.")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as name:
        start_django(Path(name))
        print(machine())
        site = Site(options.pages)
        medians = []
        for size in sizes:
            site.save_up_to(size)
            medians.append(site.measure(options.published))
            site.run_each(options.asked, size)
        for (small, quick), (large, slow) in zip(
            zip(sizes, medians, strict=True), list(zip(sizes, medians, strict=True))[1:], strict=False
        ):
            slope = log(slow / quick) / log(large / small)
            print(f"{small:,} to {large:,} searches: the processor's median grows with exponent {slope:.2f}")


class Site:
    """A site with pages and people who saved searches."""

    def __init__(self, pages: int) -> None:
        from bench.rivals import Rivals

        self.rivals: Any = Rivals(pages)
        self.chance = random.Random(8)
        self.districts = [place for place in self.rivals.corpus.places if place.kind == "district"]
        self.rows: dict[str, Any] = {theme.slug: theme for theme in self.rivals.corpus.themes}
        self.rows |= {place.code: place for place in self.districts}
        self.saved = 0

    def save_up_to(self, number: int) -> None:
        """Save searches until there are so many."""
        from search.saved.gates import gate_anew

        start = perf_counter()
        while self.saved < number:
            more = min(BATCH, number - self.saved)
            self.save(list(self.requests(more)))
            self.saved += more
        gate_anew()
        print(f"{number:,} searches; making them took {perf_counter() - start:.0f} s")

    def requests(self, number: int) -> Iterator[Any]:
        """Yield what people save: the questions of the other benchmarks, with a district as the place.

        Two in five of those with a place, a tenth of all, have no words: all that is new for the district.
        """
        for question in self.rivals.questions(number, self.chance):
            asked = question.request
            if asked.places:
                asked = replace(asked, places=(self.chance.choice(self.districts).code,))
                asked = replace(asked, text="") if self.chance.random() < 0.4 else asked
            yield asked

    def save(self, requests: list[Any]) -> None:
        """Write the rows of searches, one for each address."""
        from django.utils import timezone

        from search.saved.models import Condition, SavedSearch, Subscriber

        now = timezone.now()
        dates = {"made_at": now, "since": now, "confirmed_at": now}
        subscribers = Subscriber.objects.bulk_create(
            [
                Subscriber(address=f"reader{self.saved + each}@example.org", since=now)
                for each in range(len(requests))
            ]
        )
        searches = SavedSearch.objects.bulk_create(
            [
                SavedSearch(subscriber=who, name="x", text=asked.text, **dates)
                for who, asked in zip(subscribers, requests, strict=True)
            ]
        )
        conditions = [
            Condition(search=search, facet=facet, **self.named(facet, value))
            for search, asked in zip(searches, requests, strict=True)
            for facet in asked.chosen_facets
            for value in asked.chosen(facet)
        ]
        Condition.objects.bulk_create(conditions, batch_size=500)

    def named(self, facet: str, value: str) -> dict[str, Any]:
        """Return what a condition names: a row, or the value itself."""
        return {facet: self.rows[value]} if facet in ("place", "theme") else {"value": value}

    def measure(self, published: int) -> float:
        """Hold some pages, each by itself, against all searches. Print all, return the processor's median."""
        from django.utils import timezone

        from search.saved.candidates import candidates
        from search.saved.facts import Facts
        from search.saved.matching import built, match
        from search.saved.models import Alert, Thing
        from search.sources import SOURCES

        ids = SOURCES["page"].ids_after(0, 100_000)
        Thing.objects.all().delete()
        seconds, processor, looked_at, found = [], [], [], []
        for key in random.Random(1).sample(ids, published):
            thing = Thing.objects.create(source="page", object_id=key, noted_at=timezone.now())
            start, own = perf_counter(), process_time()
            found.append(match([thing], timezone.now()))
            seconds.append(perf_counter() - start)
            processor.append(process_time() - own)
            [document] = built([thing])[0].values()
            looked_at.append(len(candidates(Facts(document))))
        Alert.objects.all().delete()
        p50, p95, p99 = percentiles(seconds)
        busy, busy_p95, _ = percentiles(processor)
        print(
            f"  each of {published} pages: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms; "
            f"processor p50 {busy:.1f} ms, p95 {busy_p95:.1f} ms; "
            f"{mean(looked_at):.0f} searches passed by their gates, {mean(found):.1f} found it"
        )
        return busy / 1e3

    def run_each(self, asked: int, size: int) -> None:
        """Run some of the searches by the engine instead, as a site without gates would."""
        from search.engines.choice import engine
        from search.plan import plan_of
        from search.saved.kept import kept
        from search.saved.models import SavedSearch
        from search.scope import Scope
        from search.visibility import state_now

        requests = kept(SavedSearch.objects.order_by("?")[:asked]).values()
        synonyms, answering = state_now().synonyms, engine()
        start = perf_counter()
        for each in requests:
            answering.things_found(plan_of(each.request, Scope(), synonyms))  # type: ignore[attr-defined]
        took = perf_counter() - start
        print(
            f"  the engine, asked {asked:,} of them one by one: {took:.2f} s, "
            f"so {took / asked * size:.1f} s for all of them, however little was published"
        )


if __name__ == "__main__":
    main()
