"""Instants written as a number: seconds and parts of them since 1970, and days as spreadsheets count them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import keep, lengths, matches, numpy_of
from app.data.zones import DAY_US

_EPOCH = r"^\d{9,19}(?:[.,]\d*)?$"
_SCIENTIFIC = r"^\d(?:\.\d+)?[eE]\+?\d{1,2}$"
SERIAL_FORM = r"^[2-7]\d{4}(?:[.,]\d+)?$"
"""A number from 20,000 to 79,999, as spreadsheets keep the dates of 1954 to 2119."""
BARE_NUMBER = r"^\d*(?:[.,]\d*)?(?:[eE]\+?\d+)?$"
_DAY_ZERO = -25_569  # 1899-12-30, from which the 1900 system counts since March 1900
_DAYS_BETWEEN = 1_462  # from 1900-01-01, with the 29th of February that 1900 had not, to 1904-01-01
_MILLISECOND_US = 1_000
_SCALES = ((9, 10, 1_000_000, 1), (12, 13, 1_000, 1), (15, 16, 1, 1), (18, 19, 1, 1_000))
"""Least and most digits, microseconds for one, and how many make one microsecond."""


def read_epochs(texts: pa.StringArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Microseconds UTC of seconds, milli-, micro- and nanoseconds, with or without a fraction; and where they fit."""
    wall, fits = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
    plain = matches(texts, _EPOCH)
    if plain.any():
        wall[plain], fits[plain] = _plain(keep(texts, plain))
    scientific = ~plain & matches(texts, _SCIENTIFIC)
    for row in np.flatnonzero(scientific).tolist():
        whole = str(int(Decimal(str(texts[row]))))
        value, there = _plain(pa.array([whole], pa.string())) if len(whole) < 20 else (wall[:1], fits[:1] & False)
        wall[row], fits[row] = value[0], there[0]
    return wall, fits


def _plain(texts: pa.StringArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    parts: Any = pc.extract_regex(texts, r"^(?P<whole>\d+)[.,]?(?P<fraction>\d*)$")
    digits = parts.field("whole")
    sizes = lengths(digits)
    count = numpy_of(pc.if_else(pa.array(sizes <= 18), digits, "0").cast(pa.int64())).copy()
    long = sizes == 19
    count[long] = numpy_of(pc.utf8_slice_codeunits(keep(digits, long), 0, 16).cast(pa.int64()))
    nine = pc.utf8_slice_codeunits(pc.utf8_rpad(parts.field("fraction"), 9, "0"), 0, 9)
    nano = numpy_of(nine.cast(pa.int64()))
    wall, fits = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
    for least, most, unit_us, per_us in _SCALES:
        here = (sizes >= least) & (sizes <= most)
        wall[here] = count[here] * unit_us // per_us + nano[here] * unit_us // 1_000_000_000
        fits |= here
    wall[long] = count[long]
    return wall, fits


def in_days_of_1900(texts: Any) -> Any:
    """Days as a workbook since 1904 counts them, as one since 1900 does; every other text as it is."""
    distinct = texts.unique()
    fits = matches(distinct, SERIAL_FORM)
    if not fits.any():
        return texts
    moved = [
        str(Decimal(str(word).replace(",", ".")) + _DAYS_BETWEEN) if fit else word
        for word, fit in zip(distinct.to_pylist(), fits.tolist(), strict=True)
    ]
    return pa.array(moved, pa.string()).take(pc.index_in(texts, distinct).combine_chunks())


def read_serials(texts: pa.StringArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """What the wall clock shows on a spreadsheet's days, to the millisecond; and where the texts are such."""
    wall, fits = np.zeros(len(texts), np.int64), matches(texts, SERIAL_FORM)
    if fits.any():
        days = numpy_of(pc.replace_substring(keep(texts, fits), ",", ".").cast(pa.float64())) + _DAY_ZERO
        wall[fits] = np.round(days * (DAY_US // _MILLISECOND_US)).astype(np.int64) * _MILLISECOND_US
    return wall, fits
