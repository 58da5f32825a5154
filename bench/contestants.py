"""Who answers the same questions in turns: in this process, or in another one over a pipe."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Self

from bench.measure import percentiles

ROOT = Path(__file__).parents[1]
Ask = Callable[[Any], dict[str, float]]


@dataclass
class Contestant:
    """Someone who answers, with the seconds and the processor's seconds of every answer."""

    name: str
    ask: Ask
    seconds: list[float] = field(default_factory=list)
    processor: float = 0.0
    # Slow ones get only so many of the questions.
    most: int = 1_000_000

    def answer(self, question: Any) -> None:
        """Answer once more, unless it has had enough."""
        if len(self.seconds) < self.most:
            answer = self.ask(question)
            self.seconds.append(answer["seconds"])
            self.processor += answer["processor"]

    def figures(self) -> dict[str, float]:
        """Return milliseconds at the median and in the tail, and the processor's for each answer."""
        p50, p95, p99 = percentiles(self.seconds)
        return {"p50": p50, "p95": p95, "p99": p99, "cpu": self.processor / len(self.seconds) * 1e3}


def here(action: Callable[[Any], Any], before: Callable[[], None] | None = None) -> Ask:
    """Return what answers in this process and says how long it took; what comes `before` does not count."""

    def ask(question: Any) -> dict[str, float]:
        if before:
            before()
        wall, processor = perf_counter(), process_time()
        action(question)
        return {"seconds": perf_counter() - wall, "processor": process_time() - processor}

    return ask


class Elsewhere:
    """A process that says something first, and then answers lines of JSON with lines of JSON."""

    def __init__(self, *command: str) -> None:
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen([sys.executable, *command], cwd=ROOT, text=True, **pipes)
        self.first = self.answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate(timeout=60)

    def ask(self, question: dict[str, Any]) -> dict[str, float]:
        """Return its answer."""
        if self.process.stdin:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, float]:
        """Return the next line that it says. Raises RuntimeError when it has ended."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError("A process of the benchmark has ended.")
        answer: dict[str, float] = json.loads(line)
        return answer


def in_turns(
    contestants: list[Contestant], questions: list[Any], rounds: int, show: Callable[[], None]
) -> None:
    """Put every question to everybody in every round; whoever was first is last the next time."""
    for number in range(rounds):
        for turn, question in enumerate(questions):
            first = (turn + number) % len(contestants)
            for contestant in [*contestants[first:], *contestants[:first]]:
                contestant.answer(question)
            show()
