"""Untrusted JSON into plain values: syntax, size and depth, each refused in words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from app.errors import AppError, Problem

LARGEST_BYTES = 8 * 1024 * 1024
DEEPEST = 128
_LONGEST_SHOWN = 64
_LARGEST_WHOLE = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_tree(text: str | bytes, source: str) -> Any:
    """The document's plain values; `source` names it in the AppError that says what is wrong."""
    if len(text) > LARGEST_BYTES:
        raise AppError(f"{source} is larger than {LARGEST_BYTES // 1024 // 1024} MB, so it is no scenario.")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        tree = json.loads(decoded, object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise AppError(f"{source} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AppError(f"{source} is not valid JSON: {error.msg} at {place}.") from error
    except RecursionError as error:
        raise AppError(f"{source} is nested too deeply to be a scenario.") from error
    except ValueError as error:
        raise AppError(f"{source} cannot be read: {error}.") from error
    problems = _tree_problems(tree)
    if problems:
        raise AppError(f"{source} cannot be read:", problems)
    return tree


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError(f"the key '{_first_twice(pairs)[:_LONGEST_SHOWN]}' stands twice in one object")
    return read


def _first_twice(pairs: Iterable[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    raise KeyError


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that a scenario may hold")


def _whole(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError(f"the number {digits[:20]}… is too large")
    return int(digits)


def _tree_problems(tree: Any) -> list[Problem]:
    problems: list[Problem] = []
    open_: list[tuple[Any, str, int]] = [(tree, "", 0)]
    while open_:
        value, path, depth = open_.pop()
        reason = _misfit(value, depth)
        if reason:
            problems.append(Problem("bad-value", reason, where=path))
        elif isinstance(value, dict):
            problems += [_bad_key(key, path) for key in value if not _is_text(key)]
            open_ += [(child, f"{path}.{key}".lstrip("."), depth + 1) for key, child in value.items()]
        elif isinstance(value, list):
            open_ += [(child, f"{path}[{i}]", depth + 1) for i, child in enumerate(value)]
    return sorted(problems, key=lambda problem: problem.where)


def _misfit(value: Any, depth: int) -> str:
    if depth > DEEPEST:
        return f"this is nested more than {DEEPEST} levels deep; no scenario needs that"
    if value is None:
        return "null is not a value here; leave the key out instead"
    if isinstance(value, str) and not _is_text(value):
        return "this text holds half a character (a lone surrogate)"
    if (isinstance(value, int) and abs(value) >= _LARGEST_WHOLE) or (isinstance(value, float) and math.isinf(value)):
        return "this number is too large"
    return ""


def _is_text(text: str) -> bool:
    return text.isascii() or _SURROGATE.search(text) is None


def _bad_key(key: str, path: str) -> Problem:
    return Problem("bad-value", f"the key {key!a} holds half a character (a lone surrogate)", where=path)
