"""Which type a column has, decided over all its values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import matches
from app.data.columns.column import ColumnType
from app.data.columns.texts import Texts
from app.data.importing.recognition.columns.looks import ENOUGH, Look, examples
from app.data.importing.recognition.columns.names import names_a_label
from app.data.importing.values.moments import NO_ORDER, DayFirst, DayMonth
from app.data.importing.values.numbers import ROUNDED, Decimal
from app.data.vocabulary.headers import language_of
from app.data.vocabulary.words_of_consent import FALSE_WORDS, TRUE_WORDS, consent_word
from app.data.zones import DAY_US
from app.numbers import stored_number

_PLAIN_BOOLEANS = ({"true", "false"}, {"yes", "no"}, {"y", "n"})
_FIRST_LOOK = 256
_DECIMAL_COMMAS = frozenset({"cs", "de", "fr", "it", "nl", "pl", "pt"})  # Spanish is written with either
_INTEGER = r"^\d+$"


@dataclass(frozen=True, slots=True)
class FileOrder:
    """How a file writes dates and numbers as far as its other columns say; None where they do not."""

    day_first: DayFirst | None = None
    decimal: Decimal | None = None


NOTHING_KNOWN = FileOrder()


@dataclass(frozen=True, slots=True)
class Guess:
    """The type of a column and how to read it; `remark` says which values kept it from a narrower type.

    `open_decimal` is a number that can be read in two ways where nothing decides between them.
    """

    type: ColumnType
    day_first: DayFirst | None = None
    decimal: Decimal | None = None
    remark: str = ""
    open_decimal: str = ""


def order_of_file(looks: Iterable[Look], sign: str | None, header: Sequence[str] = ()) -> FileOrder:
    """What the columns say together; `sign` is the delimiter of a text, None where numbers are not written by people.

    Where a semicolon delimits, the comma is the decimal sign unless points are. Where no value says it, the language
    of the header does: only in English the month may stand first, and most others write a decimal comma.
    """
    language = language_of(tuple(header))
    looks = list(looks)
    orders = {look.moments.day_month.order for look in looks if look.moments is not None and look.are_moments}
    orders.discard(None)
    numbers = [look.signs for look in looks if look.are_numbers]
    points, commas = sum(signs.points for signs in numbers), sum(signs.commas for signs in numbers)
    decimal: Decimal | None = None
    if sign is None or (points and not commas):
        decimal = "."
    elif not points and (commas or sign == ";" or language in _DECIMAL_COMMAS):
        decimal = ","
    day_first = next(iter(orders)) if len(orders) == 1 else (True if language and not orders else None)
    return FileOrder(day_first, decimal)


def decimal_of(look: Look, file: FileOrder, sign: str | None) -> Decimal | None:
    """The decimal sign of a column: its own, else its file's; None where a number has two readings.

    Where commas delimit, one inside a value is no decimal sign.
    """
    if look.signs.decided or not look.signs.either:
        return look.signs.decided or "."
    return file.decimal or ("." if sign == "," and "," in look.signs.either else None)


def declared_order(look: Look, file: FileOrder, sign: str | None, given: FileOrder = NOTHING_KNOWN) -> FileOrder:
    """How a column is read whose type is given: as the user says, by its own values, else as its file is."""
    found = look.moments.day_month if look.moments is not None else NO_ORDER
    day_first = given.day_first if look.moments is None else order_that_may_be(given.day_first, found)
    if day_first is None and found.order is None and not found.is_mixed:
        day_first = order_that_may_be(file.day_first, found)
    return FileOrder(day_first, decimal_of(look, file, sign))


def order_that_may_be(day_first: DayFirst | None, found: DayMonth) -> DayFirst | None:
    """What is said of a file or of others, for a column with these texts: "year" only where some may start with one."""
    return None if day_first == "year" and not found.may_start_with_year else day_first


def guess_type(
    look: Look, file: FileOrder = NOTHING_KNOWN, sign: str | None = ",", given: FileOrder = NOTHING_KNOWN
) -> Guess:
    """The narrowest type that nearly all values fit; text where a number would lose something.

    `file` is what the file's columns say together, `given` what the user says.
    """
    if not len(look.words):
        return Guess(ColumnType.TEXT)
    if _are_booleans(look.words):
        return Guess(ColumnType.BOOLEAN)
    if look.are_moments:
        return _moment(look, file, given)
    if look.numbers is not None:
        return _number(look, given.decimal or decimal_of(look, file, sign))
    if look.moments is not None:
        return Guess(ColumnType.TEXT, remark=_stayed(look, look.moments.fits, "date"))
    return Guess(ColumnType.TEXT)


def means_consent(texts: Texts) -> bool:
    """Whether every value says yes or no, so that a column can hold consent."""
    lower = {consent_word(word) for word in texts.distinct.slice(0, _FIRST_LOOK).to_pylist() if word is not None}
    return 0 < len(texts.distinct) <= _FIRST_LOOK and lower <= TRUE_WORDS | FALSE_WORDS


def _are_booleans(words: pa.StringArray) -> bool:
    if len(words) > 2 * len(_PLAIN_BOOLEANS):
        return False
    lower = {str(word).strip().lower() for word in words.to_pylist()}
    return any(lower <= pair for pair in _PLAIN_BOOLEANS) and lower not in ({"y"}, {"n"}, {"no"})


def _moment(look: Look, file: FileOrder, given: FileOrder) -> Guess:
    moments = look.moments
    assert moments is not None
    found = moments.day_month
    said = order_that_may_be(given.day_first, found)
    if said is None and found.is_mixed:
        return Guess(ColumnType.TEXT, remark=mixed_order(look.name, found))
    order = found.order if said is None or found.order == "year" else said
    order = order_that_may_be(file.day_first, found) if order is None and found.either else order
    if order is None and found.is_open:
        return Guess(ColumnType.TEXT, remark=open_order(look.name, found))
    fits = moments.fits
    days = bool((moments.naive[fits]).all() and np.all(moments.wall_us[fits] % DAY_US == 0))
    return Guess(ColumnType.DATE if days else ColumnType.INSTANT, day_first=order)


def _number(look: Look, decimal: Decimal | None) -> Guess:
    assert look.numbers is not None
    if names_a_label(look.name):
        return Guess(ColumnType.TEXT, remark=_rounded(look))
    if _are_rounded(look):
        return Guess(ColumnType.TEXT, remark=_rounded(look))
    fits = look.numbers.fits_with(decimal) if decimal else look.numbers.fits_either()
    if look.share(fits) < ENOUGH:
        return Guess(ColumnType.TEXT, remark=_stayed(look, fits, "number"))
    if look.codes.any():
        why = f"as numbers, {examples(look, look.codes)} would lose what they are"
        return Guess(ColumnType.TEXT, remark=f"“{look.name}” stayed text: {why}.")
    return Guess(ColumnType.NUMBER, decimal=decimal, open_decimal="" if decimal else look.signs.either)


def _are_rounded(look: Look) -> bool:
    if not look.exponents.any():
        return False
    rounded = look.exponents & matches(look.words, ROUNDED)
    return bool(rounded.any()) and bool((rounded | matches(look.words, _INTEGER)).all())


def _rounded(look: Look) -> str:
    rounded = matches(look.words, ROUNDED)
    if not rounded.any():
        return ""
    rows = int(look.counts[rounded].sum())
    return (
        f"“{look.name}” has {_values(rows)} such as {examples(look, rounded, 1)} that a spreadsheet has rounded: "
        "digits are lost. They were kept as text; export that column as text."
    )


def _stayed(look: Look, fits: NDArray[np.bool_], what: str) -> str:
    rows = int(look.counts[~fits].sum())
    verb = "is" if rows == 1 else "are"
    return (
        f"“{look.name}” stayed text, because {examples(look, ~fits)} {verb} no {what} "
        f"({stored_number(rows)} of {_values(look.total)})."
    )


def mixed_order(name: str, found: DayMonth) -> str:
    """What the user hears of a column in which the day stands first and second."""
    return (
        f"“{name}” has {found.mixed_words}: it stayed text. “How the file writes” in a column's menu, or --dayfirst, "
        "says how it is read."
    )


def open_order(name: str, found: DayMonth) -> str:
    """What the user hears of a column whose dates have two readings."""
    options = "--dayfirst or --yearfirst" if found.may_start_with_year else "--dayfirst"
    return (
        f"Nothing in “{name}” says whether “{found.either}” has {found.what_is_first} first: it stayed text. "
        f"“How the file writes” in a column's menu, or {options}, says it."
    )


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{stored_number(count)} values"
