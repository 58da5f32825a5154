"""All names of places in memory: which places what somebody typed may mean, best first.

Each process keeps its own. It drops it when it changes a place itself, and reads the names anew once it is a
minute old, which is how it hears of changes that another process made. The places themselves always come
from the database, so an old vocabulary never shows a name that is no longer there.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from time import monotonic
from typing import Any

from django.db import transaction

from partners.places.kinds import PlaceKind
from partners.places.spelling import Spelling

SECONDS_KEPT = 60
AFTER_ALL_LETTERS = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Named:
    """A place and its folded names between bars: '|cardiff|caerdydd|'."""

    pk: int
    words: str
    is_ward: bool

    def closeness(self, typed: str) -> int:
        """Return how near its names come to the folded words typed; 0 is nearest."""
        begins = f"|{typed}" in self.words
        if begins and f"|{typed}|" in self.words:
            return 0
        # Wards are so many that those called 'Hull Road' and the like would bury Kingston upon Hull.
        return (3 if begins else 4) if self.is_ward else (1 if begins else 2)


class Vocabulary:
    """The places, bigger ones first, and for each word in their names the positions that it leads to."""

    def __init__(self, places: Iterable[Named]) -> None:
        self.places = list(places)
        self.positions: dict[str, set[int]] = defaultdict(set)
        for position, place in enumerate(self.places):
            for word in place.words.replace("|", " ").split():
                self.positions[word].add(position)
        self.words = sorted(self.positions)
        self.spelling = Spelling(self.words)

    def called(self, words: Sequence[str]) -> list[int]:
        """Return the keys of places with, for each word, a name that has a word beginning like it."""
        found = set.intersection(*map(self.begun, words))
        typed = " ".join(words)
        by_closeness: list[list[int]] = [[], [], [], [], []]
        for position in sorted(found):
            place = self.places[position]
            by_closeness[place.closeness(typed)].append(place.pk)
        return [pk for keys in by_closeness for pk in keys]

    def begun(self, word: str) -> set[int]:
        """Return the positions of places with a word that begins like this."""
        start = bisect_left(self.words, word)
        end = bisect_left(self.words, word + AFTER_ALL_LETTERS, start)
        return set().union(*(self.positions[known] for known in self.words[start:end]))

    def nearly_called(self, words: Sequence[str]) -> list[int]:
        """Return the keys of places whose words are spelt nearly like these, fewest edits first."""
        needed: dict[int, int] | None = None
        for word in words:
            near = self.near(word)
            if needed is None:
                needed = near
            else:
                needed = {at: edits + near[at] for at, edits in needed.items() if at in near}
        ranked = needed or {}
        return [
            self.places[at].pk
            for at in sorted(ranked, key=lambda at: (self.unlike(at, words, ranked[at]), at))
        ]

    def near(self, word: str) -> dict[int, int]:
        """Return the positions of places with a word near this one, each with the edits that lie between."""
        found = dict.fromkeys(self.begun(word), 0)
        for known, edits in self.spelling.near(word).items():
            for position in self.positions[known]:
                found[position] = min(edits, found.get(position, edits))
        return found

    def unlike(self, position: int, words: Sequence[str], edits: int) -> tuple[bool, int, int]:
        """Return how unlike a place is: wards after all else, then by edits, then by words not typed."""
        place = self.places[position]
        shortest = min(len(name.split()) for name in place.words.strip("|").split("|"))
        return place.is_ward, edits, abs(shortest - len(words))


class Keeper:
    """Holds the vocabulary of this process."""

    def __init__(self) -> None:
        self.changes = count()
        self.version = next(self.changes)
        self.kept: tuple[int, float, Vocabulary] | None = None

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary, read by one query when there is none or it is old."""
        now, version = monotonic(), self.version
        if self.kept and self.kept[0] == version and now - self.kept[1] < SECONDS_KEPT:
            return self.kept[2]
        # Kept under the version before the reading: a change in between makes it old at once.
        read = Vocabulary(read_names())
        self.kept = version, now, read
        return read

    def forget(self) -> None:
        """Read the names anew for the next search."""
        self.version = next(self.changes)


def read_names() -> list[Named]:
    """Return all places, bigger kinds first, then by name; one query."""
    from partners.places.models import Place

    sizes = {str(kind): kind.size for kind in PlaceKind}
    rows = Place.objects.order_by().values_list("kind", "name", "qualifier", "code", "pk", "words")
    ordered = sorted(rows, key=lambda row: (sizes.get(row[0], len(sizes)), row[1:4]))
    return [Named(pk, words, kind == PlaceKind.WARD) for kind, _, _, _, pk, words in ordered]


keeper = Keeper()


def forget_names(**_: Any) -> None:
    """Drop the vocabulary now, and again once others see the change. Also receives Django's signals."""
    keeper.forget()
    transaction.on_commit(partial(keeper.forget))
