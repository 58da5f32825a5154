"""What a search answers."""

from dataclasses import dataclass, field

from search.cards import StoredCard
from search.records import Record

# Facet → value → how many things there would be if it were the only value chosen of that facet. Every value
# that counts more than nothing is there, and all chosen ones.
Facets = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `highlights` are safe HTML fragments; `<mark>` stands around what was looked for."""

    key: str
    kind: str
    card: StoredCard
    highlights: tuple[str, ...] = ()
    # Empty when the database answered.
    record: Record = field(default_factory=dict)


@dataclass(frozen=True)
class SearchResults:
    """One page of hits, and the counts over all that was found.

    `page` is the page that `hits` are of: the last one when a later one was asked for. `facets` is empty when
    the engine that answered cannot count, which `notice` then says.
    """

    total: int
    page: int = 1
    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=dict)
    notice: str = ""
    # What nobody typed and was looked for as well.
    also: tuple[str, ...] = ()
    # The words looked for instead of those typed, which found too little.
    instead: str = ""
