"""The common text of a page, field by field, as people read it: with names for keys, and dates in words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from partners.agencies.models import Partner
from partners.sharing.models import ShareRole
from partners.signing.comparing.known_names import Paragraph, named
from partners.signing.comparing.rich_words import paragraphs_of_rich_text

Field = models.Field[Any, Any]
NAMED = "named"
DAY = "j F Y"
MOMENT = "j F Y, H:i"
KEYS_OF_ROWS = ("pk", "id", "sort_order")


def paragraphs_of(model: type[models.Model], name: str, value: Any) -> list[Paragraph]:
    """Return what one field of a common text says; no query. Nothing for a field that is empty."""
    if name == NAMED:
        return [[ShareRole(role).label, ": ", named(Partner, key)] for role, key in value or []]
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return lines(value)  # a field that pages had once
    if field.one_to_many and isinstance(value, list):
        return [row_of(field, row) for row in value]
    return paragraphs_of_field(field, value)


def row_of(relation: Any, row: Mapping[str, Any]) -> Paragraph:
    """Return a row of a relation in one paragraph, such as the place that a tag names."""
    said: Paragraph = []
    for name, value in row.items():
        if name in KEYS_OF_ROWS or name == relation.field.name:
            continue
        for paragraph in paragraphs_of(relation.related_model, name, value):
            said += [", ", *paragraph] if said else paragraph
    return said


def paragraphs_of_field(field: Any, value: Any) -> list[Paragraph]:
    """Return what a value says, by the kind of its field."""
    if value in (None, "", []):
        return []
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        return [[named(field.related_model, key)] for key in keys]
    if isinstance(field, StreamField):
        return paragraphs_of_blocks(field.stream_block, stored(value))
    if isinstance(field, RichTextField):
        return paragraphs_of_rich_text(value)
    if field.flatchoices:
        return [[str(dict(field.flatchoices).get(value, value))]]
    return lines(value_in_words(field, value))


def value_in_words(field: Field, value: Any) -> Any:
    """Return dates in words, other values as they are."""
    if isinstance(field, models.DateField):
        try:
            day = field.to_python(value)
        except ValidationError:
            return value
        return date_format(day, MOMENT if isinstance(field, models.DateTimeField) else DAY)
    return value


def lines(value: Any) -> list[Paragraph]:
    """Return plain text line by line; other data, of which nothing is known, is written out."""
    if value in (None, "", [], {}):
        return []
    if isinstance(value, bool):
        return [["Yes" if value else "No"]]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return [[line] for line in text.splitlines()]


def stored(value: Any) -> Any:
    """Return the blocks of a body, which some versions keep as JSON in a string."""
    return json.loads(value) if isinstance(value, str) else value


def paragraphs_of_blocks(block: blocks.Block, value: Any) -> list[Paragraph]:
    """Return what a block says, with everything in it. Short texts stand behind their label."""
    if value in (None, "", []):
        return []
    for kind, read in READERS:
        if isinstance(block, kind):
            return read(block, value)
    said = lines(dict(flat_choices(block)).get(value, value) if isinstance(value, str) else value)
    return [[f"{capfirst(block.label)}: ", *said[0]], *said[1:]] if said else []


def flat_choices(block: blocks.Block) -> list[tuple[str, str]]:
    """Return the choices that a block offers, without their groups; none for other blocks."""
    choices = getattr(getattr(block, "field", None), "choices", None) or []
    groups = (label if isinstance(label, (list, tuple)) else [(key, label)] for key, label in choices)
    return [(str(key), str(label)) for group in groups for key, label in group]


def of_stream(block: blocks.StreamBlock, value: list[dict[str, Any]]) -> list[Paragraph]:
    """Return what the blocks of a body say, those of kinds that were taken out of the site too."""
    return [
        paragraph
        for each in value
        for paragraph in (
            paragraphs_of_blocks(block.child_blocks[each["type"]], each["value"])
            if each["type"] in block.child_blocks
            else lines(each["value"])
        )
    ]


def of_struct(block: blocks.StructBlock, value: Mapping[str, Any]) -> list[Paragraph]:
    """Return what the fields of a block say, in their order."""
    return [
        paragraph
        for name, child in block.child_blocks.items()
        for paragraph in paragraphs_of_blocks(child, value.get(name))
    ]


def of_list(block: blocks.ListBlock, value: list[Any]) -> list[Paragraph]:
    """Return what the items of a list say. Wagtail once stored them bare."""
    items = (each["value"] if is_item(each) else each for each in value)
    return [paragraph for item in items for paragraph in paragraphs_of_blocks(block.child_block, item)]


def is_item(each: Any) -> bool:
    """Whether this is an item of a list as Wagtail stores it now."""
    return isinstance(each, dict) and each.get("type") == "item" and "value" in each


def of_rich_text(block: blocks.RichTextBlock, value: str) -> list[Paragraph]:
    """Return formatted text."""
    return paragraphs_of_rich_text(value)


def of_chosen(block: blocks.ChooserBlock, value: Any) -> list[Paragraph]:
    """Return what was chosen, such as a picture, by its name."""
    return [[f"{capfirst(block.label)}: ", named(block.target_model, value)]]


READERS: tuple[tuple[type[blocks.Block], Callable[[Any, Any], list[Paragraph]]], ...] = (
    (blocks.BaseStreamBlock, of_stream),
    (blocks.BaseStructBlock, of_struct),
    (blocks.ListBlock, of_list),
    (blocks.RichTextBlock, of_rich_text),
    (blocks.ChooserBlock, of_chosen),
)
