"""What saved searches can ask of something that was published, read once from its entry in the index."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.places.models import Place
from search.documents import Document
from search.engines.embedded.packing import Entry, entry
from search.request import FACETS
from search.saved.gates import english
from search.saved.needs import CODE
from search.where.distance import Point

Values = dict[str, frozenset[str]]


class KnownPlace(NamedTuple):
    """A place that has a row."""

    key: int
    code: str
    latitude: float | None
    longitude: float | None

    @property
    def point(self) -> Point | None:
        """Where it is, if that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


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
    def places(self) -> list[KnownPlace]:
        """The places that it is about, and all that hold one of them: one query."""
        codes = self.values["place"].union(self.document.own_places)
        places = Place.objects.filter(code__in=codes).order_by()
        return [KnownPlace(*row) for row in places.values_list("pk", "code", "latitude", "longitude")]

    @property
    def own_places(self) -> list[KnownPlace]:
        """The places that it is about."""
        return [place for place in self.places if place.code in self.document.own_places]

    @cached_property
    def rows(self) -> dict[str, frozenset[int]]:
        """The keys of the rows among these values: two queries, and that for places."""
        themes = Theme.objects.filter(slug__in=self.values["theme"]).order_by()
        partners = Partner.objects.filter(slug__in=self.values["partner"]).order_by()
        return {
            "theme": frozenset(themes.values_list("pk", flat=True)),
            "partner": frozenset(partners.values_list("pk", flat=True)),
            "place": frozenset(place.key for place in self.places if place.code in self.values["place"]),
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
