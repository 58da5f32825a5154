"""Rules that say which words are looked for in the place of others, and the plain file of those we ship.

    VCSE = voluntary sector = third sector    each is looked for when another is typed
    CCG > integrated care board               only who types the first finds the others
    ASB : anti-social behaviour               short for; otherwise like '='

Empty lines and those that begin with # say nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import TextChoices

SHIPPED = Path(__file__).with_name("shipped.txt")
TOKEN = re.compile(r"[^\W_]+")
# Words that people leave out or write as a sign: 'health & wellbeing', 'health and wellbeing'.
PASSED_OVER = frozenset({"and", "the"})

# A term as it is compared: its words without case, accents, plurals and 'and'.
Key = tuple[str, ...]


class Kind(TextChoices):
    """What a rule says of its terms."""

    SAME = "same", "All mean the same"
    ONE_WAY = "one_way", "Who types the first also finds the others, but not the other way round"
    ACRONYM = "acronym", "The first is short for the others"


MARKS = {"=": Kind.SAME, ">": Kind.ONE_WAY, ":": Kind.ACRONYM}


@dataclass(frozen=True)
class Rule:
    """One line of the file, or one rule of an editor. In the last two kinds the first term is special."""

    kind: Kind
    terms: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield what is typed with each term that is then looked for as well."""
        typed = self.terms[:1] if self.kind == Kind.ONE_WAY else self.terms
        return ((one, other) for one in typed for other in self.terms if key_of(one) != key_of(other))


@lru_cache(maxsize=4096)
def key_of(term: str) -> Key:
    """Return the form in which terms are compared; an empty one when there is no word in it."""
    plain = unicodedata.normalize("NFKD", term).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    words = TOKEN.findall(bare)
    return tuple(singular(word) for word in words if word not in PASSED_OVER) or tuple(words)


def singular(word: str) -> str:
    """Return a word without the ending of a plural, as far as that can be told from its letters."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "siu" else word


def read_rules(lines: Iterable[str]) -> list[Rule]:
    """Return the rules in the lines of a file. Raises ValueError for a line that is none."""
    return [rule_in(line) for raw in lines if (line := raw.strip()) and not line.startswith("#")]


def rule_in(line: str) -> Rule:
    """Return the rule in a line. Raises ValueError."""
    marks = [mark for mark in MARKS if f" {mark} " in line]
    if len(marks) != 1:
        raise ValueError(f"Write one kind of sign (=, > or :) between terms, with spaces around it: {line}")
    return Rule(MARKS[marks[0]], tuple(term.strip() for term in line.split(f" {marks[0]} ")))


def shipped_rules() -> list[Rule]:
    """Return the rules that come with the product."""
    return read_rules(SHIPPED.read_text(encoding="utf-8").splitlines())
