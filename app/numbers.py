"""Numbers, shares, lengths of time and instants as people read them; nothing else in the product formats them.

Figures, days on the user's own clock and amounts follow the region (`app/region.py`); what was recorded keeps the form
of the files it came from, so that it can be searched for and copied into a condition: ISO 8601, a decimal point, no
thousands apart. A share is printed in whole per cent, half up, with a decimal where it would else say none or all.
What is stored or goes to programs (JSON, CSV) is never formatted, and a stored sentence never follows a region.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from app.region import Region, current, month_name, region_of

NOTHING = "–"
_SPACE = "\N{NO-BREAK SPACE}"
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGE = 100
_BRIEF = ((10**9, "B"), (10**6, "M"), (10**3, "k"))
_MANY = 10_000
_NEARLY, _TWO_DIGITS = 0.9995, 9.95
_ONE_PER_CENT, _LEAST_TENTH = 0.01, 0.05
_WIDE, _NARROW = 0.1, 0.01  # widths of intervals of shares
_LEAST_LIKELY = 0.001
_MOST_DIGITS = 1e15  # beyond it a float's last digits mean nothing
_APART = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'’")


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
        """`31%`; what is neither none nor all never rounds to 0 or 100, and a zero denominator prints a dash."""
        return current().with_percent(self.bare_percent()) if self.of else NOTHING

    def bare_percent(self) -> str:
        """`31`: the same where there is no room for the sign."""
        if not self.of:
            return NOTHING
        tenths = (2_000 * self.count + self.of) // (2 * self.of)
        if 0 < self.count < self.of and not 10 <= tenths <= 990:
            if tenths in (0, 1_000):
                return f"<{_tenths(1)}" if tenths == 0 else f">{_tenths(999)}"
            return _tenths(tenths)
        return _half_up(self.count, self.of)

    def fraction(self) -> str:
        """`1,204 of 23,570`."""
        return f"{number(self.count)} of {number(self.of)}"

    def in_words(self) -> str:
        """`31% (1,204 of 3,834)`."""
        return f"{self.percent()} ({self.fraction()})"


def whole_percent(part: float, whole: float = 1) -> str:
    """A mark on a scale of shares, `63%`: half up."""
    return current().with_percent(_half_up(part, whole))


def amount_percent(part: float, whole: float) -> str:
    """The share of an amount in another one, printed as any share; a dash of nothing, or where refunds ate it up."""
    cents, of = round(100 * part), round(100 * whole)
    return Rate(cents, of).percent() if of > 0 <= cents else NOTHING


def exact_percent(share: float) -> str:
    """A share as the user writes it, with all its digits: `12.5%`."""
    return current().with_percent(typed(round(share * 100, 6)))


def number(count: float) -> str:
    """A count with its thousands set apart, `23,570`; two decimals where it is not whole."""
    return current().written(f"{int(count):,}" if float(count).is_integer() else f"{count:,.2f}")


def in_brief(count: int) -> str:
    """A count that has little room, in two or three digits: `1.1k`, `23k`, `1.2M`; below a thousand as it is."""
    size, unit = next(((size, unit) for size, unit in _BRIEF if count >= size * _NEARLY), (1, ""))
    value = count / size
    digits = 1 if unit and value < _TWO_DIGITS else 0
    return current().written(f"{value:.{digits}f}".removesuffix(".0")) + unit


def signed(count: int) -> str:
    """A difference of counts, `+1,204` or `−12`; none is `0`."""
    return f"{_sign(count)}{number(abs(count))}"


def signed_percent(difference: int, of: int) -> str:
    """A difference as a share of what was before, `+4%`; below one per cent with a decimal, `−0.3%`.

    Empty where there was nothing before, and where it is less than can be written so.
    """
    share = abs(difference) / of if of else 0.0
    if share >= _ONE_PER_CENT:
        return f"{_sign(difference)}{whole_percent(share)}"
    tenths = current().written(f"{share * 100:.1f}")
    return f"{_sign(difference)}{current().with_percent(tenths)}" if share * 100 >= _LEAST_TENTH else ""


def signed_rounded(value: float) -> str:
    """A difference of means or of counts that are expected, `+12.5`; none is `0`."""
    return f"{_sign(value)}{rounded(abs(value))}"


def signed_money(amount: float, currency: str = "") -> str:
    """A difference of amounts, `+€1,250.50`."""
    return f"{_sign(amount)}{money(round(abs(amount), 2), currency)}"


def percent_range(low: float, high: float) -> str:
    """The interval of a share, `9.6 – 16.1%`, with the decimals that its width needs."""
    width = high - low
    digits = 0 if width >= _WIDE else 1 if width >= _NARROW else 2
    return current().with_percent(" – ".join(current().written(f"{100 * end:.{digits}f}") for end in (low, high)))


def points(difference: float) -> str:
    """A difference of two shares in points of per cent, `+2.1 pp`; two decimals where it is small."""
    digits = 1 if abs(difference) >= _NARROW else 2
    return f"{_sign(difference)}{current().written(f'{100 * abs(difference):.{digits}f}')}{_SPACE}pp"


def probability(p: float) -> str:
    """How likely something is by chance, `0.043`; `<0.001` where it hardly is."""
    return current().written(f"{p:.3f}") if p >= _LEAST_LIKELY else current().written(f"<{_LEAST_LIKELY}")


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def typed(value: float) -> str:
    """A number in a field, to be changed there: all its digits, no thousands apart."""
    return current().written(str(value).removesuffix(".0"))


def parsed(text: str) -> int | float:
    """The number that somebody typed, ValueError if it is none; point and comma both may begin the decimals.

    Only what the region reads as thousands is taken for them: `1,234` is a thousand in English, `1,23` is not.
    """
    plain, region = text.translate(_APART).replace("−", "-"), current()
    if _with_thousands(region).fullmatch(plain):
        plain = plain.replace(region.group, "")
    plain = plain.replace(",", ".")
    value = float(plain)
    if not math.isfinite(value):
        raise ValueError(text)
    return int(value) if "." not in plain and value.is_integer() and abs(value) < 2**53 else value


def counted(count: int, one: str, many: str) -> str:
    """`1 customer`, `2 customers`."""
    return f"{number(count)} {one if count == 1 else many}"


def counted_in_brief(count: int, one: str, many: str) -> str:
    """The same where two of them share a short line: `31k events`; below ten thousand to the last one."""
    return counted(count, one, many) if count < _MANY else f"{in_brief(count)} {many}"


def rounded(value: float) -> str:
    """A mean or a range's end: as many decimals as a figure of that size needs."""
    if float(value).is_integer() or abs(value) >= _LARGE:
        return number(round(value))
    return current().written(f"{value:.1f}")


