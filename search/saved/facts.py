"""What saved searches can ask of something that was published, read once from its entry in the index."""

from dataclasses import dataclass
from functools import cached_property

from search.documents import Document
from search.engines.embedded.packing import Entry, entry
from search.request import FACETS
from search.saved.gates import CODE, english

# A facet's value, where an entry has one at most and a list where it may have several.
Values = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Facts:
    """One document."""

    document: Document

    @property
    def key(self) -> str:
        """What names it in every engine."""
        return self.document.key

    @cached_property
    def fields(self) -> Entry:
        """Its entry, in which what it does not have may be missing."""
        return entry(self.document)

    @cached_property
    def values(self) -> Values:
        """What it has of each filter."""
        return {facet: frozenset(self.listed(facet)) for facet in FACETS}

    @cached_property
    def words(self) -> frozenset[str]:
        """All that it has of what may be a gate of words."""
        tokens_of = english()
        words = {token for text in self.fields["text"] for token in tokens_of(text)}
        codes = {CODE + code for name in ("code", "mention", "place") for code in self.listed(name)}
        return frozenset(words | codes)

    def listed(self, name: str) -> list[str]:
        """Return what a field of the entry has."""
        value: list[str] | str = self.fields.get(name, [])
        return [value] if isinstance(value, str) else value
