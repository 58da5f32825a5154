"""Wagtail's own search on one of its backends, in a process of its own, asked over its standard input.

`python -m bench.stock --backend wagtail.search.backends.database --documents FILE --database URL`. The first
line that it prints says how fast it indexed; after that it answers each line of JSON with one.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import django
import environ
from django.conf import settings
from django.core.management import call_command

CHUNK = 500


def main() -> None:
    """Index the documents, then answer until the input ends."""
    options = arguments()
    start_django(options)
    from modelsearch.backends import get_search_backend

    backend = get_search_backend()
    rows = list(documents(options.documents))
    started = time.perf_counter()
    index_all(backend, rows)
    say(building=len(rows) / (time.perf_counter() - started))
    for line in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        total = answer(backend, json.loads(line))
        say(seconds=time.perf_counter() - wall, processor=time.process_time() - processor, total=total)


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend", required=True, help="dotted path of the search backend")
    parser.add_argument("--documents", type=Path, required=True, help="a file with a document on each line")
    parser.add_argument("--database", required=True, help="address of an empty database")
    parser.add_argument("--elasticsearch", default="", help="address of a server, for that backend")
    parser.add_argument("--prefix", default="bench", help="what the names of its indices begin with")
    return parser.parse_args()


def start_django(options: argparse.Namespace) -> None:
    """Set Django up with the search and one model. Nothing is indexed by itself when it is saved."""
    backend = {"BACKEND": options.backend, "AUTO_UPDATE": False}
    if options.elasticsearch:
        backend |= {"URLS": [options.elasticsearch], "INDEX_PREFIX": f"{options.prefix}_", "TIMEOUT": 60}
    settings.configure(
        DATABASES={"default": environ.Env.db_url_config(options.database)},
        INSTALLED_APPS=["django.contrib.contenttypes", "taggit", "modelsearch", "bench.stock"],
        MODELSEARCH_BACKENDS={"default": backend},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def documents(file: Path) -> Any:
    """Yield the rows of a file."""
    with file.open() as lines:
        for line in lines:
            yield model()(**json.loads(line))


def model() -> Any:
    """Return the model, which can be had only when Django was started."""
    from bench.stock.models import StockDocument

    return StockDocument


def index_all(backend: Any, rows: list[Any]) -> None:
    """Put the rows into the database and the index, as the command `update_index` does."""
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(model()))
    index = rebuilder.start()
    index.add_model(model())
    for start in range(0, len(rows), CHUNK):
        saved = model().objects.bulk_create(rows[start : start + CHUNK])
        index.add_items(model(), saved)
    rebuilder.finish()
    index.refresh()


def answer(backend: Any, question: dict[str, Any]) -> int:
    """Count, count by every facet, and fetch ten hits. Returns the total."""
    from bench.stock.fields import FACETS

    found = model().objects.filter(**{f"{name}__in": values for name, values in question["chosen"].items()})
    results = backend.search(question["text"], found, operator="and")
    for name in FACETS[: question["facets"]]:
        results.facet(name)
    list(results[:10])
    return int(results.count())


def say(**facts: Any) -> None:
    """Answer with a line."""
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main()
