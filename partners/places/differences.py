"""What has to change so that the rows in the database become the rows that should be there."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from partners.progress import Stream, progress

BATCH = 1000

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Difference(Generic[Key]):
    """Which rows have to be added, changed and removed, and how many are right already."""

    added: list[Key]
    changed: list[Key]
    removed: list[Key]
    unchanged: int

    def __str__(self) -> str:
        text = f"{len(self.added):,} added, {len(self.changed):,} changed, {self.unchanged:,} unchanged"
        return f"{text}, {len(self.removed):,} removed" if self.removed else text

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to change."""
        return not (self.added or self.changed or self.removed)


def difference(have: Mapping[Key, Any], want: Mapping[Key, Any]) -> Difference[Key]:
    """Compare what is there with what should be."""
    added = [key for key in want if key not in have]
    changed = [key for key, value in want.items() if key in have and have[key] != value]
    removed = [key for key in have if key not in want]
    return Difference(added, changed, removed, unchanged=len(want) - len(added) - len(changed))


def in_batches(
    rows: Sequence[Row], write: Callable[[Sequence[Row]], object], label: str, stream: Stream | None
) -> None:
    """Write the rows, a batch at a time, and show how far it is, where there is a stream to show it on."""
    numbers = range(len(rows))
    for number in numbers if stream is None else progress(numbers, label, stream=stream):
        if number % BATCH == 0:
            write(rows[number : number + BATCH])
