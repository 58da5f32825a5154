"""How rows are bound together: each one's hash covers what it says and the hash of the one before."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partners.audit.models import AuditRow

START = "0" * 64
FORMAT = 1  # goes into each hash, so that a later format cannot be passed off as this one


def canonical(facts: Mapping[str, Any]) -> bytes:
    """Return the facts as JSON that is the same, byte for byte, for the same facts."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def facts_of(row: "AuditRow") -> dict[str, Any]:
    """Return all that a row says, but its own hash."""
    return {
        "format": FORMAT,
        "sequence": row.sequence,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": row.action,
        "by": row.by_id,
        "by_digest": row.by_digest,
        "about": row.about_id,
        "about_digest": row.about_digest,
        "partner": row.partner_key,
        "partner_name": row.partner_name,
        "object_type": row.object_type,
        "object_key": row.object_key,
        "object_label": row.object_label,
        "changed": row.changed,
        "request": row.request_id,
        "previous": row.previous_hash,
    }


def hash_of(row: "AuditRow") -> str:
    """Return the SHA-256 hash, in hexadecimal, that the row must have."""
    return hashlib.sha256(canonical(facts_of(row))).hexdigest()


def digest_of(*, label: str, salt: str) -> str:
    """Return what a row keeps of a person's name: nothing can be read from it once the salt is gone."""
    return hashlib.sha256(f"{salt}\n{label}".encode()).hexdigest()
