"""What the clock does for signing, page by page: one that goes wrong keeps no other from its turn."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.management.base import OutputWrapper

from partners.progress import progress

logger = logging.getLogger(__name__)


@dataclass
class Turn:
    """What came of one run."""

    done: int = 0
    failed: list[int] = field(default_factory=list)


def each_in_turn(
    keys: Iterable[int], work: Callable[[int], object], label: str, *, stream: OutputWrapper
) -> Turn:
    """Do the work for each key, and say how far it is. What goes wrong is logged, and the next one begins."""
    turn = Turn()
    for key in progress(keys, label, stream=stream):
        try:
            turn.done += bool(work(key))
        except Exception:
            # Whatever it was: the other pages have their date too.
            logger.exception("%s: number %s failed. The next run tries again.", label, key)
            turn.failed.append(key)
    return turn
