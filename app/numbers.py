"""Numbers as people read them: counts, rates with their denominator, lengths of time."""

from __future__ import annotations

import math
from dataclasses import dataclass

NOTHING = "–"
_SPACE = "\N{NO-BREAK SPACE}"
_THIN = "\N{NARROW NO-BREAK SPACE}"
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


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
        """`31.4 %`; what is neither none nor all never rounds to 0 % or 100 %, and a zero denominator prints a dash."""
        if not self.of:
            return NOTHING
        share = 100 * self.count / self.of
        if self.count not in (0, self.of) and not 0.05 <= share < 99.95:
            return (
                f"<{_SPACE}0.1{_SPACE}%"
                if share < 0.05
                else f">{_SPACE}99.9{_SPACE}%"
                if share < 100
                else _plain(share)
            )
        return _plain(share)

    def fraction(self) -> str:
        """`1 204 of 23 570`."""
        return f"{number(self.count)} of {number(self.of)}"

    def in_words(self) -> str:
        """`31.4 % (1 204 of 3 834)`."""
        return f"{self.percent()} ({self.fraction()})"


def _plain(share: float) -> str:
    text = f"{share:.1f}"
    return f"{text.removesuffix('.0') if text in ('0.0', '100.0') else text}{_SPACE}%"


def number(count: float) -> str:
    """A count with its thousands set apart, `23 570`; up to two decimals where it is not whole."""
    whole = float(count).is_integer()
    return (f"{int(count):,}" if whole else f"{count:,.2f}").replace(",", _THIN)


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
