"""The funnel: how many customers go through steps of events in order, within a window, and how long they take."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.sentences import where_sentence
from app.reports.funnel.figures import FunnelFigures, steps_of
from app.reports.matching import matching, step_problems

Order = Literal["ordered", "strict", "any"]
Entry = Literal["any", "first"]

_ORDERS: tuple[Order, ...] = ("ordered", "strict", "any")
_MOST_STEPS = 30
_DAY_US = 86_400_000_000
_FEW_EVENTS = 500_000  # below this a second thread does not pay
_ORDER_WORDS = {
    "ordered": "in this order, other events may lie between",
    "strict": "in this order, with no other event between",
    "any": "in any order",
}
_ENTRY_WORDS = {
    "any": "every first step opens an attempt and the furthest attempt of a customer counts",
    "first": "only the first attempt of a customer counts",
}


@dataclass(frozen=True, slots=True)
class FunnelDefinition:
    """Steps that are events; the window runs from the first step and includes its last microsecond."""

    steps: tuple[Step, ...]
    window: Duration
    order: Order = "ordered"
    entry: Entry = "any"

    @property
    def window_us(self) -> int:
        """The window as a length of time: a day is 24 hours."""
        return self.window.days * _DAY_US + self.window.time_us

    def in_words(self) -> str:
        """The definition as a sentence."""
        return (
            f"Customers who did the steps {_ORDER_WORDS[self.order]}, each step by an event of its own, within "
            f"{self.window.in_words()} of the first step; {_ENTRY_WORDS[self.entry]}. Events of the same instant count "
            "in the order of the steps."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "steps": [step.model_dump(mode="json", exclude_defaults=True) for step in self.steps],
            "window": self.window.text,
            "window_s": self.window_us / 1_000_000,
            "order": self.order,
            "entry": self.entry,
            "counting": "customers",
        }


def funnel(dataset: Dataset, definition: FunnelDefinition) -> FunnelFigures:
    """Follow every customer's events through the steps; AppError names all that is wrong with the definition."""
    problems = _problems(dataset, definition)
    if problems:
        raise AppError("This funnel cannot be counted.", problems)
    levels, instants = _follow(dataset, definition)
    return FunnelFigures(
        definition, steps_of(step_names(definition), levels, instants), dataset.customer_ids, levels, instants
    )


def step_names(definition: FunnelDefinition) -> tuple[str, ...]:
    """What the steps are called: their events, or in any order how many of them were done."""
    if definition.order == "any":
        many = len(definition.steps)
        return tuple(f"Any {k} of {many} steps" if k < many else f"All {many} steps" for k in range(1, many + 1))
    return tuple(f"{step.event}{where_sentence(step.where)}" for step in definition.steps)


def _follow(dataset: Dataset, definition: FunnelDefinition) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    from app.reports.funnel.kernel import follow  # late: numba takes a while to import

    customers = dataset.customer_count
    levels = np.zeros(customers, np.uint8)
    instants = np.empty((customers, len(definition.steps)), np.int64)
    marks = _marks(dataset, definition.steps)
    order, once = _ORDERS.index(definition.order), definition.entry == "first"

    def follow_part(first: int, last: int) -> None:
        follow(marks, dataset.at, dataset.offsets, first, last, definition.window_us, order, once, levels, instants)

    parts = (os.cpu_count() or 1) if dataset.event_count > _FEW_EVENTS else 1
    bounds = np.searchsorted(dataset.offsets, np.linspace(0, dataset.event_count, parts + 1)[1:-1])
    edges = [0, *bounds.tolist(), customers]
    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(follow_part, edges[:-1], edges[1:]))
    return levels, instants


def _marks(dataset: Dataset, steps: tuple[Step, ...]) -> NDArray[np.uint32]:
    """A bit per step that the event matches; shape (m,)."""
    codes = {word: code for code, word in enumerate(dataset.names.words.to_pylist())}
    table = np.zeros(len(codes) + 1, np.uint32)  # the last is for an event without a name, code -1
    for k, step in enumerate(steps):
        if step.event in codes and not step.where:
            table[codes[step.event]] |= np.uint32(1 << k)
    marks: NDArray[np.uint32] = table[dataset.names.values]
    for k, step in enumerate(steps):
        if step.where:
            marks[matching(dataset, step)] |= np.uint32(1 << k)
    return marks


def _problems(dataset: Dataset, definition: FunnelDefinition) -> list[Problem]:
    problems = []
    if not 1 <= len(definition.steps) <= _MOST_STEPS:
        problems.append(
            Problem(
                "funnel-steps", f"A funnel has 1 to {_MOST_STEPS} steps; this one has {len(definition.steps)}", "steps"
            )
        )
    if definition.window.months:
        problems.append(
            Problem(
                "funnel-window", "A funnel's window is a length of time; write days, P30D rather than P1M", "window"
            )
        )
    elif definition.window_us < 0:
        problems.append(Problem("funnel-window", "A funnel's window cannot be negative", "window"))
    return problems + step_problems(dataset, definition.steps, [f"steps[{k}]" for k in range(len(definition.steps))])
