"""What saved searches can ask of something that was published, read once from its entry in the index."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.places.models import Place
from search.documents import Document
from search.engines.embedded.packing import Entry, entry
from search.request import FACETS
from search.saved.gates import english
from search.saved.needs import CODE

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
    def rows(self) -> dict[str, frozenset[int]]:
        """The keys of the rows among these values: three queries."""
        themes = Theme.objects.filter(slug__in=self.values["theme"])
        partners = Partner.objects.filter(slug__in=self.values["partner"])
        places = Place.objects.filter(code__in=self.values["place"])
        named: dict[str, QuerySet[Any]] = {"theme": themes, "partner": partners, "place": places}
        return {
            facet: frozenset(found.order_by().values_list("pk", flat=True)) for facet, found in named.items()
        }

    @cached_property
    def has(self) -> frozenset[tuple[str, str | int]]:
        """All that it has of filters, with their names: both the values and the keys of rows."""
        values = {(facet, value) for facet, values in self.values.items() for value in values}
        return frozenset(values | {(facet, key) for facet, keys in self.rows.items() for key in keys})

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
