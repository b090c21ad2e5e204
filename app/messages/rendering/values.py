"""The values templates see: plain data in, plain text out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jinja2.runtime import ChainableUndefined, Undefined

from app.messages.rendering.budget import LONGEST_LIST, RenderingError, bounded
from app.numbers import number

DEEPEST = 3
_NUMBER_DIGITS = ".15g"


class Missing(ChainableUndefined):
    """A value that is not there: renders empty, has missing parts, and is neither more nor less than anything."""

    __slots__ = ()

    def _is_not(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _is_not  # type: ignore[assignment]  # Undefined declares that these never return


def is_missing(value: object) -> bool:
    """No value: unknown to the customer, or `none`."""
    return value is None or isinstance(value, Undefined)


def as_text(value: object) -> str:
    """A single value as a message shows it; a whole number without decimals, a missing value empty."""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    if isinstance(value, float):
        return format(value, _NUMBER_DIGITS)
    if isinstance(value, (bool, int, date)):
        return str(value)
    raise RenderingError("it shows a group of values; name a single one, like customer.first_name")


def plain(value: object, depth: int = 0) -> Any:
    """A copy in texts, numbers, dates, lists and dicts alone; any other object is a bug of the caller, a TypeError."""
    if isinstance(value, str):
        return bounded(str(value))
    if value is None or isinstance(value, (bool, int, float, date)):
        return value
    if depth < DEEPEST and isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items() if item is not None}
    if depth < DEEPEST and isinstance(value, (list, tuple)):
        if len(value) > LONGEST_LIST:
            raise RenderingError(f"one of the values is a list of more than {number(LONGEST_LIST)}")
        return [plain(item, depth + 1) for item in value]
    raise TypeError(f"a template cannot be given a {type(value).__name__} at depth {depth}")
