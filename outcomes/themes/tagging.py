"""What a page with themes can say about them."""

from django.db import models
from wagtail.admin.panels import InlinePanel

from outcomes.themes.models import Theme


class Themed(models.Model):
    """Mixin of pages: the themes that a page is about."""

    class Meta:
        abstract = True

    theme_panels = [
        InlinePanel(
            "theme_tags",
            heading="Themes",
            label="theme",
            help_text="What it is about. One or two themes find more readers than five.",
            max_num=5,
        )
    ]

    @property
    def themes(self) -> list[Theme]:
        """The themes, in the order in which they were chosen."""
        return [tag.theme for tag in self.theme_tags.all()]  # type: ignore[attr-defined]
