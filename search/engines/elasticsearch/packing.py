"""How a document becomes an entry of the Elasticsearch index, and what is read back from one."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from search.documents import Document
from search.engines.elasticsearch.schema import TEXT_FIELDS
from search.engines.embedded import packing
from search.engines.embedded.packing import HIGHLIGHTED_LENGTH, full_record, tidy_lines

# Numbers here have a sign; the highest bit of that one is in use.
MIDDLE = 1 << 63

# Names of places, partners and themes come again and again; of texts this long none does.
LONG, REMEMBERED = 400, 20_000

Analyze = Callable[[str], list[str]]
Tokens = Callable[[str], str]


def entry(document: Document, chains: dict[str, Tokens]) -> dict[str, Any]:
    """Return the fields of a document's entry. Raises ValueError for an id that there is no room for."""
    fields = packing.entry(document)
    # The words that spelling is put right by are those of the embedded index, which every site has.
    del fields["stored"], fields["word"]
    for name, (chain, _) in TEXT_FIELDS.items():
        fields[name] = tokens_of(fields[name], chains[chain])
    fields["newest"] -= MIDDLE
    fields["strongest"] -= MIDDLE
    fields["card"] = document.card
    fields["record"] = full_record(document)
    fields["body"] = tidy_lines(document.body)[:HIGHLIGHTED_LENGTH]
    return fields


def tokens_of(text: str | Iterable[str], tokens: Tokens) -> str | list[str]:
    """Return a text, or each of several, as its tokens."""
    return tokens(text) if isinstance(text, str) else [tokens(each) for each in text]


def remembering(analyze: Analyze) -> Tokens:
    """Return what turns a text into its tokens with spaces between, and remembers those of short texts."""

    def tokens(text: str) -> str:
        return " ".join(analyze(text))

    remembered = lru_cache(REMEMBERED)(tokens)
    return lambda text: remembered(text) if len(text) < LONG else tokens(text)
