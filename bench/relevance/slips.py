"""Searches with one slip of the finger in them, made up at random and the same every time."""

import random
import re
from string import ascii_lowercase

# In shorter words no slip is put right; the first letter is always taken to be meant.
WORD = re.compile(r"[A-Za-z]{5,}")


def with_slip(text: str, chance: random.Random) -> str:
    """Return the text with one letter left out, added, replaced or swapped with the next, or nothing.

    A text without a word of five letters has no place for one.
    """
    words = list(WORD.finditer(text))
    if not words:
        return ""
    found = chance.choice(words)
    at = found.start() + chance.randrange(1, len(found[0]) - 1)
    letter = chance.choice(ascii_lowercase)
    slips = (
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )
    slipped = chance.choice(slips)
    return slipped if slipped != text else ""
