"""A bar on a terminal, a line now and then elsewhere, for work that takes more than a moment."""

from collections.abc import Iterable, Iterator
from operator import length_hint
from typing import TextIO, TypeVar, cast

from django.core.management.base import OutputWrapper

Item = TypeVar("Item")
Stream = TextIO | OutputWrapper

WIDTH = 30
LINES = 4  # how many lines a log gets


def progress(
    items: Iterable[Item], label: str, total: int | None = None, *, stream: Stream
) -> Iterator[Item]:
    """Yield the items, and say on the stream how many are done, of `total` or as many as there are items."""
    # Django's wrapper would end every state of the bar with a new line.
    out = cast(TextIO, stream._out) if isinstance(stream, OutputWrapper) else stream
    of = length_hint(items) if total is None else total
    step = max(1, -(-of // (WIDTH if out.isatty() else LINES)))
    done = 0
    for done, item in enumerate(items, start=1):
        yield item
        if done % step == 0 or done == of:
            show(label, done, of, out)
    if done and out.isatty():
        out.write("\n")


def show(label: str, done: int, total: int, out: TextIO) -> None:
    """Write one state of the work: over the last one on a terminal, on a line of its own elsewhere."""
    if out.isatty():
        filled = WIDTH * min(done, total) // max(total, 1)
        out.write(f"\r{label} [{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,}")
        out.flush()
    else:
        out.write(f"{label}: {done:,} of {total:,}\n")
