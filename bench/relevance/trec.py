"""Reading collections for research on search, in the forms in which TREC and its successors hand them out."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = re.compile(r"<DOC>(.*?)</DOC>", re.DOTALL | re.IGNORECASE)
NAME = re.compile(r"<DOCNO>\s*(\S+)\s*</DOCNO>", re.IGNORECASE)
HEADING = re.compile(r"<(TITLE|HEADLINE|HL|TI)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
OTHER_FACTS = re.compile(r"<(DOCNO|DOCID|FILEID|DATE\d*)>.*?</\1>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
TOPIC = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*([\w.-]+)", re.IGNORECASE)
WORDS = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]+)", re.IGNORECASE)
# What the fields of JSON lines are called in different collections.
NAMES, TITLES, TEXTS = ("id", "_id", "docno", "doc_id"), ("title",), ("text", "body", "contents", "abstract")


class UnreadableError(ValueError):
    """A file is in none of the forms that can be read."""


@dataclass(frozen=True)
class Text:
    """A document of a collection."""

    name: str
    title: str
    text: str


def documents(files: list[Path]) -> Iterator[Text]:
    """Yield the documents of files with <DOC> elements or JSON lines. Raises UnreadableError."""
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            first = lines.read(1)
            lines.seek(0)
            if first == "{":
                yield from (from_json(line, file) for line in lines if line.strip())
                continue
            found = DOCUMENT.findall(lines.read())
        if not found:
            raise UnreadableError(f"{file} has neither <DOC> elements nor lines of JSON.")
        yield from (from_markup(each, file) for each in found)


def from_json(line: str, file: Path) -> Text:
    """Return the document of a line. Raises UnreadableError for one without a name."""
    facts = json.loads(line)
    name = next((str(facts[each]) for each in NAMES if each in facts), "")
    if not name:
        raise UnreadableError(f"{file} has a line without {' or '.join(NAMES)}.")
    title = next((facts[each] for each in TITLES if facts.get(each)), "")
    return Text(name, title, "\n".join(facts[each] for each in TEXTS if facts.get(each)))


def from_markup(source: str, file: Path) -> Text:
    """Return the document of an element. Raises UnreadableError for one without a name."""
    name = NAME.search(source)
    if name is None:
        raise UnreadableError(f"{file} has a <DOC> without a <DOCNO>.")
    title = " ".join(plain(found[1]) for found in HEADING.findall(source))
    return Text(name[1], title, plain(OTHER_FACTS.sub(" ", HEADING.sub(" ", source))))


def plain(source: str) -> str:
    """Return the words of a text with markup."""
    return " ".join(html.unescape(TAG.sub(" ", source)).split())


def topics(file: Path) -> dict[str, str]:
    """Return number → words, of <top> elements or of lines with a tab. Raises UnreadableError."""
    source = file.read_text(encoding="utf-8", errors="replace")
    if found := TOPIC.findall(source):
        return dict(topic(each, file) for each in found)
    lines = [line.split("\t", 1) for line in source.splitlines() if line.strip()]
    if not lines or any(len(parts) != 2 for parts in lines):
        raise UnreadableError(f"{file} has neither <top> elements nor lines of number, tab, words.")
    return {number.strip(): words.strip() for number, words in lines}


def topic(source: str, file: Path) -> tuple[str, str]:
    """Return the number and the words of an element. Raises UnreadableError when one is missing."""
    number, words = NUMBER.search(source), WORDS.search(source)
    if number is None or words is None:
        raise UnreadableError(f"{file} has a <top> without <num> or <title>.")
    return number[1], " ".join(words[1].split())
