"""The plan of a search: all that an engine needs to answer a request, in no engine's terms.

Engines turn the words of a plan into tokens, all of them by the same rules, and decide nothing else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from search.codes import code_typed
from search.request import FACETS, SearchRequest, Sort
from search.scope import Scope
from search.synonyms.table import NO_SYNONYMS, Group, SynonymTable
from search.words import Words, enough_of, parse_words

# What nobody typed counts for less than what was typed, and what says more than that for much less.
SYNONYM, BROADER = 0.9, 0.5


@dataclass(frozen=True)
class Weights:
    """How much each sign of a good match adds to the score, or takes from it."""

    # What is looked for must be in `text`, which has everything and counts 1. So a word of the title comes
    # to 4, one of the summary or of a name to 2.
    title: float = 3.0
    names: float = 1.0
    summary: float = 1.0
    # The word as it was typed, and not only its stem: 'Reading' is a town before it is what readers do.
    exact_title: float = 1.0
    exact_name: float = 2.0
    # All that was typed stands together, with at most `slop` other words between.
    phrase_in_title: float = 4.0
    phrase_in_text: float = 4.0
    slop: int = 2
    longest_phrase: int = 8
    # A code or reference is the thing's own, or the thing speaks of it or lies within the place.
    own_code: float = 200.0
    other_code: float = 100.0
    # What is overdue for a check comes before what is not only if it fits a quarter better.
    overdue: float = 0.8
    # The words say what is wanted, so a better place only decides between what fits them nearly alike: at
    # most it counts as much as a word in the summary does. Where nothing is looked for it decides alone.
    best_place: float = 1.0

    def place(self, tier: int, tiers: int) -> float:
        """Return what a place of one of several tiers adds, the best of which is tier 0."""
        return self.best_place * (tiers - tier) / tiers


@dataclass(frozen=True)
class Alternative:
    """A way to say what is looked for: all of these parts, each of them a word or words that stand together.

    Its score counts `weight` times.
    """

    parts: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Sought:
    """One thing looked for. Any of the alternatives will do, and the best counts; the first was typed."""

    alternatives: tuple[Alternative, ...]
    required: bool = False
    # In capitals. Also found, and first of all, is what has it as a code of its own, mentions it as a whole,
    # or lies within the place that has this code.
    code: str = ""

    @property
    def typed(self) -> Alternative:
        """What was typed."""
        return self.alternatives[0]

    @property
    def others(self) -> tuple[Alternative, ...]:
        """What else is looked for in its place."""
        return self.alternatives[1:]


@dataclass(frozen=True)
class Plan:
    """What to find, how to rank it, and which part of it to show.

    Found is what has all that is `required` and `enough` of the other things sought, nothing `excluded`, one
    value of each filter, and is not hidden by the scope. What is sought and leaves no token is in no text.
    """

    sought: tuple[Sought, ...] = ()
    excluded: tuple[str, ...] = ()
    enough: int = 0
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 10
    scope: Scope = field(default_factory=Scope)
    weights: Weights = Weights()

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets to count, in order."""
        return tuple(FACETS)

    @property
    def typed(self) -> Iterator[str]:
        """All that was typed, in order."""
        return (part for sought in self.sought for part in sought.typed.parts)

    def together(self, tokens_of: Callable[[str], Sequence[str]]) -> Iterator[tuple[Sequence[str], float]]:
        """Yield the tokens of all that was typed, and of each other way to say the same, with its weight.

        What has them together fits better. Nothing for a single word that can be said in no other way.
        """
        others: tuple[Alternative, ...] = ()
        if len(self.sought) == 1:
            others = tuple(other for other in self.sought[0].others if other.weight >= SYNONYM)
        ways = [
            (tokens_of(way.parts[0]), way.weight) for way in (Alternative((" ".join(self.typed),)), *others)
        ]
        for tokens, weight in ways:
            if (others or len(tokens) > 1) and 0 < len(tokens) <= self.weights.longest_phrase:
                yield tokens, weight

    @property
    def also(self) -> tuple[str, ...]:
        """What nobody typed and is looked for as well, each once."""
        others = (part for sought in self.sought for each in sought.others for part in each.parts)
        return tuple(dict.fromkeys(others))

    def on_page(self, page: int) -> Self:
        """Return the plan for another page."""
        return replace(self, page=page)


def plan_of(request: SearchRequest, scope: Scope, synonyms: SynonymTable = NO_SYNONYMS) -> Plan:
    """Return the plan for a request. Raises ValueError if the scope does not say where its places lie."""
    if scope.whereabouts is None and request.is_placed:
        raise ValueError("What the request says about places must be worked out before it is planned.")
    words = parse_words(request.text)
    sought = sought_in(words, synonyms)
    return Plan(
        sought=sought,
        excluded=words.excluded,
        enough=enough_of(sum(not each.required for each in sought)),
        filters={facet: request.chosen(facet) for facet in request.chosen_facets},
        sort=request.sort,
        page=request.page,
        page_size=request.page_size,
        scope=scope,
    )


def sought_in(words: Words, synonyms: SynonymTable) -> tuple[Sought, ...]:
    """Return the things to look for, each once: words like 'the' only as part of something."""
    groups = synonyms.grouped(words.typed)
    wanted = [group for group in groups if group.others or group.typed[0] in words.concepts]
    return tuple(dict.fromkeys(sought_for(group, words) for group in wanted))


def sought_for(group: Group, words: Words) -> Sought:
    """Return what to look for when this was typed."""
    content = [concept for concept in group.typed if concept in words.concepts] or group.typed
    typed = Alternative(tuple(concept.text for concept in content))
    others = [Alternative((text,), BROADER if is_broader else SYNONYM) for text, is_broader in group.others]
    code = code_typed(content[0].text) if len(content) == 1 else ""
    return Sought((typed, *others), required=group.typed[0].required, code=code)
