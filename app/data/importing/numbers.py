"""Numbers as people write them: 1234.5, 1,234.50, 1.234,50 and 1 234,50."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import keep, matches, numpy_of

_GROUP = " \u00a0\u202f'’"
_POINT = rf"^[+-]?(\d+|\d{{1,3}}([,{_GROUP}]\d{{3}})+)?(\.\d*)?([eE][+-]?\d+)?$"
_COMMA = rf"^[+-]?(\d+|\d{{1,3}}([.{_GROUP}]\d{{3}})+)?(,\d*)?$"
_HAS_DIGIT = r"^[^eE]*\d"
_IDENTIFIER = r"^\+|^-?0\d|^\d{16,}$"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Texts read as numbers: `values` is NaN where `fits` is false; `certain` unless 1,234 can be read in two ways."""

    values: NDArray[np.float64]
    fits: NDArray[np.bool_]
    certain: bool = True


def read_numbers(texts: pa.StringArray) -> Numbers:
    """Read n texts without nulls; the decimal sign is decided by all of them together."""
    try:
        values = _floats(texts)
    except pa.ArrowInvalid:
        return _read_styled(texts)
    finite = np.isfinite(values)
    return Numbers(np.where(finite, values, np.nan), finite)


def look_like_identifiers(texts: pa.StringArray) -> bool:
    """Whether a number would lose what some text holds: a leading zero or plus, or more digits than a number keeps."""
    return bool(matches(texts, _IDENTIFIER).any())


def _read_styled(texts: pa.StringArray) -> Numbers:
    trimmed = pc.utf8_trim_whitespace(texts)
    digits = matches(trimmed, _HAS_DIGIT)
    point, comma = matches(trimmed, _POINT) & digits, matches(trimmed, _COMMA) & digits
    if comma.sum() > point.sum():
        plain = pc.replace_substring(pc.replace_substring_regex(trimmed, f"[.{_GROUP}]", ""), ",", ".")
        return _numbers_where(comma, plain, certain=True)
    plain = pc.replace_substring_regex(trimmed, f"[,{_GROUP}]", "")
    grouped = bool((point & matches(trimmed, ",")).any())
    return _numbers_where(point, plain, certain=not grouped or comma.sum() < point.sum())


def _numbers_where(fits: NDArray[np.bool_], plain: pa.StringArray, *, certain: bool) -> Numbers:
    values = np.full(len(fits), np.nan)
    values[fits] = _floats(keep(plain, fits))
    finite = np.isfinite(values)
    return Numbers(np.where(finite, values, np.nan), finite, certain)


def _floats(texts: pa.StringArray) -> NDArray[np.float64]:
    return numpy_of(texts.cast(pa.float64()))
