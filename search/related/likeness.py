"""What related pages are asked of."""

from collections.abc import Sequence
from typing import Protocol

from search.documents import Document


class Similar(Protocol):
    """What can say which things are like one."""

    def similar(self, document: Document, kinds: Sequence[str], limit: int, *, nearby: bool) -> list[str]:
        """Return the keys of things like a document, the most alike first. Raises EngineUnavailableError."""
        ...
