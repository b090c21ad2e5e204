"""Steps of a benchmark in processes of their own, so that each has its own peak of memory and none warms up another."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]
Step = Callable[..., Figures]

_APART = "--apart"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, and the most it may be."""

    name: str
    value: float
    unit: str
    budget: float | None = None

    def __str__(self) -> str:
        figure = f"{self.name:<60}{self.value:>8.2f} {self.unit}"
        if self.budget is None:
            return figure
        return f"{figure}, to reach {self.budget:g}{'' if self.value <= self.budget else ': not met'}"


def taken(module: str, step: Step, *arguments: str | int) -> Figures:
    """The figures of a step of that module, whose `main` hands its arguments to `answers`."""
    command = [sys.executable, "-m", module, _APART, step.__name__, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def answers(arguments: list[str], steps: Iterable[Step]) -> bool:
    """Whether this process is one that takes a step; then its figures have been printed."""
    if arguments[:1] != [_APART]:
        return False
    step = next(step for step in steps if step.__name__ == arguments[1])
    sys.stdout.write(f"{json.dumps(dict(step(*arguments[2:])))}\n")
    return True


def say(lines: Iterable[Line]) -> None:
    """Print lines as they are measured."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