def three_digits(value: float) -> str:
    """A figure of a measurement: three digits, or whole where it is large."""
    return number(round(value)) if abs(value) >= _LARGE else current().written(f"{value:.3g}")


def money(amount: float, currency: str = "") -> str:
    """An amount in a currency, `€1,250.50`; in that of the data, which nobody named, `1,250.50`."""
    return current().amount(amount, currency) if currency else number(amount)


def exact(value: float, digits: int = 10) -> str:
    """A value of somebody's own data, with its digits and no thousands set apart: `0.25`, `1204`."""
    is_whole = math.isfinite(value) and value == int(value) and abs(value) < _MOST_DIGITS
    return str(int(value)) if is_whole else f"{value:.{digits}g}"


def stored_number(count: int) -> str:
    """A count in a sentence that is stored: thousands apart by a narrow space, which nobody reads as a decimal sign."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def stored_amount(amount: float) -> str:
    """An amount of money in a sentence that is stored, with two digits behind a point: `1 250.50`."""
    return f"{amount:,.2f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def drawn(share: float) -> str:
    """A share that was drawn by lot, to be compared with another one: `0.2718`."""
    return f"{share:.4f}"


def length(seconds: float) -> str:
    """A length of time in its two greatest units, `1 d 3 h`; a dash for NaN."""
    if math.isnan(seconds):
        return NOTHING
    if seconds < 1:
        return f"{current().written(f'{seconds:.1f}') if round(seconds, 1) else 0}{_SPACE}s"
    rest = round(seconds)
    first = next(index for index, (_, size) in enumerate(_UNITS) if rest >= size)
    parts = []
    for unit, size in _UNITS[first : first + 2]:
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{number(amount)}{_SPACE}{unit}")
    return _SPACE.join(parts)


def day(at: date) -> str:
    """`May 6, 2024`, in the order of the region."""
    return _day(at.year, at.month, at.day, current().name)


def day_of(at_us: int) -> str:
    """The day of a recorded instant in UTC where it stands among days of people's own: as these, `May 6, 2024`."""
    try:
        return day((_EPOCH + timedelta(microseconds=at_us)).date())
    except OverflowError:
        return data_instant(at_us)


def month(at: date) -> str:
    """`May 2024`, everywhere: two numbers would leave open which is which."""
    return f"{month_name(at)} {at.year}"


def clock(at: datetime) -> str:
    """The time of an instant of today, `10:00 AM`."""
    return current().clock(at)


def moment(at: datetime) -> str:
    """An instant on the user's clock, `May 6, 2024, 10:00 AM`."""
    return f"{day(at)}, {clock(at)}"


def data_instant(at_us: int, *, seconds: bool = True) -> str:
    """A recorded instant in UTC, `2024-05-06 10:00:00`."""
    try:
        return f"{_EPOCH + timedelta(microseconds=at_us):{'%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M'}}"
    except OverflowError:
        return f"{at_us} µs"


def data_day(at_us: int) -> str:
    """The day of a recorded instant in UTC, `2024-05-06`."""
    return data_instant(at_us)[:10]


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, region: str) -> str:
    return region_of(region).day(date(year, month, day))


@lru_cache(maxsize=32)
def _with_thousands(region: Region) -> re.Pattern[str]:
    group, decimal, later = re.escape(region.group), re.escape(region.decimal), region.later_group
    return re.compile(rf"-?[1-9]\d{{0,2}}(?:{group}\d{{{later}}})*{group}\d{{3}}(?:{decimal}\d*)?")


def _half_up(part: float, whole: float) -> str:
    return str(math.floor((200 * part + whole) / (2 * whole)))


def _tenths(count: int) -> str:
    return current().written(f"{count // 10}.{count % 10}")
