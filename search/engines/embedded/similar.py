"""Entries like a document: about the same themes and places, by the same partners, in the same words."""

from collections import Counter
from collections.abc import Collection, Iterator
from math import log

from tantivy import Occur, Query, Searcher

from search.documents import Document
from search.engines.embedded.hits import best, newest_first
from search.engines.embedded.packing import HIGHLIGHTED_LENGTH, key_in
from search.engines.embedded.query import Compiler, best_of
from search.words import is_stop_word, tidy

# So many of a document's words stand for it, and so many of them make another one like it.
TELLING, ENOUGH = 25, 3
SHORTEST = 3
# How often a word counts that is in the title, and what a theme, a place and a partner in common count for.
IN_TITLE = 3
THEME, PLACE, PARTNER = 3.0, 1.0, 1.0
SPARE = 10


class SimilarFinder:
    """Finds entries like one document."""

    def __init__(self, searcher: Searcher, compiler: Compiler, document: Document) -> None:
        self.searcher, self.compiler, self.document = searcher, compiler, document
        words = list(self.telling())
        self.words = [Query.boost_query(self.term("text", word, "freq"), weight) for word, weight in words]
        self.themes = [self.shared("theme", slug, THEME) for slug in document.themes]

    def found(self, kinds: Collection[str], limit: int, *, nearby: bool) -> list[str]:
        """Return the keys of the most alike of these kinds, best first.

        `nearby` lets places and partners count.
        """
        parts = [(Occur.Must, self.alike()), (Occur.Must, self.compiler.any_of("kind", kinds))]
        parts += [(Occur.Should, each) for each in (*self.words, *self.themes)]
        parts += [(Occur.Should, each) for each in (self.near() if nearby else ())]
        parts.append((Occur.MustNot, self.term("key", self.document.key, "basic")))
        ranked = best(self.searcher, Query.boolean_query(parts), limit + SPARE)
        if not ranked:
            return []
        addresses = [address for _, address in newest_first(self.searcher, ranked)][:limit]
        return [key_in(number) for number in self.searcher.fast_field_values("newest", addresses)]

    def telling(self) -> Iterator[tuple[str, float]]:
        """Yield the words that say most about the document, each with how much it counts."""
        title, rest = tidy(self.document.title), f"{self.document.summary}\n{self.document.body}"
        counted = Counter(self.tokens(tidy(rest[:HIGHLIGHTED_LENGTH])))
        for token in self.tokens(title):
            counted[token] += IN_TITLE
        weights = {
            token: (1 + log(times)) * self.rarity("text", token)
            for token, times in counted.items()
            if len(token) >= SHORTEST and not token.isdigit() and not is_stop_word(token)
        }
        for token in sorted(weights, key=lambda each: (-weights[each], each))[:TELLING]:
            if weights[token]:
                yield token, 1 + log(counted[token])

    def tokens(self, text: str) -> list[str]:
        """Return the words of a text as the index has them."""
        return self.compiler.english(text)

    def rarity(self, field: str, value: str) -> float:
        """Return how much it says to have a value in common: nothing when no two have it."""
        having = self.searcher.doc_freq(field, value)
        return log(1 + self.searcher.num_docs / having) if having > 1 else 0.0

    def alike(self) -> Query:
        """Return the query for what has enough of the words, or a theme, which comes with the one above."""
        ways = [at_least_of(min(ENOUGH, len(self.words)), self.words)]
        if len(self.themes) > 1:
            ways.append(at_least_of(2, self.themes))
        return Query.const_score_query(at_least_of(1, ways), 0.0)

    def near(self) -> Iterator[Query]:
        """Yield what is shared of the places, of which the smallest counts, and the partners."""
        places = [self.shared("place", place.code, PLACE) for place in self.document.places]
        if places:
            yield best_of(places)
        yield from (self.shared("partner", slug, PARTNER) for slug in self.document.partners)

    def shared(self, field: str, value: str, weight: float) -> Query:
        """Return the query for what has a value, too: the rarer it is, the more it counts."""
        return Query.const_score_query(self.term(field, value, "basic"), weight * self.rarity(field, value))

    def term(self, field: str, value: str, detail: str) -> Query:
        """Return the query for one term."""
        return self.compiler.term(field, value, detail)


def at_least_of(number: int, queries: list[Query]) -> Query:
    """Return the query for what answers so many of these."""
    return Query.boolean_query([(Occur.Should, each) for each in queries], number)
