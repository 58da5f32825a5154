"""The fields of the embedded index, and how text becomes the tokens in it."""

import hashlib
import json
from importlib.metadata import version
from typing import Any

from tantivy import Filter, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from partners.places.kinds import PlaceKind

# Raise when documents are put into the same fields in another way.
FORMAT = 12

ENGLISH = "english_folded"
FOLDED = "folded"
LONGEST_TOKEN = 80

# Everything that words are looked for in is in `text`; the other fields only add to the score.
TEXT_FIELDS: dict[str, dict[str, Any]] = {
    "text": {"tokenizer_name": ENGLISH, "index_option": "position"},
    "title": {"tokenizer_name": ENGLISH, "index_option": "position"},
    "title_exact": {"tokenizer_name": FOLDED, "index_option": "freq"},
    "names": {"tokenizer_name": ENGLISH, "index_option": "position"},
    "names_exact": {"tokenizer_name": FOLDED, "index_option": "freq"},
    "summary": {"tokenizer_name": ENGLISH, "index_option": "position"},
    # Nothing is looked for here: these are the words that spelling is put right by.
    "word": {"tokenizer_name": FOLDED, "index_option": "basic"},
}
# Places are filtered by in one field and counted in one for each kind: counting among all 53,000 places to
# list a dozen regions would take longer than all the rest of a search.
PLACE_FIELDS = {kind.value: f"place_{kind.value}" for kind in PlaceKind}
FACET_FIELDS = (
    "kind",
    "theme",
    "partner",
    "partner_kind",
    "sector",
    "effect",
    "evidence",
    "cost",
    "status",
    "year",
    *PLACE_FIELDS.values(),
)
FILTER_FIELDS = ("key", "place", "own_place", "code", "mention", "opening")


def build_schema() -> Schema:
    """Return the schema."""
    builder = SchemaBuilder()
    for name, options in TEXT_FIELDS.items():
        builder.add_text_field(name, **options)
    for name in FACET_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in FILTER_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("branch", indexed=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_unsigned_field("strongest", fast=True)
    builder.add_unsigned_field("review_on", fast=True)
    builder.add_unsigned_field("version", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def build_analyzers() -> dict[str, TextAnalyzer]:
    """Return what turns text into tokens, by name."""
    return {ENGLISH: plain_tokens().filter(Filter.stemmer("english")).build(), FOLDED: plain_tokens().build()}


def plain_tokens() -> TextAnalyzerBuilder:
    """Words in small letters without accents: 'Môn' and 'mon' are one."""
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_TOKEN))
    return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())


def fingerprint() -> str:
    """Return a name for this form of index. An index of another name cannot be read and is built anew."""
    form = json.dumps([FORMAT, TEXT_FIELDS, FACET_FIELDS, FILTER_FIELDS, LONGEST_TOKEN])
    return f"{hashlib.sha256(form.encode()).hexdigest()[:10]}-{version('tantivy')}"
