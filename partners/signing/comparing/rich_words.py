"""Formatted text as its words: paragraph by paragraph, with where its links go and what its pictures show."""

import re
from html import unescape

from wagtail.images import get_image_model
from wagtail.models import Page

from partners.signing.comparing.known_names import Paragraph, Piece, named

STARTS_A_PARAGRAPH = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "br", "hr"}
)
BULLET = "• "
# Never looks at a character twice: Python's own parser takes minutes over a long text of broken tags.
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*+)(?P<attributes>[^<>]*+)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


class WordsOfRichText:
    """Collects paragraphs from the HTML that Wagtail stores. Tags that it does not know say nothing."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = [[]]
        self.targets: list[list[Piece]] = []

    def read(self, html: str) -> list[Paragraph]:
        """Return the paragraphs. What is no whole tag is plain words."""
        at = 0
        for found in TAG.finditer(html):
            self.say(html[at : found.start()])
            tag = found["name"].lower()
            if found["end"]:
                self.end(tag)
            else:
                self.start(tag, found["attributes"])
            at = found.end()
        self.say(html[at:])
        return self.paragraphs

    def say(self, html: str) -> None:
        """Keep the words; in HTML any space is one space."""
        if html:
            self.paragraphs[-1].append(" ".join(f"|{unescape(html)}|".split())[1:-1])

    def start(self, tag: str, attributes: str) -> None:
        """Begin a paragraph, remember where a link goes, or say what a picture shows."""
        if tag in STARTS_A_PARAGRAPH:
            self.paragraphs.append([BULLET] if tag == "li" else [])
        elif tag == "a":
            self.targets.append(target_of(values_of(attributes)))
        elif tag in ("embed", "img"):
            self.paragraphs[-1] += ["[Picture: ", picture_of(values_of(attributes)), "]"]

    def end(self, tag: str) -> None:
        """End a paragraph, or say where the link went."""
        if tag in STARTS_A_PARAGRAPH:
            self.paragraphs.append([])
        elif tag == "a" and self.targets and (target := self.targets.pop()):
            self.paragraphs[-1] += [" (", *target, ")"]


def values_of(attributes: str) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {name.lower(): unescape(value or other) for name, value, other in ATTRIBUTE.findall(attributes)}


def target_of(values: dict[str, str]) -> list[Piece]:
    """Return where a link goes: a page of ours by its title, anything else by its address."""
    if values.get("linktype") == "page":
        return ["page: ", named(Page, values.get("id"))]
    return [values["href"]] if values.get("href") else []


def picture_of(values: dict[str, str]) -> Piece:
    """Return what a picture shows, in words: its description, else its title."""
    return values.get("alt") or named(get_image_model(), values.get("id"))


def paragraphs_of_rich_text(html: str) -> list[Paragraph]:
    """Return formatted text as plain paragraphs; takes time in proportion to its length."""
    return WordsOfRichText().read(html)
