"""Plain text out of what editors write: rich text and the blocks of a body."""

import html
import re
from collections.abc import Iterator
from typing import Any

from wagtail import blocks

# A tag that ends a line of reading ends a word; <b> and its like do not: 'half<b>way</b>' is one word.
LINE_TAG = re.compile(r"</?(?:p|br|li|ul|ol|h[1-6]|hr|div|blockquote|td|tr|embed)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[^\S\n]+")


def rich_text(source: str) -> str:
    """Return the text of editors' HTML, its entities read, one line for each paragraph."""
    text = html.unescape(TAG.sub("", LINE_TAG.sub("\n", source)))
    return "\n".join(line for raw in text.split("\n") if (line := SPACES.sub(" ", raw).strip()))


def stream_text(stream: Any) -> str:
    """Return the text of a StreamField's value, one line for each thing said in it."""
    # The stored form is read rather than the blocks' values: making those takes most of an indexing run.
    return "\n".join(filter(None, texts_of(stream.stream_block, list(stream.raw_data))))


def texts_of(block: blocks.Block, stored: Any) -> Iterator[str]:
    """Yield the texts in the stored form of a block's value. Addresses of links are not text."""
    if not stored or isinstance(block, blocks.URLBlock | blocks.EmailBlock):
        return
    if isinstance(block, blocks.BaseStreamBlock):
        yield from texts_of_stream(block, stored)
    elif isinstance(block, blocks.ListBlock):
        for item in stored:
            # Until 2021 the items stood in the list without a wrapping.
            wrapped = isinstance(item, dict) and item.get("type") == "item"
            yield from texts_of(block.child_block, item["value"] if wrapped else item)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from texts_of(child, stored.get(name))
    elif isinstance(block, blocks.RichTextBlock):
        yield rich_text(stored)
    else:
        yield from block.get_searchable_content(block.to_python(stored))


def texts_of_stream(block: blocks.BaseStreamBlock, stored: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the texts of each part of a stream; a part of a type that no longer exists is passed over."""
    for part in stored:
        child = block.child_blocks.get(part["type"])
        if child is not None:
            yield from texts_of(child, part["value"])
