"""By which reference a sheet names a case study, and by which version it says what text it has."""

import hashlib
import re
from typing import Any

from partners.sharing.stale import version_of

REFERENCE = re.compile(r"CS-(\d{1,18})", re.IGNORECASE)


def reference_of(page: Any) -> str:
    """Return the reference of a page, which stays as long as the page does: 'CS-128'."""
    return f"CS-{page.pk}"


def key_of(reference: str) -> int | None:
    """Return the key of the page that a reference names; None for what is no reference."""
    found = REFERENCE.fullmatch(reference.strip())
    return int(found[1]) if found else None


def version_in_words(page: Any) -> str:
    """Return which text of a page this is, in a form that no spreadsheet takes for a number."""
    version = version_of(page)
    if version.revision_id is None:
        return "v0"
    moment = version.saved_at.isoformat() if version.saved_at else ""
    return f"v{version.revision_id}-{hashlib.sha256(moment.encode()).hexdigest()[:8]}"
