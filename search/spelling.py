"""Putting right what was mistyped: only by words that are in something that the public may read."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple, Protocol

from partners.places.spelling import edits, edits_allowed, letters_of
from search.plan import Alternative, Plan, Sought
from search.words import PHRASE_OR_WORD, QUOTES, is_stop_word, tidy

# A word in so many things at most is put right when another is so many times as frequent.
RARE, MUCH_MORE = 2, 10
# What stands beside a word in fewer things than about this says little about whether it was meant.
FEW_TOGETHER = 5
# What is in capitals and no longer than this is an acronym.
LONGEST_ACRONYM = 6
MOST_WORDS = 4
MOST_TRIED = 8
LETTERS = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


class Vocabulary(Protocol):
    """The words of all that can be found, as they stand there, in small letters without accents."""

    def words_beginning(self, letters: str) -> Iterable[tuple[str, int]]:
        """Return words with about how many things have them, most first."""
        ...

    def things_found(self, plan: Plan) -> int:
        """Return how many things a plan finds, whatever is chosen."""
        ...


class Meant(NamedTuple):
    """A word that may have been meant: with few slips between, and in so many things."""

    slips: int
    word: str
    has: int


class Corrector:
    """Puts words right. `is_name` says which words are right although nothing has them.

    `known` are words that lead to something although they may stand nowhere: those that have synonyms.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        plan: Plan,
        is_name: Callable[[str], bool],
        known: Collection[str] = (),
    ) -> None:
        self.vocabulary = vocabulary
        self.plan = plan
        # A word that is nowhere near is still a word.
        self.scope = plan.scope.anywhere()
        self.is_name = is_name
        self.known = known
        # What has synonyms is no slip, and what is in quotes is meant as it is.
        self.open = {part for each in plan.sought if not each.others and not each.code and not each.required
                     for part in each.typed.parts}  # fmt: skip

    def corrected(self, text: str, rare: int = RARE) -> str:
        """Return the text with its mistyped words put right, or nothing when there are none.

        A word in more than `rare` things is right.
        """
        plain = tidy(text).translate(QUOTES)
        right: dict[str, str] = {}
        for word in mistypable(plain, self.open):
            if word not in right and len(right) < MOST_WORDS and (other := self.instead_of(word, rare)):
                right[word] = other
        return replaced(plain, right) if right else ""

    def instead_of(self, word: str, rare: int = RARE) -> str:
        """Return the word that was meant, or nothing when it is right or nothing is like it."""
        plain = word.lower()
        had = self.things_with(plain)
        if had > rare or self.is_name(plain):
            return ""
        tried = [Meant(slips, other, self.things_with(other)) for slips, other in self.like(plain)]
        frequent = [each for each in tried if self.is_frequent(each, had)]
        nearest = [each for each in frequent if each.slips == frequent[0].slips]
        if len(nearest) < 2:
            return nearest[0].word if nearest else ""
        if word[0].isupper() and (names := [each for each in nearest if self.is_name(each.word)]):
            nearest = names
        # Of equals the first: the most frequent.
        return max(nearest, key=partial(self.fit, word)).word

    def is_frequent(self, meant: Meant, had: int) -> bool:
        """Whether a word is in so much more than what was typed that it may have been meant."""
        return meant.has >= max(1, had * MUCH_MORE) or (not had and meant.word in self.known)

    def fit(self, word: str, meant: Meant) -> float:
        """Return how much of what has another word also has all else that is looked for and is anywhere."""
        rest = tuple(each for each in self.plan.sought if all(word not in part for part in each.typed.parts))
        others = [one_of for each in rest if self.things_found(one_of := replace(each, required=False))]
        together = self.things_found(one(meant.word), *others) if others else meant.has
        return together / (meant.has + FEW_TOGETHER) if others else 0

    def things_with(self, word: str) -> int:
        """Return how many things that may be seen have a word or a relative of it."""
        return self.things_found(one(word))

    def things_found(self, *sought: Sought) -> int:
        """Return how many things that may be seen have all of this."""
        return self.vocabulary.things_found(Plan(sought=sought, enough=len(sought), scope=self.scope))

    def like(self, word: str) -> list[tuple[int, str]]:
        """Return words with the number of slips between: the fewest slips first, then the most frequent."""
        most, letters = edits_allowed(word), letters_of(word)
        found: list[tuple[int, int, str]] = []
        words = dict.fromkeys((each for each in self.known if each[0] == word[0]), 0)
        for other, frequency in (words | dict(self.vocabulary.words_beginning(word[0]))).items():
            if abs(len(other) - len(word)) > most or other == word or not other.isalpha():
                continue
            # A slip changes at most two of the letters used: this spares most words the comparison.
            if (letters ^ letters_of(other)).bit_count() > 2 * most:
                continue
            if (slips := edits(word, other, most)) <= most:
                found.append((slips, -frequency, other))
        return [(slips, other) for slips, _, other in sorted(found)[:MOST_TRIED]]


def one(word: str) -> Sought:
    """Return a word as something to look for."""
    return Sought((Alternative((word,)),))


def mistypable(text: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield the words in these parts of a text that may be slips: no codes, acronyms, or other alphabets."""
    for found in PHRASE_OR_WORD.finditer(text):
        word = found["word"] or ""
        if found["left_out"] or any(map(str.isdigit, word)) or not any(part in word for part in parts):
            continue
        for each in LETTERS.findall(word):
            if may_be_slip(each):
                yield each


def may_be_slip(word: str) -> bool:
    """Whether a word is no acronym, is spelt in our alphabet, and is long enough to tell."""
    if not word.isascii() or not word.isalpha() or is_stop_word(word):
        return False
    return edits_allowed(word) > 0 and not (word.isupper() and len(word) <= LONGEST_ACRONYM)


def replaced(text: str, right: dict[str, str]) -> str:
    """Return the text with these words replaced outside of quotes."""

    def put_right(found: re.Match[str]) -> str:
        if found["phrase"] is not None or found["left_out"]:
            return found.group()
        return LETTERS.sub(lambda each: right.get(each.group(), each.group()), found.group())

    return PHRASE_OR_WORD.sub(put_right, text)
