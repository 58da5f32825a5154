"""Saying no in a sentence that a person can read."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """What was asked for may not happen; the message says why."""
