"""What a search may count, which the engine must be told for every search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.utils import timezone

from search.where.whereabouts import Whereabouts


@dataclass(frozen=True)
class Scope:
    """What a search may count, and which places its place facet lists.

    `places` maps the codes listed to their kinds; None means all countries and regions. `today` is the day
    by which things are overdue for a check or not. `whereabouts` is None where nobody worked them out.
    """

    hidden: frozenset[str] = frozenset()
    hidden_branches: frozenset[int] = frozenset()
    places: Mapping[str, str] | None = None
    today: date = field(default_factory=timezone.localdate)
    whereabouts: Whereabouts | None = None

    def listing(self, places: Mapping[str, str] | None) -> Self:
        """Return the scope with these places in the place facet."""
        return replace(self, places=places)

    def at(self, whereabouts: Whereabouts) -> Self:
        """Return the scope with what the request says about places."""
        return replace(self, whereabouts=whereabouts)

    def anywhere(self) -> Self:
        """Return the scope without that: wherever things are."""
        return replace(self, whereabouts=None)

    def hiding(self, keys: Iterable[str]) -> Self:
        """Return the scope with more things left out."""
        return replace(self, hidden=self.hidden.union(keys))
