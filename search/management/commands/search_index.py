from argparse import ArgumentParser
from functools import partial
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.progress import progress
from search.engines import EngineBusyError, EngineUnavailableError
from search.engines.choice import engine
from search.rebuild import rebuild


class Command(BaseCommand):
    help = "Build the search index from the database, beside the one in use, and put it in its place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="do nothing when there is an index")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the index. Raises CommandError when that cannot be done."""
        if options["if_missing"] and engine().is_ready():
            self.stdout.write("The search index is there.")
            return
        start = monotonic()
        try:
            outcome = rebuild(partial(progress, stream=self.stdout))
        except (EngineBusyError, EngineUnavailableError) as error:
            raise CommandError(f"The search index was not built: {error}") from error
        self.stdout.write(f"{outcome.seen:,} things indexed in {monotonic() - start:.1f} seconds.")
        for key, failure in outcome.failures.items():
            self.stderr.write(f"{key} could not be indexed: {failure}")
