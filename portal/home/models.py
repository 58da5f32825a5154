"""The home page and plain information pages."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from outcomes.blocks import BodyField
from outcomes.richtext import CleanRichTextField
from partners.sharing.stale import Versioned
from portal.home.selectors import home_facts


class HomePage(Versioned, Page):
    """The front door: what this is, a search box, find your area, the latest of each kind, themes."""

    intro = CleanRichTextField(features=["bold", "link"], blank=True)

    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    template = "home/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add counts, the latest of each kind and the themes."""
        return {**super().get_context(request, *args, **kwargs), **home_facts(request)}


class InformationPage(Versioned, Page):
    """A page about the site itself: accessibility, privacy, sources."""

    intro = CleanRichTextField(features=["bold", "link"], blank=True)
    body = BodyField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    template = "home/information_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.InformationPage"]
    subpage_types: ClassVar[list[str]] = ["home.InformationPage"]

    class Meta:
        verbose_name = "information page"
