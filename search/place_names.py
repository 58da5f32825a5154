"""Places among the words of a search."""

from bisect import bisect_left

from partners.places.names import folded
from partners.places.vocabulary import keeper


def is_place_word(word: str) -> bool:
    """Whether a word is part of the name of a place. The names are in memory: no query, as a rule."""
    words = keeper.vocabulary().current.words
    at = bisect_left(words, folded(word))
    return at < len(words) and words[at] == folded(word)
