"""Formulas of series, such as `A/B`: letters, numbers, the four operations and brackets, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.errors import AppError

Floats = NDArray[np.float64]
LETTERS = "ABCDEFGHIJ"
_LONGEST = 200
_DEEPEST = 60
_GREATEST = 1e15
_OPERATIONS: dict[type[ast.operator], np.ufunc] = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply}


class Formula:
    """A formula that was read; AppError says what is wrong with another text."""

    def __init__(self, text: str, letters: str) -> None:
        self.text = text.strip()
        self._letters = letters
        self._root = _read(self.text)
        self._check(self._root, 0)

    def value(self, series: Mapping[str, Floats]) -> Floats:
        """What it comes to, element by element; NaN where it divides by nothing."""
        many = len(next(iter(series.values())))
        return np.array(np.broadcast_to(_value(self._root, series), many), np.float64)

    @property
    def quotient(self) -> tuple[str, str] | None:
        """The two letters of a formula that is just one series over another."""
        root = self._root
        if not isinstance(root, ast.BinOp) or not isinstance(root.op, ast.Div):
            return None
        if not isinstance(root.left, ast.Name) or not isinstance(root.right, ast.Name):
            return None
        return root.left.id.upper(), root.right.id.upper()

    def _check(self, part: ast.expr, depth: int) -> None:
        if depth > _DEEPEST:
            raise AppError("The formula has too many brackets within one another. Nothing was changed.")
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            self._check(part.left, depth + 1)
            self._check(part.right, depth + 1)
        elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub | ast.UAdd):
            self._check(part.operand, depth + 1)
        elif isinstance(part, ast.Name):
            if part.id.upper() not in self._letters:
                raise AppError(f"The formula names {part.id}; the series are {', '.join(self._letters)}.")
        elif not _is_number(part):
            raise _wrong(self.text)


def _read(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise AppError(f"A formula has at most {_LONGEST} characters.")
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _wrong(text) from None


def _wrong(text: str) -> AppError:
    return AppError(
        f"“{text}” is not a formula; write it like A/B or (A-B)*100, with letters, numbers, + - * / and ( )."
    )


def _is_number(part: ast.expr) -> bool:
    value = part.value if isinstance(part, ast.Constant) else None
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _GREATEST


def _value(part: ast.expr, series: Mapping[str, Floats]) -> Floats:
    if isinstance(part, ast.Name):
        return series[part.id.upper()]
    if isinstance(part, ast.UnaryOp):
        value = _value(part.operand, series)
        return -value if isinstance(part.op, ast.USub) else value
    if isinstance(part, ast.BinOp):
        left, right = _value(part.left, series), _value(part.right, series)
        with np.errstate(all="ignore"):
            if isinstance(part.op, ast.Div):
                return np.where(right == 0, np.nan, left / np.where(right == 0, 1, right))
            return np.asarray(_OPERATIONS[type(part.op)](left, right), np.float64)
    return np.asarray(ast.literal_eval(part), np.float64)
