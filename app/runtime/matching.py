"""Comparisons over whole columns: which of n values pass a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.errors import AppError
from app.nodes.conditions import Operator, Value
from app.nodes.times import Moment

Bits = NDArray[np.bool_]
FromWall = Callable[[int], NDArray[np.int64]]
"""The instants (n,) at which the wall clocks of n customers show one local time, in microseconds."""

_EPOCH = date(1970, 1, 1).toordinal()
_TEXT_TESTS: dict[Operator, Callable[..., pa.BooleanArray]] = {
    "lt": pc.less,
    "le": pc.less_equal,
    "gt": pc.greater,
    "ge": pc.greater_equal,
    "contains": pc.match_substring,
    "starts_with": pc.starts_with,
    "ends_with": pc.ends_with,
}
_NEGATED: dict[Operator, Operator] = {"ne": "eq", "not_in": "in"}


class Comparison(Protocol):
    """An operator with its value."""

    @property
    def op(self) -> Operator: ...

    @property
    def value(self) -> Value | None: ...

    @property
    def ignore_case(self) -> bool: ...


def passing(column: Column, test: Comparison, from_wall: FromWall) -> Bits:
    """Which values pass; missing ones fail everything but `missing`, `ne` and `not_in`.

    A local time compared with instants is read in each customer's zone.
    """
    if test.op == "exists":
        return column.filled
    if test.op == "missing":
        return ~column.filled
    op = _NEGATED.get(test.op, test.op)
    if column.type is ColumnType.TEXT:
        bits = np.append(_passing_words(column.words, op, test), False)[column.values]
    else:
        operands = [_operand(column.type, value, from_wall) for value in _values(test.value)]
        bits = _compared(op, column.values, operands) & column.filled
    return np.asarray(~bits if test.op in _NEGATED else bits, np.bool_)


def _values(value: Value | None) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _operand(type_: ColumnType, value: Any, from_wall: FromWall) -> Any:
    match type_:
        case ColumnType.DATE:
            return date.fromisoformat(value).toordinal() - _EPOCH
        case ColumnType.INSTANT:
            moment = Moment.parse(value)
            return from_wall(moment.us) if moment.is_local else moment.us
        case ColumnType.BOOLEAN:
            return int(value)
        case _:
            return float(value)


def _compared(op: Operator, values: NDArray[Any], operands: list[Any]) -> Bits:
    match op:
        case "lt":
            bits = values < operands[0]
        case "le":
            bits = values <= operands[0]
        case "gt":
            bits = values > operands[0]
        case "ge":
            bits = values >= operands[0]
        case "between":
            bits = (values >= operands[0]) & (values <= operands[1])
        case _:
            bits = np.zeros(len(values), np.bool_)
            for operand in operands:
                bits |= values == operand
    return np.asarray(bits, np.bool_)


def _passing_words(words: pa.StringArray | pa.LargeStringArray, op: Operator, test: Comparison) -> Bits:
    """Which of the distinct texts pass; their order is that of code points, which is that of their UTF-8 bytes."""
    operands = [str(value) for value in _values(test.value)]
    if op == "matches":
        return _searched(words, operands[0], test.ignore_case)
    if test.ignore_case:
        words = pa.array([str(word).casefold() for word in words.to_pylist()], pa.string())
        operands = [operand.casefold() for operand in operands]
    if op in ("eq", "in"):
        return _numpy(pc.is_in(words, pa.array(operands, words.type)))
    if op == "between":
        return _numpy(pc.greater_equal(words, pa.scalar(operands[0]))) & _numpy(
            pc.less_equal(words, pa.scalar(operands[1]))
        )
    return _numpy(_TEXT_TESTS[op](words, operands[0]))


def _searched(words: pa.StringArray | pa.LargeStringArray, pattern: str, ignore_case: bool) -> Bits:
    try:
        bits = pc.match_substring_regex(words, pattern, ignore_case=ignore_case)
    except pa.ArrowInvalid as error:
        raise AppError(f"'{pattern}' is not a regular expression that can be searched for in linear time") from error
    return _numpy(bits)


def _numpy(bits: pa.BooleanArray) -> Bits:
    return np.asarray(bits.to_numpy(zero_copy_only=False), np.bool_)


def part_of(column: Column, rows: NDArray[np.int64]) -> Column:
    """Some rows of a column."""
    return Column(column.type, column.values[rows], column.words)
