"""Conditions to postfix code."""

from __future__ import annotations

import math
from typing import get_args

from app.nodes.conditions import (
    All,
    AnyOf,
    AttributeTest,
    ClockWindow,
    Condition,
    EntryTest,
    EventTest,
    InList,
    InSegment,
    LocalTime,
    MessageTest,
    Not,
    NumberOperator,
    NumberTest,
    ScoreTest,
    Sequence,
    Value,
)
from app.nodes.durations import Duration
from app.runtime.compiler.draft import Draft, EventColumn, weekday_bits
from app.runtime.program import opcodes
from app.runtime.program.calendar import WindowRow
from app.runtime.program.conditions import (
    CodeRow,
    EventTestRow,
    IntervalRow,
    MessageTestRow,
    NumberTestRow,
    RecentRow,
    ScoreTestRow,
    SequenceRow,
)
from app.runtime.program.opcodes import NONE

_SINCE = {"ever": opcodes.EVER, "entry": opcodes.SINCE_ENTRY, "arrival": opcodes.SINCE_ARRIVAL}
_MEASURE = {
    "count": opcodes.COUNT,
    "sum": opcodes.SUM,
    "avg": opcodes.AVG,
    "min": opcodes.MIN,
    "max": opcodes.MAX,
    "distinct": opcodes.DISTINCT,
    "days_since_last": opcodes.DAYS_SINCE_LAST,
}
NUMBER_OPERATORS = frozenset[str](get_args(NumberOperator))
_AT_LEAST_ONE = NumberTest(op="ge", value=1)
_SECOND_US = 1_000_000


def compile_condition(draft: Draft, condition: Condition | None) -> int:
    """The first step of the condition's code, added to the draft; -1 for no condition."""
    if condition is None:
        return NONE
    steps: list[CodeRow] = []
    _write(draft, condition, steps)
    first = len(draft.code)
    for step in steps:
        jump = first if step.op in (opcodes.UNLESS, opcodes.IF) else 0
        draft.code.append(CodeRow(step.op, step.operand + jump))
    draft.code.append(CodeRow(opcodes.RETURN, 0))
    return first


def _write(draft: Draft, condition: Condition, steps: list[CodeRow]) -> None:
    match condition:
        case All(all=parts):
            _write_parts(draft, parts, steps, opcodes.UNLESS, empty=1)
        case AnyOf(any=parts):
            _write_parts(draft, parts, steps, opcodes.IF, empty=0)
        case Not(not_=inner):
            _write(draft, inner, steps)
            steps.append(CodeRow(opcodes.NOT, 0))
        case InSegment(condition=inner) if inner is not None:
            _write(draft, inner, steps)
        case _:
            steps.append(_test(draft, condition))


def _write_parts(draft: Draft, parts: tuple[Condition, ...], steps: list[CodeRow], jump: int, empty: int) -> None:
    if not parts:
        steps.append(CodeRow(opcodes.CONSTANT, empty))
    jumps = []
    for number, part in enumerate(parts):
        if number:
            jumps.append(CodeRow(jump, 0))
            steps.append(jumps[-1])
        _write(draft, part, steps)
    for row in jumps:
        row.operand = len(steps)


def _test(draft: Draft, condition: Condition) -> CodeRow:
    match condition:
        case AttributeTest(attribute=name, op="in_last" | "in_next"):
            column = draft.customer_moments.place(draft.zoned(name))
            return CodeRow(opcodes.ATTRIBUTE_RECENT, add_recent(draft, column, condition.op, condition.value))
        case AttributeTest():
            return CodeRow(opcodes.ATTRIBUTE, draft.attribute_tests.place(draft.zoned(condition)))
        case EntryTest(entry=name, op="in_last" | "in_next"):
            column = draft.event_moments.place(draft.zoned(name))
            return CodeRow(opcodes.ENTRY_RECENT, add_recent(draft, column, condition.op, condition.value))
        case EntryTest():
            return CodeRow(opcodes.ENTRY, draft.entry_tests.place(draft.zoned(condition)))
        case ScoreTest(score=score, op=op, value=value):
            draft.score_tests.append(ScoreTestRow(draft.scores.place(score), add_number_test(draft, op, value)))
            return CodeRow(opcodes.SCORE_TEST, len(draft.score_tests) - 1)
        case InList(in_list=name):
            return CodeRow(opcodes.IN_LIST, draft.lists.place(name))
        case MessageTest(message=message, state=state):
            draft.message_tests.append(MessageTestRow(draft.messages.place(message), opcodes.STATE_BIT[state]))
            return CodeRow(opcodes.MESSAGE, len(draft.message_tests) - 1)
        case LocalTime(local_time=window):
            return CodeRow(opcodes.LOCAL_TIME, add_window(draft, window, channels=0))
        case Sequence():
            return CodeRow(opcodes.SEQUENCE, _sequence(draft, condition))
        case EventTest():
            return CodeRow(opcodes.EVENTS, _event_test(draft, condition))
    raise TypeError(f"not a test: {condition!r}")


