"""Conditions in words, for cards, forms and reports: `country is CZ and purchase at least once in 30 days`."""

from __future__ import annotations

from collections.abc import Iterable

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
    NumberTest,
    Operator,
    Scalar,
    ScoreTest,
    Sequence,
    Value,
    Where,
)
from app.nodes.durations import Duration
from app.nodes.times import Weekday

_WORDS: dict[Operator, str] = {
    "eq": "is",
    "ne": "is not",
    "lt": "below",
    "le": "at most",
    "gt": "above",
    "ge": "at least",
    "in": "is one of",
    "not_in": "is none of",
    "between": "between",
    "contains": "contains",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "matches": "matches",
    "exists": "is known",
    "missing": "is missing",
    "in_last": "in the last",
    "in_next": "in the next",
}
_TIMES: dict[Operator, str] = {"eq": "exactly", "ne": "not exactly", "lt": "fewer than", "gt": "more than"}
_SINCE = {"ever": "", "entry": " since entry", "arrival": " since arrival here"}


def sentence(condition: Condition) -> str:
    """The condition in a few words."""
    match condition:
        case All(all=parts):
            return _joined(parts, " and ") or "everyone"
        case AnyOf(any=parts):
            return _joined(parts, " or ") or "no one"
        case Not(not_=inner):
            return f"not ({sentence(inner)})"
        case AttributeTest(attribute=name):
            return f"{name or '…'} {_compared(condition.op, condition.value)}"
        case EntryTest(entry=name):
            return f"entry {name or '…'} {_compared(condition.op, condition.value)}"
        case ScoreTest(score=name):
            return f"score {name or '…'} {_compared(condition.op, condition.value)}"
        case InList(in_list=name):
            return f"in list {name or '…'}"
        case InSegment(segment=name):
            return f"in segment {name or '…'}"
        case MessageTest(message=node, state=state):
            return f"{node or '…'} was {state}"
        case LocalTime(local_time=window):
            return f"local time {window_words(window)}"
        case EventTest():
            return _event_words(condition)
        case Sequence():
            steps = ", then ".join(f"{step.event or '…'}{where_sentence(step.where)}" for step in condition.sequence)
            return f"{steps}{_within(condition.within, 'within')}{_SINCE[condition.since]}"


def where_sentence(where: Where) -> str:
    """` with amount above 20`, with the blank before it; empty for no clauses."""
    clauses = " and ".join(f"{test.property or '…'} {_compared(test.op, test.value)}" for test in where)
    return f" with {clauses}" if clauses else ""


def window_words(window: ClockWindow) -> str:
    """`09:00–17:00 on Mon, Tue`."""
    return f"{window.from_.text}–{window.to.text}{weekday_words(window.weekdays)}"


def weekday_words(weekdays: Iterable[Weekday] | None) -> str:
    """` on Mon, Tue`, with the blank before it; empty for every day."""
    names = ", ".join(day.capitalize() for day in weekdays or ())
    return f" on {names}" if names else ""


def _joined(parts: tuple[Condition, ...], word: str) -> str:
    grouped = len(parts) > 1
    return word.join(f"({sentence(part)})" if grouped and _is_group(part) else sentence(part) for part in parts)


def _is_group(condition: Condition) -> bool:
    parts = condition.all if isinstance(condition, All) else condition.any if isinstance(condition, AnyOf) else ()
    return len(parts) > 1


def _event_words(test: EventTest) -> str:
    name = f"{test.event or '…'}{where_sentence(test.where)}"
    if test.aggregate is None:
        what = f"{name} {_times(test.count)}"
    elif test.aggregate in ("count", "days_since_last"):
        label = "number of" if test.aggregate == "count" else "days since last"
        what = f"{label} {name} {_compared(test.op, test.value)}"
    else:
        what = f"{test.aggregate} of {test.of or '…'} over {name} {_compared(test.op, test.value)}"
    key = " with the value of the entry" if test.match_key else ""
    return f"{what}{_within(test.within, 'in')}{_SINCE[test.since]}{key}"


def _times(count: NumberTest | None) -> str:
    if count is None or (count.op == "ge" and count.value == 1):
        return "at least once"
    if (count.op, count.value) in (("eq", 0), ("lt", 1), ("le", 0)):
        return "never"
    number = _listed(count.value)
    return f"{_TIMES.get(count.op, _WORDS[count.op])} {number} {'time' if number == '1' else 'times'}"


def _within(duration: Duration | None, word: str) -> str:
    return f" {word} {duration.in_words()}" if duration else ""


def _compared(op: Operator | None, value: Value | None) -> str:
    if op is None:
        return "…"
    if op in ("exists", "missing"):
        return _WORDS[op]
    if op in ("in_last", "in_next") and isinstance(value, str):
        return f"{_WORDS[op]} {_span(value)}"
    if op == "between" and isinstance(value, tuple):
        return f"between {' and '.join(map(_shown, value))}"
    return f"{_WORDS[op]} {_listed(value)}"


def _span(text: str) -> str:
    try:
        return Duration.parse(text).in_words()
    except ValueError:
        return text


def _listed(value: Value | None) -> str:
    if value is None:
        return "…"
    return ", ".join(map(_shown, value)) if isinstance(value, tuple) else _shown(value)


def _shown(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value) or "empty"
