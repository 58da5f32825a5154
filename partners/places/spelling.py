"""How far what somebody typed may be from a word that we know, and which words are that near.

A slip in the first letter is rare, and looking for it would cost more than all else: none is forgiven there.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

SHORTEST = 4
LONG = 8
# Words are looked up by their first letters. From so many typed on, the word may also go on after them.
HEAD = 5
AFTER_ALL_LETTERS = "\U0010ffff"


def edits_allowed(word: str) -> int:
    """Return how many slips of the finger we forgive: none in short words, two in long ones."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def edits(typed: str, known: str, most: int) -> int:
    """Return the fewest letters to add, leave out, replace or swap; more than `most` when it takes more."""
    same = same_letters(typed, known)
    typed, known = typed[same:], known[same:]
    if not typed or not known:
        return len(typed) + len(known)
    if not most:
        return 1
    rests = [(typed[1:], known[1:]), (typed[1:], known), (typed, known[1:])]
    if typed[:2] == known[1::-1]:
        rests.append((typed[2:], known[2:]))
    return 1 + min(edits(one, other, most - 1) for one, other in rests)


def same_letters(one: str, other: str) -> int:
    """Return how many letters are the same before the first that differs."""
    for same, (letter, another) in enumerate(zip(one, other, strict=False)):
        if letter != another:
            return same
    return min(len(one), len(other))


def with_one_left_out(head: str) -> Iterator[str]:
    """Yield a beginning and what is left of it without each letter but the first."""
    yield head
    for at in range(1, len(head)):
        yield head[:at] + head[at + 1 :]


def left_out_or_swapped(typed: str) -> Iterator[str]:
    """Yield what was typed without each letter but the first, and with each but the first swapped."""
    for at in range(1, len(typed)):
        yield typed[:at] + typed[at + 1 :]
    for at in range(1, len(typed) - 1):
        yield typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]


def letters_of(word: str) -> int:
    """Return which letters a word has, a bit for each; letters beyond 63 share theirs with others."""
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) & 63)
    return letters


class Spelling:
    """The words that we know, and where to look for those near a word typed."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        # Words with at most one slip between have a beginning in common, or one with a letter left out.
        self.heads: dict[str, list[str]] = defaultdict(list)
        self.starts = {word[:HEAD] for word in self.words}
        for head in self.starts:
            for variant in set(with_one_left_out(head)):
                self.heads[variant].append(head)
        self.shelves: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for word in self.words:
            if len(word) >= LONG - 2:
                self.shelves[word[0], len(word)].append((word, letters_of(word)))

    def near(self, typed: str) -> dict[str, int]:
        """Return words near what was typed, each with the slips that lie between.

        From five letters on these are beginnings of known words, because somebody may be still typing. Two
        slips are looked for only when one is not enough.
        """
        most = edits_allowed(typed)
        if not most:
            return {}
        one_slip = self.beginnings if len(typed) >= HEAD else self.whole_words
        found = dict.fromkeys(one_slip(typed), 1)
        return found if found or most < 2 else dict(self.two_slips(typed))

    def whole_words(self, typed: str) -> Iterator[str]:
        """Yield the known words with one slip between."""
        for head in self.heads_near(typed):
            for known in self.beginning_with(head) if len(head) == HEAD else (head,):
                if known != typed and edits(typed, known, 1) <= 1:
                    yield known

    def beginnings(self, typed: str) -> Iterator[str]:
        """Yield the beginnings of known words with one slip between, which need not be theirs alone."""
        for beginning in {*left_out_or_swapped(typed), *self.replaced_or_added(typed)}:
            if len(beginning) >= HEAD and beginning[:HEAD] not in self.starts:
                continue
            at = bisect_left(self.words, beginning)
            if at < len(self.words) and self.words[at].startswith(beginning):
                yield beginning

    def replaced_or_added(self, typed: str) -> Iterator[str]:
        """Yield what was typed with a letter replaced or added, where known words suggest it."""
        for known in chain(self.heads_near(typed), self.beginning_with(typed[:HEAD])):
            at = same_letters(typed, known)
            if at < min(len(typed), len(known)):
                yield known[: at + 1] + typed[at + 1 :]
                yield known[: at + 1] + typed[at:]

    def heads_near(self, typed: str) -> set[str]:
        """Return the first letters of known words that may have one slip at most between."""
        return {head for variant in with_one_left_out(typed[:HEAD]) for head in self.heads.get(variant, ())}

    def beginning_with(self, head: str) -> list[str]:
        """Return the known words that begin so."""
        start = bisect_left(self.words, head)
        return self.words[start : bisect_left(self.words, head + AFTER_ALL_LETTERS, start)]

    def two_slips(self, typed: str) -> Iterator[tuple[str, int]]:
        """Yield the known words with at most two slips between."""
        letters = letters_of(typed)
        for length in range(len(typed) - 2, len(typed) + 3):
            # One slip changes at most two of the letters used. This rules out most words at once.
            for known, others in self.shelves.get((typed[0], length), ()):
                if (letters ^ others).bit_count() <= 4 and (needed := edits(typed, known, 2)) <= 2:
                    yield known, needed
