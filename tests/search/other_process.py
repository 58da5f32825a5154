"""What another process does with an index: `python -m tests.search.other_process write|hold|die FOLDER`."""

import os
import sys
from pathlib import Path

import django


def write(engine, first):
    """Write eight documents, each with a commit of its own."""
    for number in range(first, first + 8):
        with engine.writing(60) as batch:
            batch.put(document(number))
            batch.commit()


def hold(engine):
    """Be the writer until the standard input ends."""
    with engine.writing(60):
        print("held", flush=True)  # noqa: T201  # the test waits for it
        sys.stdin.read()


def die(engine):
    """Die while writing, with something written and not committed."""
    with engine.writing(60) as batch:
        batch.put(document(99))
        os._exit(3)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()

    from search.engines.embedded.engine import EmbeddedEngine
    from tests.search.conftest import document

    action, folder, *numbers = sys.argv[1:]
    {"write": write, "hold": hold, "die": die}[action](EmbeddedEngine(Path(folder)), *map(int, numbers))
