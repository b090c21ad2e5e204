"""What the texts of a column are: numbers, moments, words that mean nothing; each distinct text weighs as its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, keep, matches, numpy_of, pick, words_of
from app.data.columns.texts import BLANKS, Texts
from app.data.importing.recognition.columns.names import names_a_birthday, names_a_moment
from app.data.importing.values.counted_time import BARE_NUMBER
from app.data.importing.values.moments import Moments, read_moments
from app.data.importing.values.numbers import NO_SIGNS, DecimalSigns, NumberTexts, identifiers_in

ENOUGH = 0.95
"""The share of its values that a column's type must fit."""
WORDS_OF_NOTHING = (
    *("null", "nil", "n/a", "na", "#n/a", "n.a.", "nan", "none", "(none)", "unknown", "not available", "undefined"),
    *("not set", "(not set)", "(blank)", "blank", "empty", "missing", "no data", "tbd", "tba", "\\n", "?", "??", "."),
    *("-", "--", "---", "\u2013", "\u2014", "\u2212", "/", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!"),
    *("nat", "<na>", "<null>", "[null]", "unbekannt", "inconnu", "desconocido", "0000-00-00", "1900-01-00"),
    *("0000-00-00 00:00:00", "0000-00-00t00:00:00", "1900-01-00 00:00:00", "00.00.0000", "00/00/0000"),
)
"""What people and programs write where there is nothing."""
_NOTHING = pa.array(WORDS_OF_NOTHING, pa.string())
_LONGEST_NOTHING = max(map(len, WORDS_OF_NOTHING))
_DIGIT = r"\d"
_MAY_BE_MOMENT = r"\d.*[-/. ,年년].*\d|\d{8}"
_HALF = 0.5
_MANY, _SAMPLE, _HEAVIEST = 4096, 256, 64
_NO_COUNTS = np.zeros(0, np.int64)


def _no_marks() -> NDArray[np.bool_]:
    return np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Look:
    """The n texts of a column that mean something, and how many rows have each.

    `numbers` and `moments` are None where fewer than half of the rows are any; `moments` of a column without a name of
    time leave out bare numbers. `signs` are those of the numbers; `codes` (n,) marks those that would lose something as
    numbers, `exponents` (n,) those with a capital E.
    """

    name: str
    words: pa.StringArray
    counts: NDArray[np.int64]
    numbers: NumberTexts | None = None
    signs: DecimalSigns = NO_SIGNS
    codes: NDArray[np.bool_] = field(default_factory=_no_marks)
    exponents: NDArray[np.bool_] = field(default_factory=_no_marks)
    moments: Moments | None = None

    @property
    def total(self) -> int:
        """How many rows have a value that means something."""
        return int(self.counts.sum())

    def share(self, fits: NDArray[np.bool_]) -> float:
        """The share of rows whose text is one of these."""
        return float(self.counts[fits].sum() / max(self.total, 1))

    @property
    def are_numbers(self) -> bool:
        """Whether nearly all are numbers, with one decimal sign or the other."""
        return self.numbers is not None and self.share(self.numbers.fits_either()) >= ENOUGH

    @property
    def are_moments(self) -> bool:
        """Whether nearly all are dates or instants."""
        return self.moments is not None and self.share(self.moments.fits) >= ENOUGH


def look_at(name: str, texts: Texts) -> Look:
    """What the texts are; dates in either order of day and month."""
    return look_at_all({name: texts})[name]


def look_at_all(columns: Mapping[str, Texts]) -> dict[str, Look]:
    """The same for several columns, read together, which for many short ones is a hundred times as fast."""
    names = list(columns)
    words = pa.concat_arrays([NO_WORDS, *(texts.distinct for texts in columns.values())])
    meaning = ~_means_nothing(words)
    counts = np.concatenate([_NO_COUNTS, *(texts.counts() for texts in columns.values())])[meaning]
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(meaning)])
    bounds = ends[np.cumsum([0, *(len(texts.distinct) for texts in columns.values())])].tolist()
    words = words if meaning.all() else keep(words, meaning)
    looks = [
        Look(name, words.slice(first, last - first), counts[first:last])
        for name, first, last in zip(names, bounds, bounds[1:], strict=False)
    ]
    shown = _shares(matches(words, _DIGIT), counts, bounds) >= _HALF
    looks = _with_numbers(looks, shown.tolist())
    for bare in (False, True):
        for past in (False, True):
            looks = _with_moments(looks, bare=bare, past=past)
    return dict(zip(names, looks, strict=True))


