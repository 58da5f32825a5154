"""Places that people follow. Nobody but the person may see which."""

from typing import Self

from django.conf import settings
from django.db import models

from partners.people.models import User
from partners.places.models import Place


class PlaceFollowQuerySet(models.QuerySet["PlaceFollow"]):
    """Questions about follows, each about one person."""

    def of(self, user: User) -> Self:
        """What this person follows."""
        return self.filter(user=user)


class PlaceFollow(models.Model):
    """One person follows one place.

    Personal data: only the person sees it; it goes when the account goes.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="place_follows", db_index=False
    )
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="follows")
    followed_at = models.DateTimeField()

    objects = PlaceFollowQuerySet.as_manager()

    class Meta:
        ordering = ["place__name", "place__qualifier", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place"],
                name="one_follow_per_person_and_place",
                violation_error_message="You follow this place already.",
            )
        ]

    def __str__(self) -> str:
        # No names: this stands in logs and error pages.
        return f"Follow {self.pk}"
