"""How a document becomes an entry of the Elasticsearch index, and what is read back from one."""

from collections.abc import Callable, Iterable
from typing import Any

from search.documents import Document
from search.engines.elasticsearch.schema import TEXT_FIELDS
from search.engines.embedded import packing
from search.engines.embedded.packing import HIGHLIGHTED_LENGTH, tidy_lines

# Numbers here have a sign; the highest bit of that one is in use.
MIDDLE = 1 << 63

Analyze = Callable[[str], list[str]]


def entry(document: Document, chains: dict[str, Analyze]) -> dict[str, Any]:
    """Return the fields of a document's entry. Raises ValueError for an id that there is no room for."""
    fields = packing.entry(document)
    # The words that spelling is put right by are those of the embedded index, which every site has.
    del fields["stored"], fields["word"]
    for name, (chain, _) in TEXT_FIELDS.items():
        fields[name] = tokens_of(fields[name], chains[chain])
    fields["newest"] -= MIDDLE
    fields["strongest"] -= MIDDLE
    fields["card"] = document.card
    fields["body"] = tidy_lines(document.body)[:HIGHLIGHTED_LENGTH]
    return fields


def tokens_of(text: str | Iterable[str], analyze: Analyze) -> str | list[str]:
    """Return a text, or each of several, as its tokens."""
    return " ".join(analyze(text)) if isinstance(text, str) else [" ".join(analyze(each)) for each in text]