def add_recent(draft: Draft, column: int, op: str, value: Value | None) -> int:
    """A row for `in_last` or `in_next` over a column of moments."""
    draft.recents.append(RecentRow(column, draft.span(Duration.parse(str(value))), op == "in_next"))
    return len(draft.recents) - 1


def add_window(draft: Draft, window: ClockWindow, channels: int) -> int:
    """A row for a window of the local clock."""
    begin, end = window.from_.seconds * _SECOND_US, window.to.seconds * _SECOND_US
    draft.windows.append(WindowRow(begin, end, weekday_bits(window.weekdays), channels))
    return len(draft.windows) - 1


def _sequence(draft: Draft, condition: Sequence) -> int:
    first = len(draft.steps)
    draft.steps.extend(draft.selector(step.event, step.where) for step in condition.sequence)
    size, since = len(condition.sequence), _SINCE[condition.since]
    draft.sequences.append(SequenceRow(first, size, since, draft.span(condition.within)))
    return len(draft.sequences) - 1


def _event_test(draft: Draft, condition: EventTest) -> int:
    aggregate = condition.aggregate or "count"
    compared = condition.count or _AT_LEAST_ONE
    if condition.aggregate is not None and condition.op is not None:
        compared = NumberTest(op=condition.op, value=condition.value)
    column = NONE
    if condition.of is not None:
        column = draft.event_columns.place(EventColumn(condition.of, distinct=aggregate == "distinct"))
    draft.event_tests.append(
        EventTestRow(
            selector=draft.selector(condition.event, condition.where),
            since=_SINCE[condition.since],
            within=draft.span(condition.within),
            match_key=condition.match_key,
            measure=_MEASURE[aggregate],
            column=column,
            number_test=add_number_test(draft, compared.op, compared.value),
        )
    )
    return len(draft.event_tests) - 1


def add_number_test(draft: Draft, op: NumberOperator, value: Value | None) -> int:
    """A comparison of a number as membership in intervals; what is not in any of them passes the negated ones."""
    values = [float(item) for item in (value if isinstance(value, tuple) else (value,)) if item is not None]
    intervals = _intervals(op, values)
    negated = op in ("ne", "not_in", "missing")
    first = len(draft.intervals)
    draft.intervals.extend(intervals)
    enough = max((_enough(interval) for interval in intervals), default=0.0)
    draft.number_tests.append(NumberTestRow(first, len(intervals), negated, enough))
    return len(draft.number_tests) - 1


def _intervals(op: NumberOperator, values: list[float]) -> list[IntervalRow]:
    match op:
        case "lt":
            return [IntervalRow(-math.inf, math.nextafter(values[0], -math.inf))]
        case "le":
            return [IntervalRow(-math.inf, values[0])]
        case "gt":
            return [IntervalRow(math.nextafter(values[0], math.inf), math.inf)]
        case "ge":
            return [IntervalRow(values[0], math.inf)]
        case "between":
            return [IntervalRow(values[0], values[1])]
        case "exists" | "missing":
            return [IntervalRow(-math.inf, math.inf)]
        case "eq" | "ne" | "in" | "not_in":
            return [IntervalRow(value, value) for value in values]


def _enough(interval: IntervalRow) -> float:
    """The count from which on more makes no difference to the interval."""
    if interval.high == math.inf:
        return 0.0 if interval.low == -math.inf else interval.low
    return interval.high + 1.0
