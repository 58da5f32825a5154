"""Loading the taxonomy."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from outcomes.themes.models import Theme

TAXONOMY = Path(__file__).parent / "data" / "themes.toml"


@transaction.atomic
def load_themes(*, file: Path = TAXONOMY) -> int:
    """Make the shipped themes that are missing, leave the others as they are. Return how many were made."""
    made = 0
    for position, top in enumerate(tomllib.loads(file.read_text())["theme"]):
        children = top.pop("children")
        parent, created = make_theme(top, position=position, parent=None)
        made += created
        made += sum(
            make_theme(child, position=place, parent=parent)[1] for place, child in enumerate(children)
        )
    return made


def make_theme(facts: dict[str, Any], *, position: int, parent: Theme | None) -> tuple[Theme, bool]:
    """Return the theme with this slug, made if it was missing, and whether it was."""
    return Theme.objects.get_or_create(
        slug=facts["slug"], defaults={**facts, "position": position, "parent": parent}
    )
