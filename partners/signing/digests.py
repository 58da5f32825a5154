"""What the partners of a page sign: its words in a fixed form, and the digest that stands for them.

The common text is everything that a version of a page says, and which partners it names. Left out is what
says nothing to readers: keys, positions in the tree, dates of saving, remarks in the editor.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail.fields import StreamField

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
# The editor numbers the paragraphs of formatted text anew each time that it opens them.
KEYS_IN_TEXT = re.compile(r'\s?data-block-key="[^"]*"')


def common_content(model: type[Model], version: Mapping[str, Any], shares: Iterable[Share]) -> Content:
    """Return what a version of a page says, with the partners that it names; no query.

    `version` is the content of a Wagtail revision. Formatted bodies come as lists of blocks, relations as
    lists of rows, and `named` holds pairs of role and partner's key, the lead first.
    """
    said = {name: told(model, name, value) for name, value in version.items() if name not in NOT_WORDS}
    named = sorted(
        ([share.role, share.partner_id] for share in shares), key=lambda pair: (pair[0] != "lead", pair[1])
    )
    return {**said, NAMED: named}


def told(model: type[Model], name: str, value: Any) -> Any:
    """Return what one field says."""
    if isinstance(value, list):
        rows = [row_of(each) if isinstance(each, dict) else each for each in value]
        return rows if rows and isinstance(rows[0], dict) else sorted(rows)
    if isinstance(value, str) and name in bodies_of(model):
        return without_keys(json.loads(value or "[]"))
    return without_keys(value)


@cache
def bodies_of(model: type[Model]) -> frozenset[str]:
    """Return the names of the fields that hold blocks."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, StreamField))


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row of a relation says."""
    return {
        name: without_keys(value) for name, value in row.items() if name not in ("pk", "page", "sort_order")
    }


def without_keys(value: Any) -> Any:
    """Return the same without the keys that the editor gives to blocks and paragraphs."""
    if isinstance(value, list):
        return [without_keys(each) for each in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        return {name: without_keys(each) for name, each in value.items() if not (is_block and name == "id")}
    return KEYS_IN_TEXT.sub("", value) if isinstance(value, str) else value


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of content in its one canonical form, in hexadecimal."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
