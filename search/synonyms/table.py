"""All rules together, as searches look terms up in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.synonyms.rules import PASSED_OVER, Key, Kind, Rule, key_of
from search.words import Concept

# More ways to say one thing than this make searches slow and answers vague.
MOST_OTHERS = 8
# Acronyms no longer than this are ordinary words in small letters ('it', 'la'), and nearly so in texts.
SHORT = 2


class Other(NamedTuple):
    """What is looked for in the place of something, and whether it says more: 'crime' for 'theft'."""

    text: str
    is_broader: bool = False


class Group(NamedTuple):
    """One thing that was typed, in one word or several, and what is looked for as well."""

    typed: tuple[Concept, ...]
    others: tuple[Other, ...] = ()


class SynonymTable:
    """Finds what else to look for. Rules do not add up: of what a rule leads to, no other rule is asked."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        found: dict[Key, dict[Key, Other]] = defaultdict(dict)
        for rule in rules:
            for typed, other in rule.pairs():
                if len(other) > SHORT:
                    entry = Other(other, rule.kind == Kind.ONE_WAY)
                    found[key_of(typed)].setdefault(key_of(other), entry)
        self.others = {key: tuple(others.values())[:MOST_OTHERS] for key, others in found.items()}
        self.longest = max(map(len, self.others), default=0)
        # Words that lead to something, in small letters without accents.
        self.words = frozenset(word for key in self.others for word in key)

    def grouped(self, concepts: Sequence[Concept]) -> Iterator[Group]:
        """Yield what was typed in order, taken together where there are rules for it: the longest first."""
        start = 0
        while start < len(concepts):
            group = self.group_at(concepts, start)
            yield group
            start += len(group.typed)

    def group_at(self, concepts: Sequence[Concept], start: int) -> Group:
        """Return the longest group that begins here. A phrase in quotes is meant as it is."""
        best = Group((concepts[start],))
        for end in range(start + 1, len(concepts) + 1):
            if not self.may_have(concepts[end - 1]):
                break
            typed = tuple(concepts[start:end])
            key = key_of(" ".join(each.text for each in typed))
            if typed[-1].required or len(key) > self.longest:
                break
            if others := self.others_of(key, typed):
                best = Group(typed, others)
        return best

    def may_have(self, concept: Concept) -> bool:
        """Whether a rule may begin, go on or end with this: all its words are in rules, or passed over."""
        words = key_of(concept.text)
        return self.words.issuperset(words) or PASSED_OVER.issuperset(words)

    def others_of(self, key: Key, typed: Sequence[Concept]) -> tuple[Other, ...]:
        """Return what else to look for; of the shortest acronyms only when typed in capitals."""
        short = len("".join(key)) <= SHORT
        return () if short and not all(each.text.isupper() for each in typed) else self.others.get(key, ())


NO_SYNONYMS = SynonymTable()
