"""Numbers, shares, lengths of time and instants as people read them; nothing else in the product formats them.

A share is printed in whole per cent, half up, with a decimal where it would else say none or all; thousands stand apart
by a thin space. Instants on the user's own clock are words, those of recorded data are ISO 8601, as in the files they
came from. What goes to programs (JSON, CSV) is never formatted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

NOTHING = "–"
_SPACE = "\N{NO-BREAK SPACE}"
_THIN = "\N{NARROW NO-BREAK SPACE}"
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGE = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that never forgets what it is a share of."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The quotient; None where the denominator is zero."""
        return self.count / self.of if self.of else None

    def percent(self) -> str:
        """`31 %`; what is neither none nor all never rounds to 0 % or 100 %, and a zero denominator prints a dash."""
        if not self.of:
            return NOTHING
        tenths = (2_000 * self.count + self.of) // (2 * self.of)
        if 0 < self.count < self.of:
            if tenths in (0, 1_000):
                return f"<{_SPACE}0.1{_SPACE}%" if tenths == 0 else f">{_SPACE}99.9{_SPACE}%"
            if tenths < 10 or tenths > 990:
                return f"{tenths // 10}.{tenths % 10}{_SPACE}%"
        return whole_percent(self.count, self.of)

    def fraction(self) -> str:
        """`1 204 of 23 570`."""
        return f"{number(self.count)} of {number(self.of)}"

    def in_words(self) -> str:
        """`31 % (1 204 of 3 834)`."""
        return f"{self.percent()} ({self.fraction()})"


def whole_percent(part: float, whole: float = 1) -> str:
    """A mark on a scale of shares, `63 %`: half up."""
    return f"{math.floor((200 * part + whole) / (2 * whole))}{_SPACE}%"


def exact_percent(share: float) -> str:
    """A share as the user writes it, with all its digits and a common space: `12.5 %`."""
    return f"{exact(round(share * 100, 6))} %"


def number(count: float) -> str:
    """A count with its thousands set apart, `23 570`; two decimals where it is not whole."""
    whole = float(count).is_integer()
    return (f"{int(count):,}" if whole else f"{count:,.2f}").replace(",", _THIN)


def counted(count: int, one: str, many: str) -> str:
    """`1 customer`, `2 customers`."""
    return f"{number(count)} {one if count == 1 else many}"


def rounded(value: float) -> str:
    """A mean or a range's end: as many decimals as a figure of that size needs."""
    if float(value).is_integer() or abs(value) >= _LARGE:
        return number(round(value))
    return f"{value:.1f}"


def money(amount: float) -> str:
    """An amount in the currency of the data, `1 250.50`; whole ones without decimals."""
    return number(amount)


def exact(value: float, digits: int = 10) -> str:
    """A value of somebody's own data, with its digits and no thousands set apart: `0.25`, `1204`."""
    return str(int(value)) if math.isfinite(value) and value == int(value) else f"{value:.{digits}g}"


def three_digits(value: float) -> str:
    """A figure of a measurement: three digits, or whole where it is large."""
    return number(round(value)) if abs(value) >= _LARGE else f"{value:.3g}"


def length(seconds: float) -> str:
    """A length of time in its two greatest units, `1 d 3 h`; a dash for NaN."""
    if math.isnan(seconds):
        return NOTHING
    if seconds < 1:
        return f"{seconds:.1f}{_SPACE}s" if round(seconds, 1) else f"0{_SPACE}s"
    rest = round(seconds)
    first = next(index for index, (_, size) in enumerate(_UNITS) if rest >= size)
    parts = []
    for unit, size in _UNITS[first : first + 2]:
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{amount}{_SPACE}{unit}")
    return _SPACE.join(parts)


def day(at: date) -> str:
    """`6 May 2024`."""
    return f"{at.day} {at:%b %Y}"


def month(at: date) -> str:
    """`May 2024`."""
    return f"{at:%b %Y}"


def moment(at: datetime) -> str:
    """An instant on the user's clock, `6 May 2024, 10:00`."""
    return f"{day(at)}, {at:%H:%M}"


def data_instant(at_us: int, *, seconds: bool = True) -> str:
    """A recorded instant in UTC, `2024-05-06 10:00:00`."""
    try:
        return f"{_EPOCH + timedelta(microseconds=at_us):{'%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M'}}"
    except OverflowError:
        return f"{at_us} µs"


def data_day(at_us: int) -> str:
    """The day of a recorded instant in UTC, `2024-05-06`."""
    return data_instant(at_us)[:10]
