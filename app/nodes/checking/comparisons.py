"""Checks of one comparison: does the operator fit the type, and the value the operator?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

from app.data.columns.column import ColumnType
from app.errors import Problem
from app.nodes.conditions import Operator, Scalar, Value
from app.nodes.durations import Duration
from app.nodes.problems import problem
from app.nodes.times import Moment

WITHOUT_VALUE = frozenset({"exists", "missing"})
WITH_LIST = frozenset({"in", "not_in"})
ON_TEXT = frozenset({"contains", "starts_with", "ends_with", "matches"})
ON_INSTANT = frozenset({"in_last", "in_next"})

TYPE_WORDS = {
    ColumnType.TEXT: "a text",
    ColumnType.NUMBER: "a number",
    ColumnType.BOOLEAN: "true or false",
    ColumnType.DATE: "a date like 2024-05-01",
    ColumnType.INSTANT: "a point in time like 2024-05-01T09:00:00Z",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Comparison(Protocol):
    """What every comparing document has."""

    @property
    def op(self) -> Operator:
        """How."""

    @property
    def value(self) -> Value | None:
        """With what."""


def comparison_problems(test: Comparison, subject: str, type_: ColumnType | None, field: str) -> Iterator[Problem]:
    """What is wrong with `subject op value`; without a type only what is wrong for every type."""
    shape = list(_shape_problems(test, subject, f"{field}.value"))
    yield from shape
    if type_ is not None and not _suits(test.op, type_):
        words = f"'{subject}' is {TYPE_WORDS[type_]}, which cannot be compared with '{test.op}'"
        yield problem("operator-type", words, f"{field}.op")
    elif not shape and type_ is not None and test.op not in ON_INSTANT:
        yield from _type_problems(test, subject, type_, f"{field}.value")
    if getattr(test, "ignore_case", False) and type_ not in (None, ColumnType.TEXT):
        yield problem(
            "ignore-case-type", f"'{subject}' is not a text, so there is no case to ignore", f"{field}.ignore_case"
        )


def _shape_problems(test: Comparison, subject: str, field: str) -> Iterator[Problem]:
    value = test.value
    if test.op in WITHOUT_VALUE:
        if value is not None:
            yield problem("needless-value", f"'{test.op}' takes no value", field)
    elif value is None:
        yield problem("missing-value", f"Say what '{subject}' is compared with", field)
    elif test.op in WITH_LIST or test.op == "between":
        if not isinstance(value, tuple):
            yield problem("list-needed", f"'{test.op}' needs a list of values for '{subject}'", field)
        elif test.op == "between" and len(value) != 2:
            yield problem("list-length", f"'between' needs two values for '{subject}', the lower and the upper", field)
        elif len({_sort(item) for item in value}) > 1:
            yield problem("mixed-values", f"The values for '{subject}' are of different types", field)
    elif isinstance(value, tuple):
        yield problem("list-not-allowed", f"'{test.op}' takes one value for '{subject}', not a list", field)
    else:
        yield from _operand_problems(test.op, value, subject, field)


def _operand_problems(op: Operator, value: Scalar, subject: str, field: str) -> Iterator[Problem]:
    if op in ON_TEXT and not isinstance(value, str):
        yield problem("value-type", f"'{op}' looks for a text in '{subject}', not for {shown(value)}", field)
    elif op in ON_INSTANT:
        yield from _span_problems(op, value, field)
    elif op == "matches":
        yield from _pattern_problems(str(value), field)


def _span_problems(op: Operator, value: Scalar, field: str) -> Iterator[Problem]:
    try:
        span = Duration.parse(value if isinstance(value, str) else str(value))
    except ValueError as error:
        yield problem("value-type", str(error), field)
        return
    if span.is_negative:
        yield problem("negative-duration", f"'{op}' needs a duration without a minus", field)


def _pattern_problems(pattern: str, field: str) -> Iterator[Problem]:
    import pyarrow as pa  # late: only a scenario with `matches` needs the expression engine
    import pyarrow.compute as pc

    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        reason = str(error).removeprefix("Invalid regular expression: ")
        yield problem("bad-pattern", f"'{pattern}' is not a regular expression that can be used here: {reason}", field)


def _suits(op: Operator, type_: ColumnType) -> bool:
    if op in ON_TEXT:
        return type_ is ColumnType.TEXT
    return type_ is ColumnType.INSTANT if op in ON_INSTANT else True


def _type_problems(test: Comparison, subject: str, type_: ColumnType, field: str) -> Iterator[Problem]:
    values = test.value if isinstance(test.value, tuple) else (() if test.value is None else (test.value,))
    for value in values:
        if not is_a(value, type_):
            yield problem("value-type", f"'{subject}' is {TYPE_WORDS[type_]}, not {shown(value)}", field)


def is_a(value: Scalar, type_: ColumnType) -> bool:
    """Whether a value of a file can stand for one of the type."""
    match type_:
        case ColumnType.BOOLEAN:
            return isinstance(value, bool)
        case ColumnType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ColumnType.TEXT:
            return isinstance(value, str)
        case ColumnType.DATE:
            return isinstance(value, str) and _DATE.fullmatch(value) is not None and _reads(date.fromisoformat, value)
        case ColumnType.INSTANT:
            return isinstance(value, str) and _reads(Moment.parse, value)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _sort(value: Scalar) -> str:
    return "boolean" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def shown(value: Scalar) -> str:
    """The value as a message quotes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if isinstance(value, str) else str(value)
