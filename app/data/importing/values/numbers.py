"""Numbers as people write them: 1234.5, 1,234.50, 1.234,50, 1 234,50, ($7.50) and −12,- Kč.

Whether a text is a number depends on itself and on the decimal sign of its column, never on other texts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, equals, keep, lengths, matches, numpy_of, pick, words_of
from app.data.columns.texts import BLANKS
from app.data.importing.values.currencies import CURRENCY, currency_code

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
_UNGROUPED = r"^\s*[-+]?[1-9]\d{3,}\s*$"
_POINT_GROUPS = r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$"
ROUNDED = r"^\d(?:[.,]\d+)?[eE]\+(?:1[1-9]|[2-9]\d)$"
"""A long number as a spreadsheet shows and saves it, its last digits lost."""
_MINUS = "[\u2212\u2013\ufe63\uff0d]"
_SPACES = f"[{''.join(BLANKS)}]+"
_GROUPS = ["first", "before", "second", "figure", "behind", "last"]
_DIGITS = np.arange(256, dtype=np.uint8)
_DIGITS[ord("2") : ord("9") + 1] = ord("1")
_APOSTROPHES = "[\u2019\u02bc\u00b4`]"


@dataclass(frozen=True, slots=True)
class DecimalSigns:
    """What texts say of their decimal sign: how often it must be a point or a comma, and one that can be read twice.

    `ungrouped` counts whole numbers from 1,000 on without a sign between thousands: beside them 1.234 has none either.
    """

    points: int = 0
    commas: int = 0
    either: str = ""
    ungrouped: int = 0

    @property
    def decided(self) -> Decimal | None:
        """The sign that most texts show; None where none does."""
        if not self.points and not self.commas:
            if self.either and self.ungrouped:
                return "," if "," in self.either else "."
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

    def part(self, first: int, last: int) -> Numbers:
        """Those from `first` to before `last`."""
        currencies = None if self.currencies is None else self.currencies.slice(first, last - first)
        return Numbers(self.values[first:last], self.fits[first:last], self.either, currencies)

    @property
    def certain(self) -> bool:
        """Whether each text has one reading."""
        return not self.either


@dataclass(frozen=True, slots=True)
class NumberTexts:
    """n texts taken apart once, so that they can be read with either decimal sign.

    `plain` are those that need no taking apart, and their `values`. `point` and `comma` say which texts are numbers
    with that decimal sign, `separated` which have one or a sign between thousands that might be one. Of the others,
    `figures` are the digits with their signs, `negative` and `currencies` what stood around them.
    """

    texts: pa.StringArray
    plain: NDArray[np.bool_]
    values: NDArray[np.float64]
    point: NDArray[np.bool_]
    comma: NDArray[np.bool_]
    separated: NDArray[np.bool_]
    negative: NDArray[np.bool_]
    figures: pa.StringArray
    currencies: pa.StringArray | None

    @classmethod
    def of(cls, texts: pa.StringArray) -> NumberTexts:
        """These texts, without nulls."""
        plain = matches(texts, _PLAIN)
        values = np.full(len(texts), np.nan)
        values[plain] = _floats(texts if plain.all() else keep(texts, plain))
        point = np.isfinite(values)
        separated = plain & matches(texts, r"\.") if plain.any() else plain.copy()
        comma = point & ~separated
        grouped = np.flatnonzero(point & separated)
        comma[grouped] = matches(pick(texts, grouped), _POINT_GROUPS)
        parts = cls(texts, plain, values, point, comma, separated, np.zeros(len(texts), np.bool_), texts, None)
        rest = np.flatnonzero(~plain)
        return parts._taken_apart(rest) if len(rest) else parts

    def part(self, first: int, last: int) -> NumberTexts:
        """The texts from `first` to before `last`."""
        rows, count = slice(first, last), last - first
        return NumberTexts(
            self.texts.slice(first, count),
            self.plain[rows],
            self.values[rows],
            self.point[rows],
            self.comma[rows],
            self.separated[rows],
            self.negative[rows],
            self.figures.slice(first, count),
            None if self.currencies is None else self.currencies.slice(first, count),
        )

    def signs(self, weights: NDArray[np.int64] | None = None) -> DecimalSigns:
        """What the texts say of their decimal sign; each counts by its weight."""
        if not self.separated.any():
            return NO_SIGNS
        weighted = np.ones(len(self.plain), np.int64) if weights is None else weights
        point, comma = self.point & self.separated, self.comma & self.separated
        both = np.flatnonzero(point & comma)
        either = str(self.texts[int(both[0])]) if len(both) else ""
        ungrouped = int(weighted[matches(self.texts, _UNGROUPED)].sum()) if either else 0
        return DecimalSigns(int(weighted[point & ~comma].sum()), int(weighted[comma & ~point].sum()), either, ungrouped)

    def fits_either(self) -> NDArray[np.bool_]:
        """Which texts are a number with one of the signs."""
        return self.point | self.comma

    def fits_with(self, decimal: Decimal) -> NDArray[np.bool_]:
        """Which texts are a number, `decimal` being their decimal sign."""
        if decimal == "." and self.plain.all():
            return self.point
        return self.read(decimal).fits

    def read(self, decimal: Decimal) -> Numbers:
        """The numbers, `decimal` being their decimal sign."""
        fits = (self.point if decimal == "." else self.comma).copy()
        done = self.plain & fits & ((decimal == ".") | ~self.separated)
        values = np.where(done, self.values, np.nan)
        rows = np.flatnonzero(fits & ~done)
        if len(rows):
            bare = pc.replace_substring_regex(pick(self.figures, rows), "[, ']" if decimal == "." else "[. ']", "")
            bare = pc.replace_substring(bare, ",", ".") if decimal == "," else bare
            values[rows] = _floats(bare) * np.where(self.negative[rows], -1.0, 1.0)
        finite = fits & np.isfinite(values)
        return Numbers(np.where(finite, values, np.nan), finite, currencies=self.currencies)

    def _taken_apart(self, rest: NDArray[np.int64]) -> NumberTexts:
        """With what the texts in these rows are, none of which is plain."""
        shapes, codes = _shapes(pick(self.texts, rest))
        apart = _apart(shapes)
        hit = apart.hit[codes]
        if not hit.any():
            return self
        rows, codes = rest[hit], codes[hit]
        self.point[rows], self.comma[rows] = apart.point[codes], apart.comma[codes]
        self.separated[rows], self.negative[rows] = apart.separated[codes], apart.negative[codes]
        figures, blanks = apart.figures_of(pick(self.texts, rows), codes), _blanks(len(self.plain))
        currencies = None if apart.currencies is None else _placed(pick(apart.currencies, codes), rows, blanks)
        return replace(self, figures=_placed(figures, rows, self.texts), currencies=currencies)


def read_numbers(texts: pa.StringArray, decimal: Decimal | None = None) -> Numbers:
    """Read n texts without nulls; where the decimal sign is not given, all of them together decide it."""
    parts = NumberTexts.of(texts)
    signs = parts.signs()
    numbers = parts.read(decimal or signs.decided or ".")
    either = "" if decimal or signs.decided else signs.either
    return Numbers(numbers.values, numbers.fits, either, numbers.currencies)


def identifiers_in(texts: pa.StringArray) -> NDArray[np.bool_]:
    """Where a number would lose what a text holds: a leading zero or plus, digits, or that it is a code like 12E4."""
    return matches(texts, _IDENTIFIER)


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


@dataclass(frozen=True, slots=True)
class _Apart:
    """What n shapes are made of: see `NumberTexts`. The others mean nothing where `hit` is false.

    `starts` and `ends` are where the figure stands among the bytes of the shape, which is tidy unless `start` is -1.
    """

    hit: NDArray[np.bool_]
    point: NDArray[np.bool_]
    comma: NDArray[np.bool_]
    separated: NDArray[np.bool_]
    negative: NDArray[np.bool_]
    currencies: pa.StringArray | None
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def figures_of(self, texts: pa.StringArray, codes: NDArray[np.integer[Any]]) -> pa.StringArray:
        """The figures of texts, each of which has the shape of that code."""
        cuts, places = np.unique(np.stack([self.starts, self.ends]), axis=1, return_inverse=True)
        which = places.reshape(-1)[codes]
        order = np.argsort(which, kind="stable")
        bounds = np.searchsorted(which[order], np.arange(cuts.shape[1] + 1))
        parts = [
            _figures(pick(texts, order[first:last]), start, end)
            for (start, end), first, last in zip(cuts.T.tolist(), bounds, bounds[1:], strict=False)
        ]
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return pick(pa.concat_arrays([NO_WORDS, *parts]), back)


def _shapes(texts: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.integer[Any]]]:
    """Each shape once, and that of each text: it says no more of digits than which are zero, and there are few."""
    compact = pa.concat_arrays([texts, NO_WORDS])
    _, offsets, data = cast(Any, compact.buffers())
    signs = _DIGITS[np.frombuffer(data, np.uint8)]
    shapes: Any = pa.StringArray.from_buffers(len(texts), offsets, pa.py_buffer(signs.tobytes()))
    encoded = shapes.dictionary_encode()
    return encoded.dictionary, numpy_of(encoded.indices)


def _apart(shapes: pa.StringArray) -> _Apart:
    tidy = _tidy(shapes)
    hit = matches(tidy, _AMOUNT)
    found: Any = pc.extract_regex(tidy, _AMOUNT)
    found = pa.StructArray.from_arrays([_filled(part) for part in found.flatten()], _GROUPS)
    currencies, known = _currencies(found)
    first, second, last = (found.field(name) for name in ("first", "second", "last"))
    bracketed = equals(first, "(") | equals(second, "(")
    minus = [equals(sign, "-") for sign in (first, second, last)]
    sound = known & (bracketed == equals(last, ")")) & (np.sum(minus, axis=0) <= 1)
    figures = found.field("figure")
    places = [_place(*three) for three in zip(words_of(shapes), words_of(tidy), words_of(figures), strict=True)]
    starts, ends = np.array(places, np.int64).reshape(-1, 2).T
    return _Apart(
        hit,
        sound & matches(figures, _POINT),
        sound & matches(figures, _COMMA),
        matches(figures, "[.,]"),
        bracketed | np.any(minus, axis=0),
        currencies,
        starts,
        ends,
    )


def _place(shape: str, tidy: str, figure: str) -> tuple[int, int]:
    """Where the figure begins and ends, in bytes of the shape; -1 where that has to be tidied first."""
    if shape != tidy:
        return -1, -1
    start = len(shape[: shape.find(figure)].encode())
    return start, start + len(figure)


def _figures(texts: pa.StringArray, start: int, end: int) -> pa.StringArray:
    """The bytes from `start` to `end` of each text; out of its tidied form where that is not known."""
    if start < 0:
        figures = cast(Any, pc.extract_regex(_tidy(texts), _AMOUNT)).field("figure")
    else:
        figures = cast(Any, pc.binary_slice(texts.cast(pa.binary()), start, end)).cast(pa.string())
    return cast(pa.StringArray, figures)


def _tidy(texts: pa.StringArray) -> pa.StringArray:
    """The texts with one kind of blank, minus and apostrophe."""
    tidy = pc.utf8_trim(pc.replace_substring_regex(texts, _SPACES, " "), " ")
    return pc.replace_substring_regex(pc.replace_substring_regex(tidy, _MINUS, "-"), _APOSTROPHES, "'")


def _filled(texts: Any) -> Any:
    return pc.fill_null(texts, "")


def _placed(texts: pa.StringArray, rows: NDArray[np.int64], among: pa.StringArray) -> pa.StringArray:
    """The texts in their rows, what was among them in all others."""
    places = np.arange(len(among))
    places[rows] = len(among) + np.arange(len(rows))
    return pick(pa.concat_arrays([among, texts]), places)


def _blanks(count: int) -> pa.StringArray:
    return pick(pa.array([""], pa.string()), np.zeros(count, np.int64))


def _floats(texts: pa.StringArray) -> NDArray[np.float64]:
    return numpy_of(texts.cast(pa.float64())) if len(texts) else numpy_of(NO_WORDS.cast(pa.float64()))
