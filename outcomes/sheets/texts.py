"""Text as XML can hold it, and as Excel reads it."""

import re

# XML 1.0 has no way to write these, not even escaped.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# How Excel writes characters that XML would lose, such as the return of a keyboard: '_x000D_'.
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def writable(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return UNWRITABLE.sub("", text)


def escaped(text: str) -> str:
    """Return a text in which nothing looks like one of Excel's escapes, for writing into a cell."""
    return LOOKS_ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """Return a text with the characters that Excel's escapes stand for."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
