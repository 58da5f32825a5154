"""References that people read out, write down and type in again."""

import secrets
from typing import Any

from django.db.models import QuerySet

# Without 0 O, 1 I L and U, which are misread or spell things.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_reference(prefix: str) -> str:
    """Return the prefix, a hyphen, and six random letters and digits."""
    return f"{prefix}-" + "".join(secrets.choice(LETTERS) for _ in range(6))


def free_reference(prefix: str, things: QuerySet[Any]) -> str:
    """Return such a reference that none of these things has."""
    while things.filter(reference=(reference := random_reference(prefix))).exists():
        continue
    return reference
