"""Work that publishing starts and does not wait for."""

from django_tasks import task

from search.drain import drain


@task()
def drain_outbox() -> int:
    """Take into the index what the outbox says; return how many of its rows were worked off."""
    return drain().done
