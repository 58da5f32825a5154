"""Who may follow what."""

from partners.places.models import Place


class NotAllowedError(Exception):
    """The person may not do this. The message says why, in words for the person."""


def check_can_follow(place: Place) -> None:
    """Raise NotAllowedError for a place where nothing new will happen."""
    if place.ended_on:
        raise NotAllowedError(f"{place.label} has ended, so nothing new will be filed under it.")
