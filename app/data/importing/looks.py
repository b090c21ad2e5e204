"""What the texts of a column are: numbers, moments, words that mean nothing; each distinct text weighs as its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import keep, matches, numpy_of, pick, words_of
from app.data.importing.counted_time import BARE_NUMBER
from app.data.importing.moments import Moments, read_moments
from app.data.importing.names import names_a_birthday, names_a_moment
from app.data.importing.numbers import NO_SIGNS, DecimalSigns, NumberTexts
from app.data.texts import BLANKS, Texts

ENOUGH = 0.95
"""The share of its values that a column's type must fit."""
_WORDS = (
    *("null", "nil", "n/a", "na", "#n/a", "n.a.", "nan", "none", "(none)", "unknown", "not available", "undefined"),
    *("not set", "(not set)", "(blank)", "blank", "empty", "missing", "no data", "tbd", "tba", "\\n", "?", "??", "."),
    *("-", "--", "---", "\u2013", "\u2014", "\u2212", "/", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!"),
    *("nat", "<na>", "<null>", "[null]", "unbekannt", "inconnu", "desconocido", "0000-00-00", "1900-01-00"),
    *("0000-00-00 00:00:00", "0000-00-00t00:00:00", "1900-01-00 00:00:00", "00.00.0000", "00/00/0000"),
)
_NOTHING = pa.array(_WORDS, pa.string())
_LONGEST_NOTHING = max(map(len, _WORDS))
_DIGIT = r"\d"
_MAY_BE_MOMENT = r"\d.*[-/. ,].*\d|\d{8}"
_HALF = 0.5
_MANY, _SAMPLE, _HEAVIEST = 4096, 256, 64


@dataclass(frozen=True, slots=True)
class Look:
    """The n texts of a column that mean something, and how many rows have each.

    `numbers` and `moments` are None where fewer than half of the rows are any; `moments` of a column without a name of
    time leave out bare numbers. `signs` are those of the numbers.
    """

    name: str
    words: pa.StringArray
    counts: NDArray[np.int64]
    numbers: NumberTexts | None = None
    signs: DecimalSigns = NO_SIGNS
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
    meaning = ~_means_nothing(texts.distinct)
    words = texts.distinct if meaning.all() else keep(texts.distinct, meaning)
    counts = texts.counts()[meaning]
    look = Look(name, words, counts)
    if not len(words) or look.share(matches(words, _DIGIT)) < _HALF:
        return look
    numbers = _numbers(look)
    signs = numbers.signs(counts) if numbers else NO_SIGNS
    bare = names_a_moment(name)
    is_number = numbers is not None and look.share(numbers.fits_either()) >= ENOUGH
    moments = None if is_number and not bare else _moments(look, bare=bare)
    return Look(name, words, counts, numbers, signs, moments)


def _means_nothing(words: pa.StringArray) -> NDArray[np.bool_]:
    short = numpy_of(pc.utf8_length(words)) <= _LONGEST_NOTHING
    if not short.any():
        return short
    lower = pc.utf8_lower(pc.utf8_trim(keep(words, short), BLANKS))
    short[short] = numpy_of(pc.is_in(lower, _NOTHING))
    return short


def _numbers(look: Look) -> NumberTexts | None:
    some = _some(look)
    if some is not None and not NumberTexts(some).fits_either().any():
        return None
    numbers = NumberTexts(look.words)
    return numbers if look.share(numbers.fits_either()) >= _HALF else None


def _moments(look: Look, *, bare: bool) -> Moments | None:
    if look.share(matches(look.words, r"\d" if bare else _MAY_BE_MOMENT)) < _HALF:
        return None
    past = names_a_birthday(look.name)
    some = _some(look)
    if some is not None and not read_moments(some, serials=bare, past=past).fits.any():
        return None
    moments = read_moments(look.words, serials=bare, past=past)
    if not bare:
        moments.fits[matches(look.words, BARE_NUMBER)] = False
    return moments if look.share(moments.fits) >= _HALF else None


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
