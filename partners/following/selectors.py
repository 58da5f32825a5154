"""Reads about what one person follows."""

from partners.following.models import PlaceFollow
from partners.people.models import User
from partners.places.models import Place


def follows(user: User, place: Place) -> bool:
    """Whether this person follows this place; one query."""
    return PlaceFollow.objects.of(user).filter(place=place).exists()


def followed_places(user: User) -> list[Place]:
    """Return the places that this person follows, by name; one query."""
    return [follow.place for follow in PlaceFollow.objects.of(user).select_related("place")]
