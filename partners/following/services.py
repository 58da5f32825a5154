"""Following a place, and stopping."""

from datetime import datetime

from django.db import transaction

from partners.following import rules
from partners.following.models import PlaceFollow
from partners.people.models import User
from partners.places.models import Place


@transaction.atomic
def follow(*, user: User, place: Place, at: datetime) -> bool:
    """Let a person follow a place. Return whether that is new: asked twice, it counts once.

    Raises NotAllowedError for a place that ended.
    """
    rules.check_can_follow(place)
    _, is_new = PlaceFollow.objects.get_or_create(user=user, place=place, defaults={"followed_at": at})
    return is_new


@transaction.atomic
def unfollow(*, user: User, place: Place) -> bool:
    """Let a person stop following a place. Return whether the person did follow it."""
    deleted, _ = PlaceFollow.objects.of(user).filter(place=place).delete()
    return bool(deleted)
