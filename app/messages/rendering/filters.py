"""The filters and tests a template may use, each with a result no larger than the budget allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from math import fsum
from typing import Any

from jinja2 import pass_context
from jinja2.filters import FILTERS as JINJAS
from jinja2.runtime import Context

from app.messages.rendering.budget import (
    LARGEST_NUMBER,
    RenderingError,
    bounded,
    budget_of,
    customs_of,
    refuse_longer,
    weight,
)
from app.messages.rendering.formatting import BY_CUSTOMS
from app.messages.rendering.values import as_text, is_missing

Filter = Callable[..., Any]

MOST_DECIMALS = 10


def _default(value: object, otherwise: object = "", boolean: bool = False) -> object:
    return otherwise if is_missing(value) or value == "" or (boolean and not value) else value


def _first(value: object) -> object:
    items = _items(value)
    return items[0] if items else None


def _last(value: object) -> object:
    items = _items(value)
    return items[-1] if items else None


def _length(value: object) -> int:
    return 0 if is_missing(value) else len(_items(value))


def _join(value: object, between: object = "") -> str:
    texts, joint = [as_text(item) for item in _items(value)], as_text(between)
    refuse_longer(sum(map(len, texts)) + len(joint) * len(texts))
    return joint.join(texts)


def _replace(value: object, old: object, new: object) -> str:
    text, before, after = as_text(value), as_text(old), as_text(new)
    refuse_longer(len(text) + text.count(before) * (len(after) - len(before)))
    return text.replace(before, after)


def _truncate(value: object, length: int = 255, killwords: bool = False, end: object = "...") -> str:
    text, mark = as_text(value), as_text(end)
    if len(text) <= length:
        return text
    kept = text[: max(0, length - len(mark))]
    return (kept if killwords else kept.rsplit(" ", 1)[0]) + mark


def _int(value: object, otherwise: int = 0) -> int:
    number = _float(value, otherwise)
    return int(number) if abs(number) <= LARGEST_NUMBER else otherwise


def _float(value: object, otherwise: float = 0.0) -> float:
    try:
        return float(as_text(value))
    except ValueError:
        return otherwise


def _round(value: object, decimals: int = 0) -> float:
    if not isinstance(value, (int, float)) or not 0 <= decimals <= MOST_DECIMALS:
        raise RenderingError(f"'round' takes a number and at most {MOST_DECIMALS} decimals")
    return round(float(value), decimals)


def _abs(value: object) -> float:
    if not isinstance(value, (int, float)):
        raise RenderingError("'abs' takes a number")
    return abs(value)


def _sum(value: object, attribute: str | None = None, start: float = 0) -> float:
    numbers = [part for part in _parts(value, attribute) if not is_missing(part)]
    if not all(isinstance(number, (int, float)) for number in [start, *numbers]):
        raise RenderingError("'sum' adds up something that is no number")
    total = fsum([start, *numbers])
    if abs(total) > LARGEST_NUMBER:
        raise RenderingError("a number in it grows too large")
    return total


def _map(value: object, *, attribute: str) -> list[object]:
    return [part for part in _parts(value, attribute) if not is_missing(part)]


def _parts(value: object, attribute: str | None) -> list[Any]:
    """The items themselves, or a part of each; what has no such part has nothing there."""
    items = _items(value)
    if attribute is None:
        return list(items)
    return [item.get(attribute) if isinstance(item, dict) else None for item in items]


def _items(value: object) -> list[Any] | tuple[Any, ...] | str:
    if isinstance(value, (list, tuple, str)):
        return value
    raise RenderingError("a filter for lists is used on something that is no list")


def _on_text(name: str) -> Filter:
    wrapped = JINJAS[name]

    def apply(value: object) -> object:
        return wrapped(value if hasattr(value, "__html__") else as_text(value))

    return apply


def _charged(apply: Filter, *, sees_missing: bool, by_customs: bool = False) -> Filter:
    """The filter with its input and output paid for; a missing value passes by the filters that have no use for it.

    `by_customs`: the filter is told the customs of the rendering, whatever the template says they are.
    """

    @pass_context
    @wraps(apply)
    def charged(context: Context, value: object, *args: object, **options: object) -> object:
        budget = budget_of(context)
        budget.spend(weight(value) + sum(map(weight, args)) + sum(map(weight, options.values())))
        if is_missing(value) and not sees_missing:
            return value
        if by_customs:
            options["customs"] = customs_of(context)
        result = apply(value, *args, **options)
        budget.spend(weight(result))
        return bounded(result) if isinstance(result, str) else result

    return charged


_SEES_MISSING: Mapping[str, Filter] = {"default": _default, "d": _default, "length": _length, "count": _length}
_PASSES_MISSING: Mapping[str, Filter] = {
    **{name: _on_text(name) for name in ("capitalize", "e", "escape", "lower", "title", "trim", "upper", "urlencode")},
    "abs": _abs,
    "first": _first,
    "float": _float,
    "int": _int,
    "join": _join,
    "last": _last,
    "map": _map,
    "replace": _replace,
    "round": _round,
    "string": as_text,
    "sum": _sum,
    "truncate": _truncate,
}

FILTERS: Mapping[str, Filter] = {
    **{name: _charged(apply, sees_missing=True) for name, apply in _SEES_MISSING.items()},
    **{name: _charged(apply, sees_missing=False) for name, apply in _PASSES_MISSING.items()},
    **{name: _charged(apply, sees_missing=False, by_customs=True) for name, apply in BY_CUSTOMS.items()},
}

TESTS: Mapping[str, Callable[..., bool]] = {
    "defined": lambda value: not is_missing(value),
    "undefined": is_missing,
    "none": is_missing,
    "number": lambda value: isinstance(value, (int, float)),
    "string": lambda value: isinstance(value, str),
    "even": lambda value: isinstance(value, (int, float)) and value % 2 == 0,
    "odd": lambda value: isinstance(value, (int, float)) and value % 2 == 1,
    "divisibleby": lambda value, by: isinstance(value, (int, float)) and value % by == 0,
}
