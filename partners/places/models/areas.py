"""Places, the codes that they have had, and their outlines."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partners.places.kinds import PlaceKind
from partners.places.names import search_words
from partners.places.querysets import CODE, PlaceQuerySet

valid_code = RegexValidator(
    rf"^{CODE.pattern}$",
    "Enter a nine-character code such as E08000009, or one of our own that starts with CW.",
)


class Place(models.Model):
    """An area. Its code names one version of its boundary and may change; the place stays."""

    code = models.CharField(
        "current code", max_length=9, unique=True, validators=[valid_code], help_text="For example E08000009."
    )
    kind = models.CharField(max_length=20, choices=PlaceKind)
    name = models.CharField(max_length=120)
    name_cy = models.CharField("name in Welsh", max_length=120, blank=True)
    former_names = models.CharField(
        max_length=400,
        blank=True,
        help_text="Names that it had before or is also known by, with a bar between them: A|B.",
    )
    qualifier = models.CharField(
        max_length=120,
        blank=True,
        help_text="What tells it apart from others of its name, such as a ward's district.",
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="Blank while the place exists.")
    words = models.TextField(blank=True, editable=False, help_text="The names, folded for searching.")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "qualifier", "code"]
        indexes = [
            models.Index(fields=["name"], name="place_name"),
            models.Index(fields=["kind", "name"], name="place_kind_name"),
            models.Index(fields=["latitude", "longitude", "kind"], name="place_point"),
        ]
        constraints = [
            models.CheckConstraint(
                name="place_kind_is_known",
                condition=Q(kind__in=PlaceKind.values),
                violation_error_message="Choose one of the kinds of place.",
            ),
            models.CheckConstraint(
                name="place_point_is_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # A comparison with nothing is neither true nor false, and a database lets that pass.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Give both latitude (to 90) and longitude (to 180), or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the words for searching brought up to date."""
        self.words = self.folded_names()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "words"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the place's public page."""
        return reverse("browse:place", args=[self.code])

    @property
    def label(self) -> str:
        """The name that tells the place apart: 'Abbey, Leicester' for a ward."""
        return f"{self.name}, {self.qualifier}" if self.qualifier else self.name

    def folded_names(self) -> str:
        """Return what the place is found by: its names, of today and before, and its label."""
        return search_words(self.name, self.name_cy, self.label, *self.former_names.split("|"))


class PlaceCode(models.Model):
    """A code that a place has or once had. Old plans and old addresses keep theirs, and find the place."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(
        max_length=9,
        unique=True,
        validators=[valid_code],
        error_messages={"unique": "Another place has this code."},
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="place_code_ends_after_start",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                violation_error_message="A code cannot end before it starts.",
            )
        ]

    def __str__(self) -> str:
        return self.code


class PlaceOutline(models.Model):
    """The strongly simplified boundary of a place, for small maps."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, primary_key=True, related_name="outline")
    geometry = models.TextField(help_text="A GeoJSON Polygon or MultiPolygon.")

    def __str__(self) -> str:
        return f"Outline of {self.place}"
