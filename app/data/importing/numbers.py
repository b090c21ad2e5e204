"""Numbers as people write them: 1234.5, 1,234.50, 1.234,50, 1 234,50, ($7.50) and −12,- Kč.

Whether a text is a number depends on itself and on the decimal sign of its column, never on other texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import NO_WORDS, equals, keep, lengths, matches, numpy_of, pick, words_of
from app.data.importing.currencies import CURRENCY, currency_code
from app.data.texts import BLANKS

Decimal = Literal[".", ","]
_PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_AMOUNT = (
    rf"^(?P<first>[-+(]?) ?(?P<before>{CURRENCY})? ?(?P<second>[-+(]?) ?"
    rf"(?P<figure>[.,]?\d(?:[\d., ']*\d)?(?:[eE][+-]?\d+)?)(?:[,.]-{{0,2}})? ?"
    rf"(?P<behind>{CURRENCY})? ?(?P<last>[-+)]?)$"
)
_GROUPED = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+|[1-9]\d?(?:{0}\d\d)+{0}\d{{3}}"
_ANY_GROUPS = "|".join(_GROUPED.format(sign) for sign in (" ", "'"))
_POINT = rf"^(?:\d+|{_ANY_GROUPS}|{_GROUPED.format(',')})?(?:\.\d*)?(?:[eE][+-]?\d+)?$"
_COMMA = rf"^(?:\d+|{_ANY_GROUPS}|{_GROUPED.format(chr(92) + '.')})?(?:,\d*)?(?:[eE][+-]?\d+)?$"
_IDENTIFIER = r"^\+\d|^-?0\d+$|^\d{16,}$|^\d+[eE]\d+$"
ROUNDED = r"^\d(?:[.,]\d+)?[eE]\+(?:1[1-9]|[2-9]\d)$"
"""A long number as a spreadsheet shows and saves it, its last digits lost."""
_MINUS = "[\u2212\u2013\ufe63\uff0d]"
_SPACES = f"[{''.join(BLANKS)}]+"
_APOSTROPHES = "[\u2019\u02bc\u00b4`]"


@dataclass(frozen=True, slots=True)
class DecimalSigns:
    """What texts say of their decimal sign: how often it must be a point or a comma, and one that can be read twice."""

    points: int = 0
    commas: int = 0
    either: str = ""

    @property
    def decided(self) -> Decimal | None:
        """The sign that most texts show; None where none does."""
        if not self.points and not self.commas:
            return None
        return "," if self.commas > self.points else "."


NO_SIGNS = DecimalSigns()


@dataclass(frozen=True, slots=True)
class Numbers:
    """Texts read as numbers: `values` is NaN where `fits` is false; `currencies` are the texts', "" for none.

    `either` is a text that can be read in two ways, where nothing was given or found to decide.
    """

    values: NDArray[np.float64]
    fits: NDArray[np.bool_]
    either: str = ""
    currencies: pa.StringArray | None = None

    @property
    def certain(self) -> bool:
        """Whether each text has one reading."""
        return not self.either


class NumberTexts:
    """n texts without nulls, taken apart once: read them with either decimal sign."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._count = len(texts)
        self._plain_values = _floats(texts) if _is_plain(texts) else None
        self._plain_texts = texts
        if self._plain_values is None:
            self._take_apart(texts)

    def signs(self, weights: NDArray[np.int64] | None = None) -> DecimalSigns:
        """What the texts say of their decimal sign; each counts by its weight."""
        weighted = np.ones(self._count, np.int64) if weights is None else weights
        if self._plain_values is not None:
            return _plain_signs(self._plain_texts, weighted)
        separated = matches(self._figures, "[.,]")
        point, comma = self._point & separated, self._comma & separated
        both = np.flatnonzero(point & comma)
        either = str(self._plain_texts[int(both[0])]) if len(both) else ""
        return DecimalSigns(int(weighted[point & ~comma].sum()), int(weighted[comma & ~point].sum()), either)

    def fits_either(self) -> NDArray[np.bool_]:
        """Which texts are a number with one of the signs."""
        if self._plain_values is not None:
            return np.isfinite(self._plain_values)
        return self._point | self._comma

    def read(self, decimal: Decimal) -> Numbers:
        """The numbers, `decimal` being their decimal sign."""
        if self._plain_values is not None and decimal == ".":
            finite = np.isfinite(self._plain_values)
            return Numbers(np.where(finite, self._plain_values, np.nan), finite)
        if self._plain_values is not None:
            self._plain_values = None
            self._take_apart(self._plain_texts)
        fits = self._point if decimal == "." else self._comma
        groups = "[, ']" if decimal == "." else "[. ']"
        bare = pc.replace_substring_regex(keep(self._figures, fits), groups, "")
        bare = pc.replace_substring(bare, ",", ".") if decimal == "," else bare
        values = np.full(self._count, np.nan)
        values[fits] = _floats(bare) * np.where(self._negative[fits], -1.0, 1.0)
        finite = np.isfinite(values)
        return Numbers(np.where(finite, values, np.nan), finite, currencies=self._currencies)

    def _take_apart(self, texts: pa.StringArray) -> None:
        tidy = pc.utf8_trim(pc.replace_substring_regex(texts, _SPACES, " "), " ")
        tidy = pc.replace_substring_regex(pc.replace_substring_regex(tidy, _MINUS, "-"), _APOSTROPHES, "'")
        found: Any = pc.extract_regex(tidy, _AMOUNT)
        there = numpy_of(found.is_valid())
        rows = np.flatnonzero(there)
        parts = found.filter(pa.array(there))
        currencies, known = _currencies(parts)
        first, second, last = (parts.field(name) for name in ("first", "second", "last"))
        bracketed = equals(first, "(") | equals(second, "(")
        minus = [equals(sign, "-") for sign in (first, second, last)]
        ordered = (bracketed == equals(last, ")")) & (sum(part.astype(int) for part in minus) <= 1)
        figures = parts.field("figure")
        sound = known & ordered
        self._point, self._comma, self._negative = (np.zeros(self._count, np.bool_) for _ in range(3))
        self._point[rows] = sound & matches(figures, _POINT)
        self._comma[rows] = sound & matches(figures, _COMMA)
        self._negative[rows] = bracketed | np.any(minus, axis=0)
        self._figures = _spread(figures, rows, self._count)
        self._currencies = _spread(currencies, rows, self._count) if currencies is not None else None


