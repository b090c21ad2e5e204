"""Audience entries: the same instants for every customer, worked out before the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from app.errors import AppError
from app.nodes.instructions import EnterAudience, Instruction, Repeat
from app.nodes.times import Moment
from app.runtime.clock import instant_of, shift, shift_wall
from app.runtime.codes import BEFORE_ALL, NEVER
from app.runtime.compiler.conditions import compile_condition
from app.runtime.compiler.draft import Draft
from app.runtime.program import ScheduledRow
from app.scenario.graph import Scenario

_SCENARIO_ZONE = 0
_MOST_OCCURRENCES = 100_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """The instants of the first and the last recorded event."""

    first: int
    last: int


def compile_schedule(
    draft: Draft, scenario: Scenario, instructions: Sequence[Instruction], recorded: Recorded | None
) -> None:
    """Write all occurrences, in order of instant, then of the document."""
    rows: list[ScheduledRow] = []
    for place, (node, instruction) in enumerate(zip(scenario.nodes, instructions, strict=True)):
        if isinstance(instruction, EnterAudience):
            condition = compile_condition(draft, instruction.condition)
            window = _window(scenario, recorded)
            occurrences = _occurrences(draft, instruction, window, node.id)
            rows.extend(ScheduledRow(at, place, condition) for at in occurrences)
    draft.scheduled = sorted(rows, key=lambda row: row.at)


def _window(scenario: Scenario, recorded: Recorded | None) -> range:
    """The instants in which entries lie whose end the scenario leaves open; empty if nothing bounds them."""
    start, end = scenario.settings.start, scenario.settings.end
    first = start.us if start else recorded.first if recorded else None
    last = end.us if end else recorded.last + 1 if recorded else None
    return range(first, last) if first is not None and last is not None else range(0)


def _occurrences(draft: Draft, entry: EnterAudience, window: range, node: str) -> Iterator[int]:
    repeat = entry.repeat
    if repeat is None:
        yield _instant(draft, entry.at)
        return
    is_open = repeat.until is None and repeat.count is None
    last = window.stop - 1 if is_open else _instant(draft, repeat.until) if repeat.until else NEVER
    first = window.start if is_open else BEFORE_ALL
    for number in range(repeat.count) if repeat.count is not None else count():
        at = _occurrence(draft, entry.at, repeat, number)
        if at > last:
            return
        if number == _MOST_OCCURRENCES:
            raise AppError(f"The audience entry '{node}' repeats more than 100,000 times; let it end.")
        if at >= first:
            yield at


def _occurrence(draft: Draft, at: Moment, repeat: Repeat, number: int) -> int:
    """The first plus `number` times the step; of a local time its wall clock steps, of an instant its own."""
    span = draft.span(repeat.every)
    if number == 0:
        return _instant(draft, at)
    if not at.is_local:
        return shift(draft, _SCENARIO_ZONE, at.us, span, number)
    wall = shift_wall(draft, at.us, span, number)
    return instant_of(draft, _SCENARIO_ZONE, wall) + draft.spans[span].time_us * number


def _instant(draft: Draft, at: Moment) -> int:
    return instant_of(draft, _SCENARIO_ZONE, at.us) if at.is_local else at.us
