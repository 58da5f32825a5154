"""Links in formatted text to pages of the site: a page that is not public is not told of by its address.

The text names a page by its key, and any key can be written there. The address of a draft says how
it is called, so only pages that everybody may read get theirs. A link works from when its page is public.
"""

from typing import Any

from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    PageLinkElementHandler,
)
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

LONGEST_KEY = 18  # figures


class PublicPageLinks(PageLinkHandler):
    """Writes links for readers."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        """Return the pages, in order; None for one that is not there, or not for everybody."""
        keys = [key_in(attrs) for attrs in attrs_list]
        found = public_pages([key for key in keys if key]).defer_streamfields().specific()
        by_key = {page.pk: page for page in found}
        return [by_key.get(key) for key in keys]


class PublicPageLinksInEditor(PageLinkElementHandler):
    """Tells the editor about the links in a text."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return key and address; without one, the editor marks the link as leading nowhere."""
        key = key_in(attrs)
        if key and public_pages([key]).exists():
            data: dict[str, Any] = super().get_attribute_data(attrs)
            return data
        return {"id": key, "url": None, "parentId": None}


def key_in(attrs: dict[str, Any]) -> int:
    """Return the key of the page that a link names, 0 for what can be none."""
    written = str(attrs.get("id", ""))
    return int(written) if written.isdecimal() and len(written) <= LONGEST_KEY else 0


def public_pages(keys: list[int]) -> Any:
    """Return those of the pages that everybody may read."""
    return Page.objects.filter(pk__in=keys).live().public()


def register(features: FeatureRegistry) -> None:
    """Put these in the place of Wagtail's own."""
    features.register_link_type(PublicPageLinks)
    rule = {
        "from_database_format": {
            "a[href]": ExternalLinkElementHandler("LINK"),
            'a[linktype="page"]': PublicPageLinksInEditor("LINK"),
        },
        "to_database_format": {"entity_decorators": {"LINK": link_entity}},
    }
    features.register_converter_rule("contentstate", "link", rule)
