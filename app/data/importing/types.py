"""Which type a column has, decided over all its values."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.arrow import keep, matches, numpy_of
from app.data.columns import ColumnType
from app.data.importing.convert import FALSE_WORDS, TRUE_WORDS
from app.data.importing.headers import names_an_identifier
from app.data.importing.moments import read_moments
from app.data.importing.numbers import look_like_identifiers, read_numbers
from app.data.texts import Texts
from app.data.zones import DAY_US

_NO_VALUES = pa.array(
    ["NULL", "null", "Null", "N/A", "n/a", "#N/A", "NaN", "nan", "None", "none", "-", "--", "\\N", "undefined", "?"]
)
_PLAIN_BOOLEANS = ({"true", "false"}, {"yes", "no"}, {"y", "n"})
_FIRST_LOOK = 256
_DIGITS = r"^\s*\d+\s*$"


def guess_type(name: str, texts: Texts, day_first: bool | None = None) -> ColumnType:
    """The narrowest type that every value fits, save words such as "N/A"; text where a number would lose something."""
    words = keep(texts.distinct, ~numpy_of(pc.is_in(texts.distinct, _NO_VALUES)))
    if not len(words):
        return ColumnType.TEXT
    if _are_booleans(words):
        return ColumnType.BOOLEAN
    read = (_number, _moment)
    fitting = [guess for guess in read if guess(name, words.slice(0, _FIRST_LOOK), day_first) is not None]
    return next((found for guess in fitting if (found := guess(name, words, day_first))), ColumnType.TEXT)


def means_consent(texts: Texts) -> bool:
    """Whether every value says yes or no, so that a column can hold consent."""
    lower = {word.strip().lower() for word in texts.distinct.slice(0, _FIRST_LOOK).to_pylist() if word is not None}
    return 0 < len(texts.distinct) <= _FIRST_LOOK and lower <= TRUE_WORDS | FALSE_WORDS


def has_undecided_dates(texts: Texts) -> bool:
    """Whether the texts are dates, but nothing tells day from month."""
    if not len(texts.distinct) or not read_moments(texts.distinct.slice(0, _FIRST_LOOK)).undecided:
        return False
    moments = read_moments(texts.distinct)
    return moments.undecided and bool(moments.fits.all())


def _are_booleans(words: pa.StringArray) -> bool:
    if len(words) > 2 * len(_PLAIN_BOOLEANS):
        return False
    lower = {str(word).strip().lower() for word in words.to_pylist()}
    return any(lower <= pair for pair in _PLAIN_BOOLEANS) and lower not in ({"y"}, {"n"}, {"no"})


def _number(name: str, words: pa.StringArray, _: bool | None) -> ColumnType | None:
    numbers = read_numbers(words)
    if not numbers.fits.all():
        return None
    risky = names_an_identifier(name) or not numbers.certain or look_like_identifiers(words)
    return ColumnType.TEXT if risky else ColumnType.NUMBER


def _moment(_: str, words: pa.StringArray, day_first: bool | None) -> ColumnType | None:
    moments = read_moments(words, day_first)
    if not moments.fits.all() or matches(words, _DIGITS).any():
        return None
    if moments.undecided:
        return ColumnType.TEXT
    whole_days = bool(moments.naive.all() and np.all(moments.wall_us % DAY_US == 0))
    return ColumnType.DATE if whole_days else ColumnType.INSTANT
