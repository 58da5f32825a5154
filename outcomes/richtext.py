"""Formatted text is cleaned when it is read, whichever way it came into the database.

Wagtail's editor cleans what people write, and Wagtail prints what is stored as it is: a script that an
import, an API or somebody with the database's password put there would run in readers' browsers.
"""

import re
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Any

from bs4.element import NavigableString, PreformattedString
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

PLAIN = (
    "[document]",
    "b",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "strong",
    "sub",
    "sup",
    "ul",
)
# How Wagtail stores links to its own pages, and pictures in the text. No editor of ours links to documents:
# a link would tell the name of any.
LINK = attribute_rule(
    {"href": check_url, "linktype": lambda kind: kind if kind == "page" else None, "id": True}
)
EMBED = attribute_rule({"embedtype": True, "id": True, "alt": True, "format": True})
CACHED = 2_048  # texts
# Reading tags that never end takes the square of their number. No editor writes any.
UNENDED_TAG = re.compile(r"<[^<>]*(?=<|\Z)")
MOST_UNENDED = 100


class StoredTextCleaner(Whitelister):
    """Keeps what our editors can write, and turns the rest into plain words."""

    element_rules = {**dict.fromkeys(PLAIN, allow_without_attributes), "a": LINK, "embed": EMBED}

    def clean_string_node(self, doc: Any, node: NavigableString) -> None:
        """Take away comments and everything else that is written without being escaped."""
        if isinstance(node, PreformattedString):
            node.extract()


@lru_cache(maxsize=CACHED)
def clean(html: str) -> str:
    """Return the text with nothing in it that a browser would run or fetch.

    What cannot be read as formatted text, because its tags do not end or are nested a thousandfold, is shown
    as the characters that it is made of.
    """
    if "<" not in html and "&" not in html:
        return html
    if sum(1 for _ in islice(UNENDED_TAG.finditer(html), MOST_UNENDED + 1)) > MOST_UNENDED:
        return escape(html)
    try:
        return str(StoredTextCleaner().clean(html))
    except RecursionError:
        return escape(html)


class CleanRichTextBlock(blocks.RichTextBlock):
    """Formatted text in the body of a page."""

    def to_python(self, value: Any) -> RichText:
        """Return what was stored, cleaned."""
        return self.normalize(value)

    def normalize(self, value: Any) -> RichText:
        """Return any kind of value as cleaned text."""
        source = value.source if isinstance(value, RichText) else value or ""
        return RichText(clean(source))


class CleanRichTextField(RichTextField):
    """Formatted text beside the body. The database cannot tell it from Wagtail's field."""

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        """Return what was stored, cleaned."""
        return clean(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """Store it cleaned too."""
        return super().get_prep_value(clean(value) if isinstance(value, str) else value)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Be Wagtail's field in migrations."""
        name, _, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, kwargs
