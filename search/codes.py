"""Codes and references in texts: LEEDS-3.2, P-7K2M9Q, E08000035. They are looked for whole, in any case."""

import re
from collections.abc import Iterator

from search.documents import Document

# Letters and digits, with nothing but single hyphens, dots and strokes between; both must be there.
CODE = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)(?=[\w./-]*[A-Za-z])[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*(?![\w])")
DIGIT = re.compile(r"\d")
LONGEST = 40
MOST_MENTIONED = 200


def codes_in(text: str) -> Iterator[str]:
    """Yield the codes in a text, in capitals."""
    # Most texts have none, and this is quicker to see.
    if DIGIT.search(text):
        yield from (found.group().upper() for found in CODE.finditer(text) if len(found.group()) <= LONGEST)


def code_typed(text: str) -> str:
    """Return the code that a word typed is, in capitals, or nothing when it is none."""
    found = CODE.fullmatch(text.strip(".,;:!?()[]'")) if DIGIT.search(text) else None
    return found.group().upper() if found and len(found.group()) <= LONGEST else ""


def own_codes(document: Document) -> tuple[str, ...]:
    """Return the codes that name a thing itself."""
    return tuple(code for name in document.names if (code := code_typed(name)))


def mentioned_codes(document: Document) -> tuple[str, ...]:
    """Return the codes that a thing speaks of."""
    texts = (document.title, document.summary, document.body)
    return tuple(dict.fromkeys(code for text in texts for code in codes_in(text)))[:MOST_MENTIONED]
