"""Matching, in the background."""

from django.utils import timezone
from django_tasks import task

from search.saved.matching import match_new


@task()
def match_what_is_new() -> int:
    """Hold what became public against the saved searches. Returns how many alerts came of it."""
    return match_new(at=timezone.now())
