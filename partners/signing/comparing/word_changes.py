"""What changed between two texts, paragraph by paragraph and word by word.

Nothing here grows with the square of a text: what is too long or too repetitive to be compared word by word
is shown as replaced.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from partners.signing.comparing.unseen import shown

MOST_WORDS = 5_000
# Pairs of equal words, which is what comparing costs: a thousand words of English have some 10,000.
MOST_PAIRS = 200_000
# A run of changed paragraphs up to this size is searched for those that were only edited.
MOST_PAIRINGS = 400
ALIKE = 0.4
SHORT = 3
TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Run(NamedTuple):
    """Some words, and what became of them."""

    kind: Kind
    text: str

    @property
    def shown(self) -> str:
        """The words for a page, on which characters that nobody sees stand by their names."""
        return shown(self.text, changed=self.kind is not Kind.SAME)


Line = tuple[Run, ...]


class Row(NamedTuple):
    """A paragraph before and after. None where there is no such paragraph on that side."""

    before: Line | None
    after: Line | None

    @property
    def is_same(self) -> bool:
        """Whether nothing changed in it."""
        return all(run.kind is Kind.SAME for line in self for run in line or ()) and None not in self


class Stretch(NamedTuple):
    """Parts of two sequences: equal to each other, or one in place of the other."""

    before: slice
    after: slice
    is_same: bool


def rows(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Return the paragraphs of two texts side by side; each side, read down, is its text in full."""
    found: list[Row] = []
    for stretch in stretches(before, after):
        old, new = before[stretch.before], after[stretch.after]
        if stretch.is_same:
            found += [Row(whole(Kind.SAME, text), whole(Kind.SAME, text)) for text in old]
        else:
            found += replaced(old, new)
    return found


def stretches(before: Sequence[str], after: Sequence[str]) -> list[Stretch]:
    """Return what is equal and what is not, in order. Equal ends are taken off first, which is quick."""
    first = matching(before, after)
    last = min(matching(before[::-1], after[::-1]), min(len(before), len(after)) - first)
    end, other_end = len(before) - last, len(after) - last
    middle = between(before[first:end], after[first:other_end], first)
    ends = (
        Stretch(slice(0, first), slice(0, first), is_same=True),
        *middle,
        Stretch(slice(end, len(before)), slice(other_end, len(after)), is_same=True),
    )
    return [
        each for each in ends if each.before.stop > each.before.start or each.after.stop > each.after.start
    ]


def matching(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many items two sequences begin with alike."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((index for index, (old, new) in pairs if old != new), min(len(before), len(after)))


def between(before: Sequence[str], after: Sequence[str], start: int) -> list[Stretch]:
    """Return the stretches of what begins and ends differently; `start` is where it lies in the whole."""
    if not is_affordable(before, after):
        whole_of = slice(start, start + len(before)), slice(start, start + len(after))
        return [Stretch(*whole_of, is_same=False)]
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        Stretch(slice(start + a, start + b), slice(start + c, start + d), is_same=tag == "equal")
        for tag, a, b, c, d in codes
    ]


def is_affordable(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two sequences are quick to compare item by item."""
    if max(len(before), len(after)) > MOST_WORDS:
        return False
    counts = Counter(after)
    return sum(counts[item] for item in before) <= MOST_PAIRS


def replaced(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Return rows for paragraphs that others took the place of: the edited ones beside what they were."""
    found: list[Row] = []
    edges = [(-1, -1), *edited(before, after), (len(before), len(after))]
    for (old, new), (next_old, next_new) in pairwise(edges):
        if old >= 0:
            found.append(word_by_word(before[old], after[new]))
        gone, come = before[old + 1 : next_old], after[new + 1 : next_new]
        found += [
            Row(whole(Kind.REMOVED, text), whole(Kind.ADDED, other))
            for text, other in zip_longest(gone, come)
        ]
    return found


def edited(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return which paragraphs are so alike that one is the other edited, by their places, in order."""
    if len(before) * len(after) > MOST_PAIRINGS:
        both = zip(before, after, strict=False)
        return [
            (n, n) for n, (old, new) in enumerate(both) if likeness(words_of(old), words_of(new)) >= ALIKE
        ]
    old_words, new_words = [words_of(text) for text in before], [words_of(text) for text in after]
    # The best that can be had from here to the ends, and the pairs that give it.
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {}
    for old in range(len(before), -1, -1):
        for new in range(len(after), -1, -1):
            best[old, new] = max(best.get((old + 1, new), (0.0, ())), best.get((old, new + 1), (0.0, ())))
            if old < len(before) and new < len(after):
                alike = likeness(old_words[old], new_words[new])
                total, pairs = best[old + 1, new + 1]
                if alike >= ALIKE and total + alike > best[old, new][0]:
                    best[old, new] = (total + alike, ((old, new), *pairs))
    return list(best[0, 0][1])


def words_of(text: str) -> Counter[str]:
    """Return how often each word stands in a paragraph."""
    return Counter(text.casefold().split())


def likeness(before: Counter[str], after: Counter[str]) -> float:
    """Return which share of the words two paragraphs have in common, from 0 to 1."""
    return 2 * (before & after).total() / ((before.total() + after.total()) or 1)


def word_by_word(before: str, after: str) -> Row:
    """Return two paragraphs, of which one is the other edited, with the words that changed."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    # A word counts as the same whatever space follows it.
    found = stretches([token.strip() for token in old], [token.strip() for token in new])
    changed = [merged(found, each, old) for each in range(len(found))]
    return Row(
        line(
            (Kind.REMOVED if moved else Kind.SAME, old[each.before])
            for moved, each in zip(changed, found, strict=True)
        ),
        line(
            (Kind.ADDED if moved else Kind.SAME, new[each.after])
            for moved, each in zip(changed, found, strict=True)
        ),
    )


def merged(found: Sequence[Stretch], index: int, tokens: Sequence[str]) -> bool:
    """Whether a stretch counts as changed: a short word alone between changes is no island worth reading."""
    each = found[index]
    if not each.is_same:
        return True
    words = tokens[each.before]
    return 0 < index < len(found) - 1 and len(words) == 1 and len(words[0].strip()) <= SHORT


def line(parts: Iterable[tuple[Kind, Sequence[str]]]) -> Line:
    """Return runs of words, those of one kind put together."""
    told = [(kind, "".join(tokens)) for kind, tokens in parts if tokens]
    return tuple(
        Run(kind, "".join(text for _, text in group))
        for kind, group in groupby(told, key=lambda part: part[0])
    )


def whole(kind: Kind, text: str | None) -> Line | None:
    """Return a paragraph of which all was treated alike; None for none."""
    return None if text is None else (Run(kind, text),)
