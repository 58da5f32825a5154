"""Which engine this site uses."""

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine


def engine() -> SearchEngine:
    """Return the engine that the settings name, the same one for all of this process."""
    return embedded(Path(settings.SEARCH_INDEX_DIR))


@cache
def embedded(root: Path) -> EmbeddedEngine:
    """Return the embedded engine with its index in this folder."""
    return EmbeddedEngine(root)
