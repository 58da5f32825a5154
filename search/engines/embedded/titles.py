"""Entries by their titles while somebody types: beginnings of titles, then of words in any order."""

from collections.abc import Iterable, Sequence

from tantivy import Occur, Query, Schema, Searcher

from partners.places.spelling import edits_allowed
from search.engines.embedded.hits import hit
from search.engines.embedded.packing import SHORT_OPENINGS, opening_of
from search.results import Hit

MOST_WORDS = 8


class TitleFinder:
    """Finds titles for what somebody typed: `text` as it is, and the words in it as the index has them."""

    def __init__(self, searcher: Searcher, schema: Schema, text: str, words: Sequence[str]) -> None:
        self.searcher, self.schema = searcher, schema
        self.opening = opening_of(text)
        self.words = list(dict.fromkeys(words))[:MOST_WORDS]

    def called(self, hidden: Iterable[Query], limit: int) -> list[Hit]:
        """Return entries whose title begins so, newest first, then those whose words begin so."""
        left_out = list(hidden)
        begins = self.newest([self.begun()], left_out, limit)
        if len(begins) == limit:
            return begins
        words = [self.beginning("title_exact", word) for word in self.words]
        known = {each.key for each in begins}
        others = self.newest(words, left_out, limit + len(begins))
        return [*begins, *(each for each in others if each.key not in known)][:limit]

    def nearly_called(self, hidden: Iterable[Query], limit: int) -> list[Hit]:
        """Return entries whose words begin so, newest first, when those that no title has were slips."""
        unknown = [word for word in self.words if self.is_unknown(word)]
        if not unknown or not all(map(edits_allowed, unknown)):
            return []
        words = [
            self.beginning("title_exact", word, edits_allowed(word) if word in unknown else 0)
            for word in self.words
        ]
        return self.newest(words, list(hidden), limit)

    def is_unknown(self, word: str) -> bool:
        """Whether no title has a word that begins so."""
        return not self.searcher.terms_with_prefix("title_exact", word, limit=1)

    def begun(self) -> Query:
        """Return the query for titles that begin so."""
        if len(self.opening) in SHORT_OPENINGS:
            return Query.term_query(self.schema, "opening", self.opening, "basic")
        return self.beginning("opening", self.opening)

    def beginning(self, field: str, letters: str, slips: int = 0) -> Query:
        """Return the query for terms that begin so, or nearly so."""
        # A pattern would say the same and takes a thousand times as long to make.
        return Query.fuzzy_term_query(self.schema, field, letters, slips, prefix=True)

    def newest(self, wanted: Sequence[Query], hidden: Sequence[Query], limit: int) -> list[Hit]:
        """Return the newest entries that fit all of these and nothing hidden."""
        if not wanted or not self.opening:
            return []
        parts = [(Occur.Must, each) for each in wanted] + [(Occur.MustNot, each) for each in hidden]
        found = self.searcher.search(
            Query.boolean_query(parts), limit, count=False, order_by_field="newest"
        ).hits
        return [hit(self.searcher, address, None) for _, address in found]
