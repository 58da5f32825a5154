"""Fragments of a text with what was looked for marked in them, the same whichever engine found the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import NamedTuple

from tantivy import TextAnalyzer

from search.engines.embedded.schema import ENGLISH, build_analyzers

FRAGMENT_LENGTH, SUMMARY_LENGTH = 160, 320
# Quicker by half than one that leaves out the underscore.
WORD = re.compile(r"\w+")
# What is no part of a word, for texts in plain ASCII: three times as quick as looking for words.
BETWEEN = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})
SPACE = re.compile(r"\s")
# Of what there is room for around the words found, so much stands before them.
LEAD = 1 / 3
MOST_KNOWN = 65_536
NOTHING: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Where a word that was looked for stands."""

    start: int
    end: int
    token: str


@cache
def chain() -> TextAnalyzer:
    """Return what makes tokens of the text in every index."""
    return build_analyzers()[ENGLISH]


class Lexicon:
    """The words of texts seen lately, by their tokens: most words of a text were in another a moment ago."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.by_token: dict[str, set[str]] = defaultdict(set)

    def among(self, words: set[str], tokens: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield those of these words that have one of these tokens, with it."""
        for word in words - self.known:
            self.by_token[next(iter(chain().analyze(word)), "")].add(word)
            self.known.add(word)
        return ((word, token) for token in tokens for word in words & self.by_token.get(token, NOTHING))


@dataclass
class Remembered:
    """The lexicon in use; it starts afresh when it has grown large."""

    lexicon: Lexicon = field(default_factory=Lexicon)

    def now(self) -> Lexicon:
        """Return it."""
        if len(self.lexicon.known) > MOST_KNOWN:
            self.lexicon = Lexicon()
        return self.lexicon


REMEMBERED = Remembered()


class Marker:
    """Finds the fragments of texts that have any of these tokens."""

    def __init__(self, tokens: Collection[str]) -> None:
        self.tokens = frozenset(tokens)

    def highlights(self, summary: str, body: str) -> tuple[str, ...]:
        """Return what to show of a summary, which is short, and of a body, where they have the words."""
        fragments = (self.fragment(summary, SUMMARY_LENGTH), self.fragment(body, FRAGMENT_LENGTH))
        return tuple(filter(None, fragments))

    def fragment(self, text: str, length: int) -> str:
        """Return the best fragment of about this many characters as safe HTML, or nothing."""
        places = self.places(text)
        if not places:
            return ""
        start, end = window(text, places, length)
        marked, last = ["… " if start else ""], start
        for place in places:
            if start <= place.start and place.end <= end:
                marked += (
                    escape(text[last : place.start]),
                    f"<mark>{escape(text[place.start : place.end])}</mark>",
                )
                last = place.end
        return "".join([*marked, escape(text[last:end]), " …" if end < len(text) else ""])

    def places(self, text: str) -> list[Place]:
        """Return where the tokens stand, in order."""
        said = REMEMBERED.now().among(set(words_in(text)), self.tokens)
        found = [
            Place(start, start + len(word), token) for word, token in said for start in standing(text, word)
        ]
        return sorted(found)


def words_in(text: str) -> list[str]:
    """Return the words of a text in order."""
    return text.translate(BETWEEN).split() if text.isascii() else WORD.findall(text.replace("_", " "))


def standing(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands by itself in a text."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            yield start
        start = text.find(word, end)


def window(text: str, places: list[Place], length: int) -> tuple[int, int]:
    """Return the part of a text with most of the tokens, in whole words."""
    if len(text) <= length:
        return 0, len(text)
    first, last = densest(places, length)
    before = int((length - (last.end - first.start)) * LEAD)
    start = max(0, min(first.start - max(0, before), len(text) - length))
    end = max(start + length, last.end)
    return whole_words(text, first, last, start, min(end, len(text)))


def densest(places: list[Place], length: int) -> tuple[Place, Place]:
    """Return the first and the last place of the stretch with most different tokens, then most of them."""
    best, held, left = (0, 0), Counter[str](), 0
    found = places[0], places[0]
    for right, place in enumerate(places):
        held[place.token] += 1
        while left < right and place.end - places[left].start > length:
            held[places[left].token] -= 1
            held += Counter()
            left += 1
        if (score := (len(held), right - left)) > best:
            best, found = score, (places[left], place)
    return found


def whole_words(text: str, first: Place, last: Place, start: int, end: int) -> tuple[int, int]:
    """Return the part of a text without the words that would be cut at its ends."""
    if start and not SPACE.match(text, start - 1):
        space = SPACE.search(text, start, first.start)
        start = space.end() if space else first.start
    if end < len(text) and not SPACE.match(text, end):
        ends = [space.start() for space in SPACE.finditer(text, last.end, end)]
        end = ends[-1] if ends else last.end
    return start, end
