"""How far what somebody typed may be from a word that we know, and which words are that near."""

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 4
LONG = 8


def edits_allowed(word: str) -> int:
    """Return how many slips of the finger we forgive: none in short words, two in long ones."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def edits(typed: str, known: str, most: int) -> int:
    """Return the fewest letters to add, leave out, replace or swap; more than `most` when it takes more."""
    same = 0
    for one, other in zip(typed, known, strict=False):
        if one != other:
            break
        same += 1
    typed, known = typed[same:], known[same:]
    if not typed or not known:
        return len(typed) + len(known)
    if not most:
        return 1
    rests = [(typed[1:], known[1:]), (typed[1:], known), (typed, known[1:])]
    if typed[:2] == known[1::-1]:
        rests.append((typed[2:], known[2:]))
    return 1 + min(edits(one, other, most - 1) for one, other in rests)


class Spelling:
    """The words that we know, kept by first letter and length: a slip in the first letter is rare."""

    def __init__(self, words: Iterable[str]) -> None:
        self.shelves: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for word in words:
            self.shelves[word[0], len(word)].append((word, frozenset(word)))

    def near(self, typed: str) -> dict[str, int]:
        """Return the known words that are near enough, each with the edits that lie between."""
        most = edits_allowed(typed)
        if not most:
            return {}
        found: dict[str, int] = {}
        letters = frozenset(typed)
        for length in range(len(typed) - most, len(typed) + most + 1):
            for word, others in self.shelves.get((typed[0], length), ()):
                # One edit changes at most two of the letters used. This rules out most words at once.
                if len(letters ^ others) <= 2 * most and (needed := edits(typed, word, most)) <= most:
                    found[word] = needed
        return found
