"""All names of places in memory: which places what somebody typed may mean, best first.

Each process keeps its own. It drops it when it changes a place itself, and reads the names anew once it is a
minute old, which is how it hears of changes that another process made. That is done aside, by a thread of its
own, while questions are answered from what is there. What is a minute old harms nobody: places are public,
and the address of one that ended or has a new code still leads to it.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from threading import Lock, Thread
from time import monotonic
from typing import Any

from django.db import connection, transaction

from partners.places.finding import Named, Names
from partners.places.name_reading import NameRows, names_of, read_rows

SECONDS_KEPT = 60
# When the thread aside cannot keep up, whoever asks has to wait for it.
LONGEST_KEPT = 600
FEW = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Vocabulary:
    """The names of places that there are, and of those that ended."""

    current: Names
    ended: Names

    def called(self, words: Sequence[str]) -> Iterator[Named]:
        """Yield places called so, best first; those that ended come last."""
        yield from self.current.called(words)
        yield from self.ended.called(words)

    def suggested(self, words: Sequence[str], limit: int) -> tuple[list[Named], list[Named]]:
        """Return places called so, and, where these are few, places with a name like it.

        Places that ended are among them only when there is nothing else called so.
        """
        good = list(islice(self.current.called(words), limit))
        if not good:
            good = list(islice(self.ended.called(words), limit))
        return good, self.like(words, good, limit)

    def like(self, words: Sequence[str], good: Sequence[Named], limit: int) -> list[Named]:
        """Return places with a name like it to go after the good ones, if those are few."""
        if len(good) >= min(FEW, limit) or self.is_name_of_first(words, good):
            return []
        known = {place.pk for place in good}
        similar = (place for place in self.current.nearly_called(words) if place.pk not in known)
        return list(islice(similar, limit - len(good)))

    def is_name_of_first(self, words: Sequence[str], places: Sequence[Named]) -> bool:
        """Whether the first of these places is called just so: then nobody meant another."""
        return bool(places) and f"| {' '.join(words)}|" in places[0].text


@dataclass(frozen=True)
class Kept:
    """A vocabulary, the version of the names that it was read under, when, and what tells it from others."""

    vocabulary: Vocabulary
    version: int
    read_at: float
    mark: int


class Keeper:
    """Holds the vocabulary of this process. `aside` says who renews it when it is only old."""

    def __init__(self) -> None:
        self.changes = count()
        self.version = next(self.changes)
        self.kept: Kept | None = None
        self.reading = Lock()
        self.aside: Callable[[Callable[[], None]], object] = in_thread

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary, read now when there is none, a change dropped it, or it is very old."""
        kept, version = self.kept, self.version
        if kept is None or kept.version != version:
            return self.read(version)
        age = monotonic() - kept.read_at
        if age >= LONGEST_KEPT:
            return self.read(version)
        if age >= SECONDS_KEPT and self.reading.acquire(blocking=False):
            self.aside(self.renew)
            kept = self.kept or kept
        return kept.vocabulary

    def read(self, version: int) -> Vocabulary:
        """Return a vocabulary read now, and keep it."""
        # Kept under the version before the reading: a change in between makes it old at once.
        now = monotonic()
        self.kept = made(read_rows(), version, now, self.kept)
        return self.kept.vocabulary

    def renew(self) -> None:
        """Read the names anew; whoever calls it has the lock, which is given back."""
        try:
            self.read(self.version)
        except Exception:
            # The names that are there go on answering; the next question tries again.
            logger.exception("The names of places could not be read anew.")
        finally:
            self.reading.release()

    def forget(self) -> None:
        """Read the names anew for the next search."""
        self.version = next(self.changes)


def in_thread(work: Callable[[], None]) -> Thread:
    """Do some work that asks the database, aside. Return the thread, which has started."""

    def and_leave() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=and_leave, name="place names", daemon=True)
    thread.start()
    return thread


def made(rows: NameRows, version: int, now: float, before: Kept | None) -> Kept:
    """Return what is kept of these rows: what was there before, when they are still the same."""
    mark = rows.mark()
    if before is not None and before.mark == mark:
        return Kept(before.vocabulary, version, now, mark)
    return Kept(Vocabulary(*names_of(rows)), version, now, mark)


keeper = Keeper()


def forget_names(**_: Any) -> None:
    """Drop the vocabulary now, and again once others see the change. Also receives Django's signals."""
    keeper.forget()
    transaction.on_commit(partial(keeper.forget))
