"""The content of a part: plain data that every kind of part is kept as, and what identifies it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGEST = 64  # characters of a SHA-256 digest in hexadecimal

Content = dict[str, Any]


def canonical(content: Mapping[str, Any]) -> str:
    """Return the content as JSON that is the same for the same content, whichever order it came in."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_digest(content: Mapping[str, Any] | None) -> str:
    """Return what identifies a content: SHA-256 of its canonical JSON, or nothing where nothing is said."""
    return hashlib.sha256(canonical(content).encode()).hexdigest() if content else ""
