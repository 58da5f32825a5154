"""Suggestions of every kind for what somebody is typing."""

from dataclasses import dataclass

from partners.places.querysets import words_of
from search.request import LONGEST_TEXT
from search.suggestions.found import Suggestion
from search.suggestions.named import PARTNERS, THEMES
from search.suggestions.places import places_called, places_nearly_called
from search.suggestions.titles import titles_for
from search.words import tidy

MOST = 8
# So many of them are titles when there are enough: names must not bury them.
TITLES = 4
MOST_THEMES, MOST_PLACES, MOST_PARTNERS = 2, 3, 3
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Suggested:
    """What to suggest, best first. `similar` says that nothing is called so, and these are spelt alike."""

    things: tuple[Suggestion, ...] = ()
    similar: bool = False


def suggested(typed: str) -> Suggested:
    """Return at most eight things that anybody may open: called so, or else nearly so.

    Found are beginnings of words in any order, without regard to capitals and accents. Seven queries at most.
    """
    text = " ".join(tidy(typed).split())[:LONGEST_TEXT]
    words = words_of(text)
    if len("".join(words)) < FEWEST_LETTERS:
        return Suggested()
    if things := called(text, words):
        return Suggested(tuple(things))
    return Suggested(tuple(nearly_called(text, words)), similar=True)


def called(text: str, words: list[str]) -> list[Suggestion]:
    """Return what is called so: names first, because they are few; small places where there is room."""
    titles = titles_for(text, words, MOST)
    places, small = places_called(words, MOST_PLACES)
    names = [
        *THEMES.suggested(words, MOST_THEMES),
        *places,
        *PARTNERS.suggested(words, MOST_PARTNERS),
    ]
    room = MOST - min(TITLES, len(titles))
    return [*names[:room], *titles, *names[room:], *small][:MOST]


def nearly_called(text: str, words: list[str]) -> list[Suggestion]:
    """Return what is spelt nearly so."""
    return [
        *THEMES.suggested(words, MOST_THEMES, nearly=True),
        *titles_for(text, words, TITLES, nearly=True),
        *PARTNERS.suggested(words, MOST_PARTNERS, nearly=True),
        *places_nearly_called(words, MOST_PLACES),
    ][:MOST]
