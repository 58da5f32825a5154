"""What an edition is called, when it starts, and which tables it was."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from partners.places.models import PlaceEdition
from partners.places.models.editions import EDITION


class EditionError(Exception):
    """An edition cannot be loaded. The message says why and what to do."""


@dataclass(frozen=True)
class Edition:
    """An edition to be loaded: its name, first day, and a digest of its tables."""

    name: str
    starts_on: date
    mark: str


def edition_called(name: str, directory: Path) -> Edition:
    """Return the edition with this name in a directory of tables. Raises EditionError, OSError."""
    if not re.fullmatch(EDITION, name):
        raise EditionError(
            f"'{name}' names no edition. Name it by year and month: 2026-05; corrected tables 2026-05b."
        )
    year, month = int(name[:4]), int(name[5:7])
    if year < 1:
        raise EditionError(f"'{name}' names no year. Name the edition by year and month, such as 2026-05.")
    return Edition(name, date(year, month, 1), mark_of(directory))


def mark_of(directory: Path) -> str:
    """Return a digest of all tables (.csv and .json) in a directory. Raises OSError."""
    digest = hashlib.sha256()
    for file in sorted(directory.iterdir()):
        if file.suffix in (".csv", ".json"):
            digest.update(f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def check_may_follow(edition: Edition) -> PlaceEdition | None:
    """Return the edition as it was loaded before, if it was.

    Raises EditionError when other tables were loaded under its name, or a later edition has been loaded.
    """
    latest = PlaceEdition.objects.order_by("name").last()
    if latest is None or latest.name < edition.name:
        return None
    if latest.name > edition.name:
        raise EditionError(
            f"Edition {latest.name} has been loaded. {edition.name} is older and cannot follow it."
        )
    if latest.tables_mark != edition.mark:
        raise EditionError(
            f"Edition {latest.name} was loaded from other tables on {latest.loaded_at:%-d %B %Y}. "
            f"Give corrected tables a name of their own: {next_letter(latest.name)}."
        )
    return latest


def check_no_edition_is_loaded() -> None:
    """Raise EditionError once an edition has been loaded: plain tables would bring back what it ended."""
    if latest := PlaceEdition.objects.order_by("name").last():
        raise EditionError(
            f"Edition {latest.name} has been loaded. Name the edition of these tables, too: "
            f"--edition {next_letter(latest.name)} or a later month."
        )


def next_letter(name: str) -> str:
    """Return the name for corrected tables: 2026-05b after 2026-05."""
    return f"{name[:7]}{chr(ord(name[7:] or 'a') + 1)}"
