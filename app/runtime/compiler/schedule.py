"""Entries at a time: those of audiences, whose instants are the same for all, and those of dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from app.errors import AppError
from app.nodes.instructions import EnterAudience, EnterOnDate, Instruction, Repeat
from app.nodes.times import Moment
from app.runtime.compiler.conditions import compile_condition
from app.runtime.compiler.draft import Draft
from app.runtime.machine.arithmetic.clock import instant_of, shift, shift_wall
from app.runtime.program.nodes import DateEntryRow, ScheduledRow
from app.runtime.program.opcodes import BEFORE_ALL, NEVER
from app.scenario.graph import Scenario

_MOST_OCCURRENCES = 100_000
_SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """The instants of the first and the last recorded event."""

    first: int
    last: int


def compile_schedule(
    draft: Draft, scenario: Scenario, instructions: Sequence[Instruction], recorded: Recorded | None
) -> None:
    """Write what lets people in at a time: audience entries, all occurrences of them, and date entries.

    The scenario's nodes are the last that have been compiled.
    """
    first_node = len(draft.nodes) - len(instructions)
    window = _window(scenario, recorded)
    for place, (node, instruction) in enumerate(zip(scenario.nodes, instructions, strict=True), first_node):
        if isinstance(instruction, EnterAudience):
            condition = compile_condition(draft, instruction.condition)
            occurrences = _occurrences(draft, instruction, window, node.id)
            draft.scheduled.extend(ScheduledRow(at, place, condition) for at in occurrences)
        elif isinstance(instruction, EnterOnDate):
            draft.date_entries.append(_date_entry(draft, instruction, place, window))


def _date_entry(draft: Draft, entry: EnterOnDate, place: int, window: range) -> DateEntryRow:
    return DateEntryRow(
        node=place,
        condition=compile_condition(draft, entry.condition),
        moments=draft.customer_moments.place(draft.zoned(entry.attribute)),
        offset=draft.span(entry.offset),
        clock=entry.time.seconds * _SECOND_US,
        yearly=entry.yearly,
        start=window.start,
        end=window.stop,
    )


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
        return shift(draft, draft.fallback, at.us, span, number)
    wall = shift_wall(draft, at.us, span, number)
    return instant_of(draft, draft.fallback, wall) + draft.spans[span].time_us * number


def _instant(draft: Draft, at: Moment) -> int:
    return instant_of(draft, draft.fallback, at.us) if at.is_local else at.us
