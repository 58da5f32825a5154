"""Domains that say nothing about where somebody works, and mailboxes that several people read."""

import tomllib
from pathlib import Path

FACTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def facts(name: str) -> frozenset[str]:
    """Return the names in one list of the table."""
    return frozenset(FACTS[name].split())


PUBLIC_MAIL = facts("public_mail")
SHARED_BY_MANY = facts("shared_by_many")
PUBLIC_SUFFIXES = facts("public_suffixes")
SUFFIXES_ONE_DEEPER = facts("suffixes_one_deeper")
SHARED_MAILBOXES = facts("shared_mailboxes")
