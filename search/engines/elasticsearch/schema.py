"""The fields of the Elasticsearch index: those of the embedded index, where it says what each is for.

Text becomes tokens in the product, by the chain of the embedded engine, and Elasticsearch gets the tokens. It
has analyzers for such a chain, but its stemmer is of another version ('internal' and 'international' are one
word to it), and so is its Unicode: two engines that must find the same cannot each have their own.
"""

import hashlib
import json
from importlib.metadata import version
from typing import Any

from elasticsearch.dsl import Keyword, Long, Mapping, Object, Text, analyzer

from search.engines.embedded.schema import (
    ENGLISH,
    FACET_FIELDS,
    FILTER_FIELDS,
    FOLDED,
    LONGEST_TOKEN,
)
from search.engines.embedded.schema import FORMAT as ANALYSIS_FORMAT

# Raise when documents are put into the same fields in another way.
FORMAT = 1

# Text in which spaces stand between the tokens.
TOKENS = analyzer("tokens", tokenizer="whitespace")
# Between one text of a field and the next, as much as the other engine leaves.
POSITIONS = {"index_options": "positions", "position_increment_gap": 1}
COUNTS = {"index_options": "freqs"}
# Field → the chain that makes its tokens, and what the index keeps of them.
TEXT_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "text": (ENGLISH, POSITIONS),
    "title": (ENGLISH, POSITIONS),
    "title_exact": (FOLDED, COUNTS),
    "names": (ENGLISH, POSITIONS),
    "names_exact": (FOLDED, COUNTS),
    "summary": (ENGLISH, POSITIONS),
}
NUMBERS = ("branch", "newest", "strongest", "review_on", "version")
# A search reads card and record and, for highlights, the texts on it. Everything else is only looked for.
SHOWN = ("card", "record", "body")
UNMARKED = ("card", "record")

SETTINGS = {
    # Counts are exact and scores comparable only within one shard.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Changes become visible when they are complete, and not before.
    "refresh_interval": "-1",
    "max_result_window": 20_000_000,
}


def build_mapping() -> Mapping:
    """Return the mapping. A field that it does not name is refused."""
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", includes=list(SHOWN))
    for name, (_, options) in TEXT_FIELDS.items():
        mapping.field(name, Text(analyzer=TOKENS, **options))
    for name in (*FACET_FIELDS, *FILTER_FIELDS):
        mapping.field(name, Keyword())
    for name in NUMBERS:
        mapping.field(name, Long())
    mapping.field("card", Object(enabled=False))
    mapping.field("record", Object(enabled=False))
    mapping.field("body", Keyword(index=False, doc_values=False))
    return mapping


def build_index() -> dict[str, Any]:
    """Return mapping, analysis and settings, as an index is made with them."""
    mapping = build_mapping()
    return {
        "mappings": mapping.to_dict(),
        "settings": {**SETTINGS, "analysis": mapping._collect_analysis()},
    }


def fingerprint() -> str:
    """Return a name for this form of index. An index of another form is left alone and built anew."""
    form = json.dumps([FORMAT, ANALYSIS_FORMAT, LONGEST_TOKEN, version("tantivy"), build_index()])
    return hashlib.sha256(form.encode()).hexdigest()[:10]
