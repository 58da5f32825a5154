"""Neighbourhoods: areas that partners put together or draw, where no official one fits."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.agencies.models import Partner
from partners.places.models import Place


class Way(models.TextChoices):
    """How a neighbourhood is made."""

    PARTS = "parts", "Made of wards and small areas"
    DRAWING = "drawing", "Drawn on a map"


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    """Questions about neighbourhoods."""

    def current(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_on__isnull=True)


class Neighbourhood(models.Model):
    """What a partner decided about a place of its own. Name, code, links and outline are the place's."""

    place = models.OneToOneField(
        Place, on_delete=models.PROTECT, primary_key=True, related_name="neighbourhood"
    )
    owner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="neighbourhoods")
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", help_text="The district that most of it lies in."
    )
    way = models.CharField("how it is made", max_length=10, choices=Way)
    drawing = models.TextField(blank=True, help_text="The drawing as it was saved, before it was simplified.")
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every change.")
    submission_key = models.CharField(
        max_length=64, unique=True, help_text="What tells one form from others."
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    archived_on = models.DateField(null=True, blank=True, help_text="Blank while it is in use.")

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        ordering = ["place__name", "place__code"]
        constraints = [
            models.CheckConstraint(
                name="neighbourhood_has_a_drawing_or_parts",
                condition=Q(way=Way.PARTS, drawing="") | Q(way=Way.DRAWING) & ~Q(drawing=""),
                violation_error_message="Draw the neighbourhood, or choose its parts, and not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.place.label

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return self.place.get_absolute_url()

    @property
    def edit_url(self) -> str:
        """The address at which an editor changes it."""
        return reverse("neighbourhoods:edit", args=[self.place.code])


class NeighbourhoodPart(models.Model):
    """A ward or small area that somebody chose for a neighbourhood."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="chosen")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "place"],
                name="a_neighbourhood_has_a_part_once",
                violation_error_message="This part is already chosen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} in {self.neighbourhood}"
