"""Work that publishing starts and does not wait for."""

from django_tasks import task

from search.drain import drain
from search.related.making import refresh

# Somebody may be waiting for the page that they saved; the clock does the rest.
RELATED_SECONDS = 0.05


@task()
def drain_outbox() -> int:
    """Take into the index what the outbox says; return how many of its rows were worked off."""
    done = drain().done
    # In a large index a page takes a while, and what is published next waits for it.
    refresh(RELATED_SECONDS, at_once=1)
    return done