def read_numbers(texts: pa.StringArray, decimal: Decimal | None = None) -> Numbers:
    """Read n texts without nulls; where the decimal sign is not given, all of them together decide it."""
    parts = NumberTexts(texts)
    signs = parts.signs()
    numbers = parts.read(decimal or signs.decided or ".")
    either = "" if decimal or signs.decided else signs.either
    return Numbers(numbers.values, numbers.fits, either, numbers.currencies)


def identifiers_in(texts: pa.StringArray) -> NDArray[np.bool_]:
    """Where a number would lose what a text holds: a leading zero or plus, digits, or that it is a code like 12E4."""
    return matches(texts, _IDENTIFIER)


def _is_plain(texts: pa.StringArray) -> bool:
    """Whether all are digits with at most a point; a cast that fails is slow, so the first ones are looked at."""
    if not matches(texts.slice(0, 8), _PLAIN).all():
        return False
    return bool(matches(texts, _PLAIN).all())


def _plain_signs(texts: pa.StringArray, weights: NDArray[np.int64]) -> DecimalSigns:
    with_point = matches(texts, r"\.")
    either = with_point & matches(texts, r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
    more = np.flatnonzero(either)
    return DecimalSigns(int(weights[with_point & ~either].sum()), 0, str(texts[int(more[0])]) if len(more) else "")


def _currencies(parts: pa.StructArray) -> tuple[pa.StringArray | None, NDArray[np.bool_]]:
    """The currency of each, None where no text has one; and where it is none, or one that is known."""
    before, behind = cast(Any, parts.field("before")), cast(Any, parts.field("behind"))
    joined: Any = pc.binary_join_element_wise(before, behind, "")
    distinct = joined.unique()
    words = words_of(distinct)
    codes = numpy_of(pc.index_in(joined, distinct))
    both = (lengths(before) > 0) & (lengths(behind) > 0)
    if not any(words):
        return None, np.ones(len(joined), np.bool_)
    known = [currency_code(word) for word in words]
    fits = np.array([not word or bool(code) for word, code in zip(words, known, strict=True)], np.bool_)
    return pick(pa.array(known, pa.string()), codes), fits[codes] & ~both


def _spread(texts: pa.StringArray, rows: NDArray[np.int64], count: int) -> pa.StringArray:
    """The texts in their rows, "" in all others."""
    places = np.full(count, len(rows), np.int64)
    places[rows] = np.arange(len(rows))
    return pick(pa.concat_arrays([texts, pa.array([""], pa.string())]), places)


def _floats(texts: pa.StringArray) -> NDArray[np.float64]:
    return numpy_of(texts.cast(pa.float64())) if len(texts) else numpy_of(NO_WORDS.cast(pa.float64()))
