"""Which rules are refused, and what is said about them."""

from collections.abc import Iterable, Iterator

from search.synonyms.rules import Key, Kind, Rule, key_of
from search.synonyms.table import SHORT
from search.words import is_stop_word

MOST_TERMS = 12
MOST_WORDS = 8
LONGEST_TERM = 80


def check_terms(rule: Rule, others: Iterable[Rule]) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with a rule, given all other rules."""
    problems = [problem for term in rule.terms for problem in check_term(term)]
    yield from problems
    if not problems:
        yield from check_number(rule)
        yield from check_twice(rule)
        yield from check_acronym(rule)
        yield from check_against(rule, list(others))


def check_term(term: str) -> Iterator[str]:
    """Yield what is wrong with one line."""
    key = key_of(term)
    if not key:
        yield f'There is no word in "{term}".'
    elif len("".join(key)) < SHORT:
        yield f'"{term}" is a single letter, which is in nearly every text.'
    elif all(map(is_stop_word, key)) and not term.isupper():
        yield f'"{term}" says nothing by itself; nobody looks for it.'
    elif len(key) > MOST_WORDS or len(term) > LONGEST_TERM:
        yield f'"{term[:LONGEST_TERM]}" is too long: give at most {MOST_WORDS} words, {LONGEST_TERM} letters.'
    if '"' in term:
        yield f"Leave out the quotation marks around {term}."


def check_number(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with how many lines there are."""
    if len(rule.terms) < 2:
        yield "Give at least two lines: what is typed, and what is looked for as well."
    if len(rule.terms) > MOST_TERMS:
        yield f"Give at most {MOST_TERMS} lines. More would find nearly everything."


def check_twice(rule: Rule) -> Iterator[str]:
    """Yield which lines say the same."""
    seen: dict[Key, str] = {}
    for term in rule.terms:
        key = key_of(term)
        if key in seen:
            yield f'"{term}" says the same as "{seen[key]}". Capitals and plurals make no difference.'
        seen.setdefault(key, term)


def check_acronym(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with what is short for something."""
    if rule.kind != Kind.ACRONYM:
        return
    short = rule.terms[0]
    if " " in short:
        yield f'"{short}" is more than one word, so it is not short for anything. Put the short form first.'
    for term in rule.terms[1:]:
        if len(term) <= len(short):
            yield f'"{term}" is no longer than "{short}". Put the short form first.'


def check_against(rule: Rule, others: list[Rule]) -> Iterator[str]:
    """Yield what other rules say already, or the other way round."""
    known = keys_of(others)
    ours = keys_of([rule])
    if ours and ours <= known:
        yield "All of this is in other rules already, of this site or of those that come with the product."
    if rule.kind == Kind.ONE_WAY:
        for typed, other in rule.pairs():
            if (key_of(other), key_of(typed)) in known:
                yield (
                    f'"{other}" leads to "{typed}" already, so this would go round in a circle. '
                    "If both mean the same, say so in one rule."
                )


def keys_of(rules: Iterable[Rule]) -> set[tuple[Key, Key]]:
    """Return every pair of typed and found in comparable form."""
    return {(key_of(typed), key_of(other)) for rule in rules for typed, other in rule.pairs()}
