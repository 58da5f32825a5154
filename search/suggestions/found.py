"""What a box suggests while somebody types."""

from typing import NamedTuple, Protocol

from search.results import Hit
from search.scope import Scope


class Suggestion(NamedTuple):
    """One thing, what it is, and the address that choosing it opens.

    `note` is the name by which a place was found that its label does not show.
    """

    label: str
    kind: str
    url: str
    note: str = ""


class Titles(Protocol):
    """The titles of all that can be found."""

    def titled(self, text: str, scope: Scope, limit: int, *, nearly: bool) -> list[Hit]:
        """Return what is called so, or nearly so, best first. Raises EngineUnavailableError."""
        ...
