"""Themes: one short taxonomy, two levels deep, under the three kinds of well-being of the Act.

Source of the three: Public Services (Social Value) Act 2012, section 1(3): economic, social and
environmental well-being.
"""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.models import Page


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Questions about themes."""

    def top(self) -> Self:
        """The three kinds of well-being."""
        return self.filter(parent=None)

    def leaves(self) -> Self:
        """The themes that pages carry."""
        return self.exclude(parent=None)


class Theme(models.Model):
    """A kind of well-being, or a subject under it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return reverse("browse:theme", args=[self.slug])

    def clean(self) -> None:
        """Keep the taxonomy two levels deep. Raises ValidationError."""
        if self.parent is not None and self.parent.parent_id is not None:
            raise ValidationError({"parent": "Choose economic, social or environmental well-being."})


class PageTheme(models.Model):
    """A theme of a page."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="theme_tags")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="page_tags")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "theme"],
                name="a_page_has_a_theme_once",
                violation_error_message="This theme is already chosen.",
            )
        ]

    def __str__(self) -> str:
        return self.theme.name
