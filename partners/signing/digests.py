"""What the partners of a page sign: its words in a fixed form, and the digest that stands for them.

The common text is everything that a version of a page says, and which partners it names. Left out is what
says nothing to readers: keys, positions in the tree, dates of saving, remarks in the editor, and what a block
keeps private, such as the day on which somebody agreed to be quoted.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

from partners.sharing.models import Share

Content = dict[str, Any]

NOT_WORDS = frozenset(
    {
        "alias_of",
        "comments",
        "content_type",
        "depth",
        "draft_title",
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locale",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "page_ptr",
        "path",
        "pk",
        "translation_key",
        "url_path",
        "wagtail_admin_comments",
    }
)
NAMED = "named"
# The editor numbers the paragraphs of formatted text anew each time that it opens them. Only within a tag:
# the same characters in a sentence are words, which partners sign.
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
KEY_OF_PARAGRAPH = re.compile(r'\s?data-block-key="[^"]*"')


def common_content(model: type[Model], version: Mapping[str, Any], shares: Iterable[Share]) -> Content:
    """Return what a version of a page says, with the partners that it names; no query.

    `version` is the content of a Wagtail revision. Formatted bodies come as lists of blocks, relations as
    lists of rows, and `named` holds pairs of role and partner's key, the lead first.
    """
    unsaid = {name for name in getattr(model, "added_words", ()) if version.get(name) in (None, "", [])}
    left_out = NOT_WORDS | unsaid
    said = {name: told(model, name, value) for name, value in version.items() if name not in left_out}
    named = sorted(
        ([share.role, share.partner_id] for share in shares), key=lambda pair: (pair[0] != "lead", pair[1])
    )
    return {**said, NAMED: named}


def told(model: type[Model], name: str, value: Any) -> Any:
    """Return what one field says."""
    if isinstance(value, list):
        silent = getattr(model, "added_row_words", {}).get(name, {})
        rows = [row_of(each, silent) if isinstance(each, dict) else each for each in value]
        return rows if rows and isinstance(rows[0], dict) else sorted(rows)
    if isinstance(value, str) and name in bodies_of(model):
        return without_keys(bodies_of(model)[name], json.loads(value or "[]"))
    return without_keys_in_text(value) if name in formatted_texts_of(model) else value


@cache
def bodies_of(model: type[Model]) -> dict[str, StreamBlock]:
    """Return the fields that hold blocks, by their names, with what may stand in them."""
    fields = model._meta.get_fields()
    return {field.name: field.stream_block for field in fields if isinstance(field, StreamField)}


@cache
def formatted_texts_of(model: type[Model]) -> frozenset[str]:
    """Return the names of the fields that hold formatted text."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, RichTextField))


def row_of(row: dict[str, Any], silent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row of a relation says. `silent` holds the values that say what was always meant."""
    return {
        name: value
        for name, value in row.items()
        if name not in ("pk", "page", "sort_order") and not (name in silent and value == silent[name])
    }


def without_keys(block: Block | None, value: Any) -> Any:
    """Return what a block says, without what it keeps private and the keys of blocks and paragraphs.

    What is in a block of a kind that the site does not know any more is taken as it is.
    """
    if isinstance(block, StreamBlock) and isinstance(value, list):
        return [item_without_key(block.child_blocks.get(each["type"]), each) for each in value]
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [item_without_key(block.child_block, each) for each in value]
    if isinstance(block, StructBlock) and isinstance(value, dict):
        private: frozenset[str] = getattr(block, "kept_private", frozenset())
        said = {name: each for name, each in value.items() if name not in private}
        return {name: without_keys(block.child_blocks.get(name), each) for name, each in said.items()}
    return without_keys_in_text(value) if isinstance(block, RichTextBlock) else value


def item_without_key(block: Block | None, item: Any) -> Any:
    """Return one of several blocks without its own key. Wagtail once kept items of lists without any."""
    if not isinstance(item, dict) or not {"type", "value"} <= item.keys():
        return without_keys(block, item)
    return {"type": item["type"], "value": without_keys(block, item["value"])}


def without_keys_in_text(text: Any) -> Any:
    """Return formatted text without the keys of its paragraphs."""
    return TAG.sub(lambda tag: KEY_OF_PARAGRAPH.sub("", tag[0]), text) if isinstance(text, str) else text


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of content in its one canonical form, in hexadecimal."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
