"""Which shade a number gets on a map: that of none, or one of four steps with about as many places each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

MOST_STEPS = 4
# The shades for so many steps, as far apart as they can be.
NUMBERS = ((), (3,), (2, 4), (2, 3, 4), (1, 2, 3, 4))


@dataclass(frozen=True)
class Step:
    """One shade: its number, 0 for the lightest, and the least and greatest count that it stands for."""

    number: int
    least: int
    most: int

    @property
    def label(self) -> str:
        """The step in words: 'None', '3', '4 to 9'."""
        if self.most == 0:
            return "None"
        return f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"


class Shading:
    """The steps for the counts of one map. Counts that are equal get the same step, greater ones no lower."""

    def __init__(self, counts: Iterable[int]) -> None:
        every = sorted(counts)
        some = [count for count in every if count]
        tops = step_tops(some)
        self.steps = [
            Step(number, some[bisect_right(some, below)], top)
            for number, below, top in zip(NUMBERS[len(tops)], [0, *tops], tops, strict=False)
        ]
        if len(some) < len(every) or not some:
            self.steps.insert(0, Step(0, 0, 0))

    def step(self, count: int) -> int:
        """Return the number of the step of a count that is among those given."""
        return self.steps[bisect_left(self.steps, count, key=lambda step: step.most)].number


def step_tops(counts: Sequence[int]) -> list[int]:
    """Return the greatest count of each step, for counts above nothing in order."""
    different = sorted(set(counts))
    if len(different) <= MOST_STEPS:
        return different
    ends = (ceil(len(counts) * quarter / MOST_STEPS) for quarter in range(1, MOST_STEPS + 1))
    return sorted({counts[end - 1] for end in ends})
