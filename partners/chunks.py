"""Long lists in parts, each as long as a database takes in one query."""

from collections.abc import Iterable, Iterator
from typing import Any

CHUNK = 500


def chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield keys of one sort in lists of 500 at most, in order."""
    listed = sorted(keys)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))
