"""Searches of the demonstration's content, with how well each thing answers them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("judged.toml")
GRADES = {"best": 3, "good": 2, "some": 1}


@dataclass(frozen=True)
class Judged:
    """What somebody types, what kind of search that is, and the grade of each thing that answers it."""

    number: str
    text: str
    kind: str
    grades: dict[str, int]


def judged(file: Path = FILE) -> list[Judged]:
    """Return the searches of a file. Raises ValueError for one that says something else or says it twice."""
    found = [
        Judged(str(number), facts["text"], facts["class"], dict(graded(facts)))
        for number, facts in enumerate(tomllib.loads(file.read_text())["query"], start=1)
    ]
    if len({each.text for each in found}) < len(found):
        raise ValueError("A search is judged twice.")
    return found


def graded(facts: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    """Yield the names of things with their grades. Raises ValueError."""
    if unknown := facts.keys() - GRADES.keys() - {"text", "class"}:
        raise ValueError(f"There is no grade {', '.join(sorted(unknown))}.")
    names = [(name, grade) for word, grade in GRADES.items() for name in facts.get(word, [])]
    if not names or len(dict(names)) < len(names):
        raise ValueError(f"“{facts['text']}” has nothing that answers it, or something twice.")
    yield from names
