"""How a name is compared with what somebody types: without capitals, accents and punctuation."""

import re
import unicodedata

# Official names put the sort word first: 'Bristol, City of'. People say 'Bristol'; but the City of London is
# not London.
INVERTED = re.compile(r"(?P<name>.+), (?:City|County) of")
KEEPS_CITY = {"London"}

APOSTROPHES = str.maketrans("", "", "'\u2018\u2019`")
SAINT = re.compile(r"\b(?:st|saint)\b")
OTHER_SAINT = {"st": "saint", "saint": "st"}
SEPARATORS = re.compile(r"[\W_]+")


def plain_name(official: str) -> str:
    """Return the name as people say it: 'Bristol' for 'Bristol, City of'."""
    found = INVERTED.fullmatch(official)
    if not found:
        return official
    name = found["name"]
    return f"City of {name}" if name in KEEPS_CITY else name


def folded(text: str) -> str:
    """Return lower-case words, one space between: 'st johns and ynys mon' for "St. John's & Ynys Môn"."""
    if text.isascii():
        return SEPARATORS.sub(" ", text.translate(APOSTROPHES).replace("&", " and ").lower()).strip()
    decomposed = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).replace("&", " and "))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return SEPARATORS.sub(" ", plain.lower()).strip()


def search_words(*names: str) -> str:
    """Return the folded names between bars: '|cardiff|caerdydd|'.

    The bars let one column tell whole names, beginnings of names and words inside them apart.
    """
    distinct = dict.fromkeys(filter(None, map(folded, names)))
    return "|".join(["", *distinct, ""]) if distinct else ""


def findable(words: str) -> str:
    """Return folded names with a space before each word, saints also in their other spelling.

    '|st helens|' gives '| st helens| saint helens|', so that one look tells whole names, beginnings of names
    and beginnings of words apart.
    """
    if not SAINT.search(words):
        return words.replace("|", "| ").rstrip(" ")
    names = words.strip("|").split("|")
    spelt = dict.fromkeys(spelling for name in names for spelling in (name, other_saint(name)))
    return "".join(["|", *(f" {name}|" for name in spelt)])


def other_saint(name: str) -> str:
    """Return a folded name with 'st' as 'saint' and the other way round."""
    return SAINT.sub(lambda found: OTHER_SAINT[found[0]], name)
