"""The blocks that editors write with, named for what they mean."""

from datetime import date
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField

from outcomes.richtext import CleanRichTextBlock

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class Consent(models.TextChoices):
    """How somebody agreed that their words may be shown."""

    WRITTEN = "written", "They wrote that they agree"
    SPOKEN = "spoken", "They said so, and we made a note"
    GUARDIAN = "guardian", "A parent or guardian agreed for them"
    PUBLISHED = "published", "The words were published before"


class QuoteValue(blocks.StructValue):
    """A quote, and what readers are told of its consent."""

    @property
    def consent_shown(self) -> str:
        """What readers are told: that there is consent, and nothing about how or when it was given."""
        agreed = self.get("agreed")
        if not agreed:
            return ""
        return "Published before" if agreed == Consent.PUBLISHED else "Shown with their agreement"


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with their consent. What was signed before consent was asked for may lack it."""

    # Kept for whoever has to show it one day. No reader, search or comparison of texts is told.
    kept_private = frozenset({"agreed", "agreed_on"})

    text = blocks.TextBlock(label="Their words")
    who = blocks.CharBlock(
        required=False, label="Who said it", help_text="A role and place are enough: 'Volunteer, Sale Moor'."
    )
    agreed = blocks.ChoiceBlock(
        choices=Consent.choices,
        label="How they agreed that their words may be shown here",
        help_text="Readers see only that you have their agreement, or that the words were published before.",
        search_index=False,
    )
    agreed_on = blocks.DateBlock(
        label="When they agreed",
        help_text="Of words that were published before: when. Never shown.",
    )

    class Meta:
        icon = "openquote"
        label = "Quote"
        template = "blocks/quote.html"
        value_class = QuoteValue
        description = "Somebody's own words"
        preview_value = {
            "text": "I had not spoken to a neighbour since March.",
            "who": "Resident, Partington",
            "agreed": Consent.WRITTEN.value,
            "agreed_on": date(2026, 3, 4),
        }


class FigureBlock(blocks.StructBlock):
    """One number that matters."""

    number = blocks.CharBlock(max_length=20, help_text="With its unit: '48', '£12,000', '1 in 5'.")
    label = blocks.CharBlock(max_length=160, label="What it counts")

    class Meta:
        icon = "order"
        label = "Key figure"
        template = "blocks/figure.html"
        description = "One number and what it counts"
        preview_value = {"number": "48", "label": "people who came at least twice"}


class EvidenceBlock(blocks.StructBlock):
    """A claim and where it comes from."""

    claim = blocks.TextBlock()
    source = blocks.CharBlock(label="Where this comes from")
    link = blocks.URLBlock(required=False, label="Web address of the source")

    class Meta:
        icon = "doc-full"
        label = "Evidence"
        template = "blocks/evidence.html"
        description = "A claim and where it comes from"
        preview_value = {"claim": "Falls dropped by a fifth", "source": "Ward audit, 2025", "link": ""}


class LinkBlock(blocks.StructBlock):
    """A link out of the page."""

    text = blocks.CharBlock(label="Words of the link")
    url = blocks.URLBlock(label="Web address")


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(
        form_classname="title", template="blocks/heading.html", icon="title", max_length=120
    )
    text = CleanRichTextBlock(features=TEXT_FEATURES, template="blocks/text.html", icon="pilcrow")
    quote = QuoteBlock()
    figure = FigureBlock()
    evidence = EvidenceBlock()
    links = blocks.ListBlock(LinkBlock(), template="blocks/links.html", icon="link", label="Links")

    class Meta:
        required = False


def quotes_without_consent(body: Any) -> int:
    """Return how many quotes of a body do not say how and when those who said it agreed."""
    quotes = [each["value"] for each in body.raw_data if each["type"] == "quote"]
    return sum(not all(quote.get(name) for name in QuoteBlock.kept_private) for quote in quotes)


class BodyField(StreamField):
    """A body made of these blocks. Migrations name only the field, so a new block needs no migration."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the blocks out of what migrations keep."""
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
