"""Typed values and the operators on them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference import clock


def typed(text: object, kind: str) -> Any:
    """A cell as its type; None is missing, instants are microseconds, dates are dates."""
    if text is None or text == "":
        return None
    match kind:
        case "number":
            return float(str(text))
        case "boolean":
            return str(text).lower() == "true"
        case "date":
            return date.fromisoformat(str(text))
        case "instant":
            return clock.instant(str(text))
        case _:
            return str(text)


def constant(value: Any, kind: str, zone: ZoneInfo) -> Any:
    """A constant of a `set` node as the attribute's type; one of a new attribute is what it looks like."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if kind == "date":
        return date.fromisoformat(value)
    return clock.moment(value, zone) if kind == "instant" else value


def holds(value: Any, test: dict[str, Any], now: int, zone: ZoneInfo) -> bool:
    """Whether an operator is true of a value; missing values make it false but for `missing`, `ne` and `not_in`."""
    op: str = test["op"]
    wanted: Any = test.get("value")
    match op:
        case "exists":
            return value is not None
        case "missing":
            return value is None
        case "ne":
            return not holds(value, {**test, "op": "eq"}, now, zone)
        case "not_in":
            return not holds(value, {**test, "op": "in"}, now, zone)
    if value is None:
        return False
    if op in ("in_last", "in_next"):
        by = clock.span(wanted)
        return (
            clock.earlier(now, by, zone) < value <= now
            if op == "in_last"
            else bool(now < value <= clock.later(now, by, zone))
        )
    if op in ("in", "between"):
        operands = [_operand(item, value, zone) for item in wanted]
    else:
        operands = [_operand(wanted, value, zone)]
    if test.get("ignore_case") and op != "matches":
        value, operands = value.casefold(), [operand.casefold() for operand in operands]
    return _compare(op, value, operands, bool(test.get("ignore_case")))


def _operand(wanted: Any, value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, date):
        return date.fromisoformat(wanted)
    if isinstance(value, float):
        return float(wanted)
    if isinstance(value, int) and not isinstance(value, bool):  # an instant
        return clock.moment(wanted, zone)
    return wanted


def _compare(op: str, value: Any, operands: list[Any], ignore_case: bool) -> bool:
    first = operands[0] if operands else None
    match op:
        case "eq":
            return bool(value == first)
        case "lt":
            return bool(value < first)
        case "le":
            return bool(value <= first)
        case "gt":
            return bool(value > first)
        case "ge":
            return bool(value >= first)
        case "in":
            return value in operands
        case "between":
            return bool(operands[0] <= value <= operands[1])
        case "contains":
            return first in value
        case "starts_with":
            return bool(value.startswith(first))
        case "ends_with":
            return bool(value.endswith(first))
        case "matches":
            return re.search(str(first), value, re.IGNORECASE if ignore_case else 0) is not None
    raise AssertionError(op)


def attribute_instant(value: Any, set_time: str | None, offset: str | None, zone: ZoneInfo) -> int:
    """A date (midnight local) or instant attribute, its wall clock set, then moved."""
    if isinstance(value, date):
        us = clock.from_local(datetime.combine(value, time.fromisoformat(set_time or "00:00")), zone)
    elif set_time:
        us = clock.from_local(datetime.combine(clock.local(value, zone).date(), time.fromisoformat(set_time)), zone)
    else:
        us = value
    return clock.later(us, clock.span(offset), zone) if offset else us
