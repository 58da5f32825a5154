"""The words in the embedded index."""

from tantivy import Searcher

from search.engines.embedded.query import Compiler

# Words beyond these are in a single text among a great many.
MOST_WORDS = 20_000


def words_beginning(searcher: Searcher, letters: str) -> list[tuple[str, int]]:
    """Return the words that begin so, the most frequent first, with how many entries about have them.

    Entries that were replaced or may not be seen can be among them.
    """
    return searcher.terms_with_prefix("word", letters, limit=MOST_WORDS)


def number_of(searcher: Searcher, compiler: Compiler) -> int:
    """Return how many entries a plan finds."""
    return searcher.search(compiler.query(scored=False), 1, count=True).count or 0
