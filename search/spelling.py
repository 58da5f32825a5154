"""Putting right what was mistyped: only by words that are in something that the public may read."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from partners.places.spelling import edits, edits_allowed, letters_of
from search.plan import Plan
from search.scope import Scope
from search.words import PHRASE_OR_WORD, QUOTES, is_stop_word, tidy

# A word in so many things at most is put right when another is so many times as frequent.
RARE, MUCH_MORE = 2, 10
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

    def things_with(self, word: str, scope: Scope) -> int:
        """Return how many things within the scope have a word or a relative of it."""
        ...


class Corrector:
    """Puts words right. `is_name` says which words are right although nothing has them."""

    def __init__(self, vocabulary: Vocabulary, plan: Plan, is_name: Callable[[str], bool]) -> None:
        self.vocabulary = vocabulary
        self.scope = plan.scope
        self.is_name = is_name
        # What has synonyms is no slip, and what is in quotes is meant as it is.
        self.open = {part for each in plan.sought if not each.others and not each.code and not each.required
                     for part in each.typed.parts}  # fmt: skip

    def corrected(self, text: str) -> str:
        """Return the text with its mistyped words put right, or nothing when there are none."""
        plain = tidy(text).translate(QUOTES)
        right: dict[str, str] = {}
        for word in mistypable(plain, self.open):
            if word not in right and len(right) < MOST_WORDS and (other := self.instead_of(word)):
                right[word] = other
        return replaced(plain, right) if right else ""

    def instead_of(self, word: str) -> str:
        """Return the word that was meant, or nothing when it is right or nothing is like it."""
        plain = word.lower()
        had = self.vocabulary.things_with(plain, self.scope)
        if had > RARE or self.is_name(plain):
            return ""
        for other in list(self.like(plain))[:MOST_TRIED]:
            has = self.vocabulary.things_with(other, self.scope)
            if has and has >= had * MUCH_MORE:
                return other
        return ""

    def like(self, word: str) -> Iterable[str]:
        """Return the words with few slips between, fewest first, then the most frequent."""
        most, letters = edits_allowed(word), letters_of(word)
        found: list[tuple[int, int, str]] = []
        for other, frequency in self.vocabulary.words_beginning(word[0]):
            if abs(len(other) - len(word)) > most or other == word or not other.isalpha():
                continue
            # A slip changes at most two of the letters used: this spares most words the comparison.
            if (letters ^ letters_of(other)).bit_count() > 2 * most:
                continue
            if (slips := edits(word, other, most)) <= most:
                found.append((slips, -frequency, other))
        return [other for *_, other in sorted(found)]


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