def _with_numbers(looks: Sequence[Look], may_be: Sequence[bool]) -> list[Look]:
    """The looks with their numbers, where at least half of the rows are some."""
    tried = [look for look, hope in zip(looks, may_be, strict=True) if hope and _may_fit(look, _fits_number)]
    bounds, words = _together(tried)
    numbers, codes, exponents = NumberTexts.of(words), identifiers_in(words), matches(words, "E")
    found = {}
    shares = _shares(numbers.fits_either(), _counts(tried), bounds).tolist()
    for look, share, first, last in zip(tried, shares, bounds, bounds[1:], strict=False):
        if share >= _HALF:
            part = numbers.part(first, last)
            rows, signs = slice(first, last), part.signs(look.counts)
            found[look.name] = replace(look, numbers=part, signs=signs, codes=codes[rows], exponents=exponents[rows])
    return [found.get(look.name, look) for look in looks]


def _with_moments(looks: Sequence[Look], *, bare: bool, past: bool) -> list[Look]:
    """The looks at columns with names of this kind with their moments, where at least half of the rows are some."""
    tried = [
        look
        for look in looks
        if (names_a_moment(look.name), names_a_birthday(look.name)) == (bare, past) and (bare or not look.are_numbers)
    ]

    def fits(some: pa.StringArray) -> NDArray[np.bool_]:
        return read_moments(some, serials=bare).fits

    bounds, words = _together(tried)
    hopes = _shares(matches(words, _DIGIT if bare else _MAY_BE_MOMENT), _counts(tried), bounds).tolist()
    tried = [look for look, hope in zip(tried, hopes, strict=True) if hope >= _HALF and _may_fit(look, fits)]
    bounds, words = _together(tried)
    moments = read_moments(words, serials=bare, past=past)
    if not bare:
        moments = replace(moments, fits=moments.fits & ~matches(words, BARE_NUMBER))
    found = {}
    shares = _shares(moments.fits, _counts(tried), bounds).tolist()
    for look, share, first, last in zip(tried, shares, bounds, bounds[1:], strict=False):
        if share >= _HALF:
            found[look.name] = replace(look, moments=moments.part(first, last))
    return [found.get(look.name, look) for look in looks]


def _fits_number(texts: pa.StringArray) -> NDArray[np.bool_]:
    return NumberTexts.of(texts).fits_either()


def _together(looks: Sequence[Look]) -> tuple[list[int], pa.StringArray]:
    """The words of all looks, and where those of each begin and end."""
    bounds = np.cumsum([0, *(len(look.words) for look in looks)]).tolist()
    return bounds, pa.concat_arrays([NO_WORDS, *(look.words for look in looks)])


def _counts(looks: Sequence[Look]) -> NDArray[np.int64]:
    return np.concatenate([_NO_COUNTS, *(look.counts for look in looks)])


def _shares(mask: NDArray[np.bool_], counts: NDArray[np.int64], bounds: Sequence[int]) -> NDArray[np.float64]:
    """For each part between two bounds the share of rows whose text is one of these."""
    fitting = np.diff(np.append(0, np.cumsum(np.where(mask, counts, 0)))[bounds])
    shares: NDArray[np.float64] = fitting / np.maximum(np.diff(np.append(0, np.cumsum(counts))[bounds]), 1)
    return shares


def _may_fit(look: Look, fits: Callable[[pa.StringArray], NDArray[np.bool_]]) -> bool:
    """False where none of the texts that most rows have, nor of some from everywhere, fits, of very many."""
    some = _some(look)
    return some is None or bool(fits(some).any())


def _means_nothing(words: pa.StringArray) -> NDArray[np.bool_]:
    short = numpy_of(pc.utf8_length(words)) <= _LONGEST_NOTHING
    if not short.any():
        return short
    lower = pc.utf8_lower(pc.utf8_trim(keep(words, short), BLANKS))
    short[short] = numpy_of(pc.is_in(lower, _NOTHING))
    return short


def _some(look: Look) -> pa.StringArray | None:
    """The texts that most rows have, and some from everywhere, of a column with very many; else None."""
    count = len(look.words)
    if count <= _MANY:
        return None
    spread = np.linspace(0, count - 1, _SAMPLE).astype(np.int64)
    return pick(look.words, np.concatenate([spread, np.argpartition(look.counts, -_HEAVIEST)[-_HEAVIEST:]]))


def examples(look: Look, mask: NDArray[np.bool_], most: int = 3) -> str:
    """Those of the texts that most rows have, as “a”, “b” …"""
    rows = np.flatnonzero(mask)
    first = rows[np.argsort(-look.counts[rows], kind="stable")[:most]]
    shown = ", ".join(f"“{_short(word)}”" for word in words_of(pick(look.words, first)))
    return shown + (" …" if len(rows) > most > 1 else "")


def _short(word: str, most: int = 60) -> str:
    return word if len(word) <= most else f"{word[:most]}…"
