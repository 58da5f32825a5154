"""What a saved search needs of a text, in the words of the index: told without asking an engine, mostly.

Whether a text has a word can be looked up. Whether words stand together in it only an engine can tell.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from search.plan import Plan, Sought

CODE = "="  # stands before what is a code and no word
TokensOf = Callable[[str], Sequence[str]]
# A way to say something: parts, each of them words that stand together.
Way = list[list[str]]
# Kept as JSON: the ways to say each thing sought, how many of the optional will do, what must not be there.
Needs = dict[str, Any]


def needs_of(plan: Plan, tokens_of: TokensOf) -> Needs:
    """Return what a plan needs of a text; nothing where it asks for no text."""
    if not plan.sought and not plan.excluded:
        return {}
    return {
        "required": [ways_of(each, tokens_of) for each in plan.sought if each.required],
        "optional": [ways_of(each, tokens_of) for each in plan.sought if not each.required],
        "enough": plan.enough,
        "excluded": [[[list(tokens_of(text))]] for text in plan.excluded],
    }


def ways_of(sought: Sought, tokens_of: TokensOf) -> list[Way]:
    """Return the ways to say one thing. A part without a word is in no text, so its way is left out."""
    ways = [[list(tokens_of(part)) for part in each.parts] for each in sought.alternatives]
    coded = [[[CODE + sought.code]]] if sought.code else []
    return [way for way in ways if all(way)] + coded


def fulfils(words: Collection[str], needs: Needs) -> bool | None:
    """Whether what has these words is what is needed; None where an engine has to tell."""
    if not needs:
        return True
    optional = [has(words, ways) for ways in needs["optional"]]
    for_sure, perhaps = optional.count(True), optional.count(None)
    if for_sure + perhaps < needs["enough"]:
        return False
    answers = [None if for_sure < needs["enough"] else True]
    answers += [has(words, ways) for ways in needs["required"]]
    answers += [opposite(has(words, ways)) for ways in needs["excluded"]]
    return every(answers)


def has(words: Collection[str], ways: Iterable[Way]) -> bool | None:
    """Whether what has these words says something in any of these ways; None where nobody can tell yet."""
    can_be_told = True
    for parts in ways:
        if parts and all(token in words for tokens in parts for token in tokens):
            if all(len(tokens) == 1 for tokens in parts):
                return True
            can_be_told = False
    return False if can_be_told else None


def opposite(answer: bool | None) -> bool | None:
    """Return the contrary of an answer."""
    return None if answer is None else not answer


def every(answers: Collection[bool | None]) -> bool | None:
    """Return whether all are true; None where that hangs on those that cannot be told."""
    if False in answers:
        return False
    return None if None in answers else True
