"""Finding places among names held in memory, best first, with little work for each letter typed.

A place is a position in a list that has bigger kinds first, then wards and smaller ones, by name. So the best
of many are the first, and nobody has to sort. What is asked for is worked out one by one, and no further than
somebody reads.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from partners.places.spelling import AFTER_ALL_LETTERS, Spelling

# For beginnings of words so short the positions are kept; longer ones lead to few.
SHORT = 3
MOST_WITH_A_WORD = 100
NEVER = 99
NOTHING: Sequence[int] = array("L")


class Named(NamedTuple):
    """What finding and showing a place takes.

    `text` has all its folded names between bars with a space before each word: '| old trafford| stretford|'.
    `other_names` are those that its label does not show.
    """

    pk: int
    code: str
    kind: str
    label: str
    text: str
    is_small: bool
    other_names: tuple[str, ...] = ()
    ended: str = ""


class Names:
    """Places with all their names. Bigger places must come first, and small ones after all others.

    `tail` are lines '<folded name>|<label>|<code>|<pk>' in order, of places so many that they are found by
    the beginning of their name alone, and after all others; `tail_kind` is what they are.
    """

    def __init__(self, places: Sequence[Named], tail: Sequence[str] = (), tail_kind: str = "") -> None:
        self.places, self.tail, self.tail_kind = places, tail, tail_kind
        self.first_small = next((at for at, place in enumerate(places) if place.is_small), len(places))
        self.beginning: dict[str, array[int]] = defaultdict(lambda: array("L"))
        self.having: dict[str, array[int]] = defaultdict(lambda: array("L"))
        positions: dict[str, list[int]] = defaultdict(list)
        names: list[tuple[str, int]] = []
        for at, place in enumerate(places):
            own = place.text[2:-1].split("| ") if place.text else ()
            names.extend((name, at) for name in own)
            words = set(place.text.replace("|", "").split())
            for word in words:
                positions[word].append(at)
            for beginning in {word[:length] for word in words for length in range(1, SHORT + 1)}:
                self.having[beginning].append(at)
            for beginning in {name[:length] for name in own for length in range(1, SHORT + 1)}:
                self.beginning[beginning].append(at)
        names.sort()
        self.names = [name for name, _ in names]
        self.named = array("L", (at for _, at in names))
        self.words = sorted(positions)
        self.places_of_word = [array("L", positions[word]) for word in self.words]
        self.counted = list(accumulate(map(len, self.places_of_word), initial=0))
        self.spelling = Spelling(self.words)

    def called(self, words: Sequence[str]) -> Iterator[Named]:
        """Yield places with, for each word, a name that has a word beginning like it, best first.

        Whole names come first, then beginnings of names, then words inside. Wards and smaller places come
        after all others unless the whole name is right: so many are called 'Hull Road' and the like that they
        would bury Kingston upon Hull.
        """
        seen: set[int] = set()
        for at in chain.from_iterable(self.by_closeness(words)):
            if at not in seen:
                seen.add(at)
                yield self.places[at]
        yield from self.in_tail(" ".join(words))

    def by_closeness(self, words: Sequence[str]) -> Iterator[Iterator[int] | Sequence[int]]:
        """Yield positions, in order, of one closeness after the other; some are in several."""
        typed = " ".join(words)
        yield self.called_just(typed)
        begins = self.whose_name_begins(typed)
        split = bisect_left(begins, self.first_small)
        yield begins[:split]
        having = self.having_all(words)
        yield having.before(self.first_small)
        yield begins[split:]
        yield having.rest()

    def called_just(self, typed: str) -> Sequence[int]:
        """Return the positions of places with exactly this name."""
        start = bisect_left(self.names, typed)
        end = start
        while end < len(self.names) and self.names[end] == typed:
            end += 1
        return self.named[start:end]

    def whose_name_begins(self, typed: str) -> Sequence[int]:
        """Return the positions of places with a name that begins so."""
        if len(typed) <= SHORT:
            return self.beginning.get(typed, NOTHING)
        start = bisect_left(self.names, typed)
        end = bisect_left(self.names, typed + AFTER_ALL_LETTERS, start)
        return sorted(set(self.named[start:end]))

    def having_all(self, words: Sequence[str]) -> "Filtered":
        """Return the positions of places that have all these words, found among those with the rarest."""
        rarest = min(words, key=self.how_many_have)
        return Filtered(self.having_word(rarest), [word for word in words if word is not rarest], self.places)

    def how_many_have(self, word: str) -> int:
        """Return how many places have a word that begins so; those with several count for each."""
        if len(word) <= SHORT:
            return len(self.having.get(word, NOTHING))
        start, end = self.span(word)
        return self.counted[end] - self.counted[start]

    def having_word(self, word: str) -> Sequence[int]:
        """Return the positions of places with a word that begins so."""
        if len(word) <= SHORT:
            return self.having.get(word, NOTHING)
        start, end = self.span(word)
        if end - start == 1:
            return self.places_of_word[start]
        return sorted(set().union(*self.places_of_word[start:end]))

    def span(self, word: str) -> tuple[int, int]:
        """Return where the words that begin so start, and where they end."""
        start = bisect_left(self.words, word)
        return start, bisect_left(self.words, word + AFTER_ALL_LETTERS, start)

    def in_tail(self, typed: str) -> Iterator[Named]:
        """Yield the places of the tail whose name begins so, if a figure in it says that one is meant."""
        if not any(map(str.isdigit, typed)):
            return
        start = bisect_left(self.tail, typed)
        for line in self.tail[start : bisect_left(self.tail, typed + AFTER_ALL_LETTERS, start)]:
            folded, label, code, pk = line.split("|")
            yield Named(int(pk), code, self.tail_kind, label, f"| {folded}|", is_small=True)

    def nearly_called(self, words: Sequence[str]) -> list[Named]:
        """Return places whose words are spelt nearly like these, not all where these are very many.

        Wards and smaller places come after all others, then fewest slips first, then names as long as typed.
        Words that no name has are taken to be the wrong ones, unless that leads nowhere.
        """
        near = self.spelling.near
        unknown = [not self.how_many_have(word) for word in words]
        choices = [near(word) if wrong else {word: 0} for word, wrong in zip(words, unknown, strict=True)]
        found = self.spelt(choices, words) if any(unknown) else []
        if not found and all(choices) and not all(unknown):
            found = self.spelt([{**near(word), word: 0} for word in words], words)
        return [self.places[at] for *_, at in sorted(found)]

    def spelt(
        self, choices: Sequence[dict[str, int]], words: Sequence[str]
    ) -> list[tuple[bool, int, int, int]]:
        """Return how unlike places are that have one spelling of each word, and their positions."""
        if not all(choices):
            return []
        rarest = min(choices, key=lambda known: sum(map(self.how_many_have, known)))
        others = [
            [(f" {word}", slips) for word, slips in known.items()] for known in choices if known is not rarest
        ]
        sure = [known[0][0] for known in others if len(known) == 1]
        unsure = [known for known in others if len(known) > 1]
        length = len(" ".join(words))
        ranked = []
        for at, slips in self.having_any(rarest).items():
            text = self.places[at].text
            if not all(mark in text for mark in sure):
                continue
            more = [min((slip for mark, slip in known if mark in text), default=NEVER) for known in unsure]
            if NEVER not in more:
                unlike = abs(text.index("|", 2) - 2 - length)
                ranked.append((at >= self.first_small, slips + sum(more), unlike, at))
        return ranked

    def having_any(self, known: dict[str, int]) -> dict[int, int]:
        """Return the positions of places with a word that begins like one of these, and the fewest slips.

        Of very many, only those called just so and the first ones.
        """
        found: dict[int, int] = {}
        for word, slips in known.items():
            for at in chain(self.called_just(word), self.having_word(word)[:MOST_WITH_A_WORD]):
                found[at] = min(slips, found.get(at, slips))
        return found


class Filtered:
    """Positions of places that have some words besides, looked at one by one and only once."""

    def __init__(self, positions: Sequence[int], words: Sequence[str], places: Sequence[Named]) -> None:
        self.positions, self.places = positions, places
        self.marks = [f" {word}" for word in words]
        self.at = 0

    def before(self, end: int) -> Iterator[int]:
        """Yield those before this position."""
        stop = bisect_left(self.positions, end)
        yield from self.through(stop)

    def rest(self) -> Iterator[int]:
        """Yield all others."""
        yield from self.through(len(self.positions))

    def through(self, stop: int) -> Iterator[int]:
        """Yield up to this one."""
        while self.at < stop:
            position = self.positions[self.at]
            self.at += 1
            text = self.places[position].text
            if all(mark in text for mark in self.marks):
                yield position
