"""Places of pages: the rows that name them, and what a page can say about its places."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import MultipleChooserPanel
from wagtail.models import Page

from partners.places.models import Place


class PagePlace(models.Model):
    """A place that a page is about."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="place_tags")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="page_tags")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "place"],
                name="a_page_has_a_place_once",
                violation_error_message="This place is already chosen.",
            )
        ]

    def __str__(self) -> str:
        return self.place.label


class PlaceTagged(models.Model):
    """Mixin of pages: the places that a page is about."""

    class Meta:
        abstract = True

    place_panels = [
        MultipleChooserPanel(
            "place_tags",
            chooser_field_name="place",
            heading="Places",
            label="place",
            help_text="The area that this is about: a ward, a district, an ICB… Search by name or code.",
        )
    ]

    @property
    def places(self) -> list[Place]:
        """The places, in the order in which they were chosen."""
        return [tag.place for tag in self.place_tags.all()]  # type: ignore[attr-defined]
