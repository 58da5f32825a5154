from argparse import ArgumentParser
from functools import partial
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.progress import progress
from search.completeness import is_complete
from search.engines import EngineBusyError, EngineUnavailableError, SearchEngine
from search.engines.choice import engines
from search.models import RelatedNote
from search.rebuild import rebuild_index
from search.related.making import refresh
from search.related.noting import note_everything

# With very many pages the rest is left to `search_drain`, which runs every minute.
RELATED_SECONDS = 120.0


class Command(BaseCommand):
    help = "Build the search index from the database, beside the one in use, and put it in its place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="do nothing when there is an index")
        parser.add_argument("--engine", choices=["elasticsearch", "embedded"], help="only for this one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the index of each engine in use. Raises CommandError when that cannot be done for one."""
        problems = []
        for engine in engines():
            if options["engine"] in (None, engine.name):
                try:
                    self.build(engine, only_missing=options["if_missing"])
                except (EngineBusyError, EngineUnavailableError) as error:
                    problems.append(f"The search index was not built ({engine.name}): {error}")
        if not options["if_missing"] and options["engine"] != "elasticsearch":
            self.relate()
        if problems:
            raise CommandError("\n".join(problems))

    def build(self, engine: SearchEngine, *, only_missing: bool) -> None:
        """Build one index and say how it went. Raises EngineBusyError, EngineUnavailableError."""
        if only_missing and is_complete(engine) and engine.is_ready():
            self.stdout.write("The search index is there.")
            return
        start = monotonic()
        outcome = rebuild_index(engine, partial(progress, stream=self.stdout))
        self.stdout.write(f"{outcome.seen:,} things indexed in {monotonic() - start:.1f} seconds.")
        for key, failure in outcome.failures.items():
            self.stderr.write(f"{key} could not be indexed: {failure}")

    def relate(self) -> None:
        """Work out anew which pages each page is like, and say how it went."""
        start = monotonic()
        note_everything()
        total = RelatedNote.objects.count()
        done = refresh(
            RELATED_SECONDS, lambda done: self.stdout.write(f"Related pages: {done:,} of {total:,}")
        )
        self.stdout.write(f"{done:,} lists of related pages made in {monotonic() - start:.1f} seconds.")
        if left := RelatedNote.objects.count():
            self.stdout.write(f"The next runs of search_drain make the other {left:,}.")
