"""What the index holds of a thing, and who knows how to make that: one source for each family of things.

A source decides what the public may see; nothing else does.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date as date_type
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Protocol

from django.db import models

from search.cards import StoredCard
from search.lookups import Lookups, PlaceTag
from search.records import Record


@dataclass(frozen=True, slots=True)
class Document:
    """One thing as searches see it: always public, always the published text."""

    source: str
    object_id: int
    kind: str
    title: str
    summary: str
    body: str
    names: tuple[str, ...]
    themes: tuple[str, ...]
    places: tuple[PlaceTag, ...]
    partners: tuple[str, ...]
    card: StoredCard
    # Codes of the places that it names itself; `places` has these and all that wholly contain them.
    own_places: tuple[str, ...] = ()
    partner_kinds: tuple[str, ...] = ()
    effect: str = ""
    evidence: str = ""
    years: tuple[str, ...] = ()
    # Of those who provided it, of whatever partner they are.
    sectors: tuple[str, ...] = ()
    cost: str = ""
    status: str = ""
    date: datetime | None = None
    # From the day after, it ranks lower, without being indexed anew.
    review_on: date_type | None = None
    # Ids of the page itself and of all pages above it: whatever makes one of them private hides this.
    branch: tuple[int, ...] = ()
    # What a card does not show and those who take results away get (`records.py`).
    record: Record = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What names the thing in every engine."""
        return key_of(self.source, self.object_id)

    @property
    def version(self) -> int:
        """A number of 63 bits that is another one when anything in the document is."""
        ordered = [sorted(fact) if isinstance(fact, tuple) else fact for fact in facts_of(self)]
        said = json.dumps(ordered, default=str, separators=(",", ":")).encode()
        return int.from_bytes(blake2b(said, digest_size=8).digest()) >> 1


facts_of = attrgetter(*(each.name for each in fields(Document)))


@dataclass
class Built:
    """Documents for some ids. An id in neither is not for the public, or gone."""

    documents: dict[int, Document] = field(default_factory=dict)
    failures: dict[int, Exception] = field(default_factory=dict)


class Source(Protocol):
    """A family of things that live in one table."""

    @property
    def name(self) -> str:
        """What names the source in keys and in the outbox."""
        ...

    @property
    def model(self) -> type[models.Model]:
        """The model of the table."""
        ...

    @property
    def visibility_columns(self) -> tuple[str, ...]:
        """A change in one of these columns may hide a thing. The database itself notes it (`triggers.py`)."""
        ...

    def count(self) -> int:
        """Return about how many documents there will be."""
        ...

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        """Return the next ids in order of all that might be public."""
        ...

    def visible(self, ids: Collection[int]) -> set[int]:
        """Return which of these the public may see at this moment."""
        ...

    def build(self, ids: Iterable[int], lookups: Lookups) -> Built:
        """Return the documents of those of these things that the public may see."""
        ...


def key_of(source: str, object_id: int) -> str:
    """Return what names a thing in every engine: 'page-12'."""
    return f"{source}-{object_id}"


def split_key(key: str) -> tuple[str, int]:
    """Return the source and id that a key was made of."""
    source, _, object_id = key.rpartition("-")
    return source, int(object_id)
