"""Characters that nobody sees, shown by name: they could hide a change, or turn round how a line reads."""

import re
import unicodedata

# They turn the direction of what follows, also of words that are none of theirs.
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
TURNS = re.compile(f"[{TURNING}]")
# No width, no ink: control characters, soft hyphens, joiners, marks of order, tags.
UNSEEN = re.compile(
    f"[{TURNING}\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def shown(text: str, *, changed: bool) -> str:
    """Return a text with what turns its direction by name; where it changed, all that nobody sees."""
    if changed and text and text.isspace():
        return "[space]"
    return (UNSEEN if changed else TURNS).sub(name_of, text)


def name_of(found: re.Match[str]) -> str:
    """Return the name of a character in square brackets."""
    character = found[0]
    name = unicodedata.name(character, f"character {ord(character):X}")
    return f"[{name.lower()}]"
