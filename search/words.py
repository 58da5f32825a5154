"""What somebody typed, taken apart. Both engines start from this; neither sees the text itself.

There is no query language: words, "words in this order" and -words to leave out. Everything else that
looks like syntax is just characters between words.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST_CONCEPTS = 16
PHRASE_OR_WORD = re.compile(r'(?P<left_out>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
# Curly and angled quotes, as word processors write them, are quotes.
QUOTES = {ord(curly): '"' for curly in "\u201c\u201d\u201e\u00ab\u00bb"} | {0x2018: "'", 0x2019: "'"}
POSSESSIVE = re.compile(r"'s$", re.IGNORECASE)

# Words that are in nearly every text. They count only when nothing else was typed.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    a about an and any are as at be been but by can did do does for from had has have how i if in into
    is it its me my no not of on or our so some such than that the their them then there these they this
    to us was we were what when where which who why will with would you your
    """,
    )
)


@dataclass(frozen=True)
class Concept:
    """One thing looked for: a word, or words that must stand together (a phrase, 'TRAFFORD-3', 'co-op')."""

    text: str
    required: bool = False


@dataclass(frozen=True)
class Words:
    """What is looked for and what is to be left out. `typed` has words like 'the', too."""

    concepts: tuple[Concept, ...] = ()
    excluded: tuple[str, ...] = ()
    ignored: bool = False
    typed: tuple[Concept, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.concepts or self.excluded)


def parse_words(text: str) -> Words:
    """Take a text apart. Only the first 16 things count; `ignored` says that there were more."""
    sought: list[Concept] = []
    excluded: list[str] = []
    for found in PHRASE_OR_WORD.finditer(tidy(text).translate(QUOTES)):
        part = found["phrase"] if found["phrase"] is not None else POSSESSIVE.sub("", found["word"])
        if not any(map(str.isalnum, part)):
            continue
        if found["left_out"]:
            excluded.append(part.strip())
        else:
            sought.append(Concept(part.strip(), required=found["phrase"] is not None))
    concepts = list(dict.fromkeys(without_stop_words(sought)))
    kept, out = concepts[:MOST_CONCEPTS], list(dict.fromkeys(excluded))[:MOST_CONCEPTS]
    typed = [concept for concept in sought if concept in kept or is_stop_word(concept.text)]
    return Words(tuple(kept), tuple(out), ignored=len(concepts) > MOST_CONCEPTS, typed=tuple(typed))


def tidy(text: str) -> str:
    """Return the text in composed form, with every control or unassigned character as a space."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    return "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in composed)


def without_stop_words(concepts: list[Concept]) -> list[Concept]:
    """Leave out words like 'the', unless there is nothing else. Capitals make a word count: 'IT'."""
    content = [concept for concept in concepts if concept.required or not is_stop_word(concept.text)]
    return content or concepts


def is_stop_word(word: str) -> bool:
    """Whether a word says nothing about what is looked for."""
    return word.lower() in STOP_WORDS and not (len(word) > 1 and word.isupper())


def enough_of(count: int) -> int:
    """Return how many of `count` words a text must have: both of two, two of three, three of seven, half.

    GOV.UK's search uses this rule: asking for every word finds nothing for a sentence, asking for any
    finds everything.
    """
    if count <= 2:
        return count
    if count == 3:
        return 2
    return 3 if count <= 7 else count // 2
