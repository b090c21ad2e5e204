"""The kinds of values that people's files hold, each as a strategy that also says what is right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

SPACES = " \t\u00a0\u2009\u202f\u3000\u200b\ufeff"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2067, 12, 31)).map(lambda at: at.replace(microsecond=0))
_ABBREVIATIONS = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
    "BST": 1,
    "EET": 2,
    "EEST": 3,
}
_IANA = ("Europe/Prague", "America/New_York", "Asia/Kolkata", "America/Argentina/Buenos_Aires")
_CURRENCIES = {"$": "$", "€": "EUR", "£": "GBP", "CHF": "CHF", "Kč": "CZK", "R$": "BRL", "USD": "USD", "zł": "PLN"}


def microseconds(at: datetime) -> int:
    """Since 1970-01-01 UTC; what names no zone is read as UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def _twelve(at: datetime) -> str:
    return f"{at:%I:%M:%S} {'a.m.' if at.hour < 12 else 'p.m.'}".lstrip("0")


_DAY_FIRST: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    lambda at: f"{at.day}.{at.month}.{at.year} {at.hour}:{at:%M:%S}",
    lambda at: f"{at.day}. {at.month}. {at.year}, {_twelve(at)}",
    lambda at: f"{at:%d-%m-%Y %H:%M:%S}",
    lambda at: f"{at.day}.{at.month}.{at:%y} {at:%H:%M:%S}",
)
_MONTH_FIRST: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%m/%d/%Y %H:%M:%S}",
    lambda at: f"{at.month}/{at.day}/{at.year}, {_twelve(at)}",
    lambda at: f"{at.month}/{at.day}/{at:%y} {at:%H:%M:%S}",
)
_EITHER: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S}",
    lambda at: f"{at:%Y/%m/%d %H:%M:%S}",
    lambda at: f"{at:%Y%m%dT%H%M%S}",
    lambda at: f"{at:%b %d, %Y, %I:%M:%S %p}",
    lambda at: f"{at:%B} {at.day}, {at.year} {_twelve(at)}",
    lambda at: f"{at:%a, %d %b %Y %H:%M:%S}",
    lambda at: f"{at.day} {at:%B} {at.year} {at:%H:%M:%S}",
    lambda at: f"{at:%d-%b-%Y %H:%M:%S}",
    lambda at: f"{at:%Y-%m-%d} {at:%I:%M:%S}{'AM' if at.hour < 12 else 'PM'}",
)


@st.composite
def moments(draw: st.DrawFn, *, day_first: bool) -> tuple[str, int]:
    """A text that is an instant, and the microseconds UTC that it means where naive ones are UTC."""
    at = draw(_MOMENTS)
    text = draw(st.sampled_from((*_EITHER, *(_DAY_FIRST if day_first else _MONTH_FIRST))))(at)
    zone = draw(st.sampled_from(("", "offset", "abbreviation", "iana")))
    compact = "T" in text and "-" not in text and "," not in text
    if zone == "offset":
        hours = draw(st.integers(-11, 13))
        text += f"{hours:+03}:00"
        at -= timedelta(hours=hours)
    elif zone == "abbreviation" and not compact:
        name = draw(st.sampled_from(list(_ABBREVIATIONS)))
        text += f" {name}"
        at -= timedelta(hours=_ABBREVIATIONS[name])
    elif zone == "iana" and not compact:
        name = draw(st.sampled_from(_IANA))
        text += f" {name}"
        at = at.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    space = draw(st.sampled_from(SPACES[:6]))
    return text.replace(" ", space), microseconds(at)


@st.composite
def counted_instants(draw: st.DrawFn) -> tuple[str, int]:
    """An instant as seconds, milli-, micro- or nanoseconds, with or without a fraction, and what it means."""
    second = draw(st.integers(1_000_000_000, 4_000_000_000))
    form = draw(st.sampled_from(("s", "ms", "us", "ns", "s.f", "ms.0", "e")))
    fraction = draw(st.integers(0, 999_999))
    texts = {
        "s": (f"{second}", 0),
        "ms": (f"{second * 1000 + fraction // 1000}", fraction // 1000 * 1000),
        "us": (f"{second * 1_000_000 + fraction}", fraction),
        "ns": (f"{(second * 1_000_000 + fraction) * 1000}", fraction),
        "s.f": (f"{second}.{fraction:06}", fraction),
        "ms.0": (f"{second * 1000}.0", 0),
        "e": (f"{str(second)[0]}.{str(second)[1:]}e{draw(st.sampled_from(('', '+')))}9", 0),
    }
    text, more = texts[form]
    return text, second * 1_000_000 + more


@st.composite
def amounts(draw: st.DrawFn, *, decimal: str, currency: str | None = None) -> tuple[str, float]:
    """An amount of money as people write it with that decimal sign, and its value."""
    cents = draw(st.integers(0, 10**9))
    group = draw(st.sampled_from(("", "'", " ", "\u00a0", "\u202f", "\u2019", "." if decimal == "," else ",")))
    whole = f"{cents // 100:,}".replace(",", group)
    figure = f"{whole}{decimal}{cents % 100:02}"
    sign = draw(st.sampled_from(("", *_CURRENCIES))) if currency is None else currency
    blank = draw(st.sampled_from(("", " ", "\u00a0")))
    shown = draw(st.sampled_from((f"{sign}{blank}{figure}", f"{figure}{blank}{sign}"))) if sign else figure
    minus = draw(st.sampled_from(("", "-", "\u2212", "()", "behind")))
    forms = {"": shown, "-": f"-{shown}", "\u2212": f"\u2212{shown}", "()": f"({shown})", "behind": f"{shown}-"}
    return forms[minus], (-1 if minus else 1) * cents / 100


def currency_of(sign: str) -> str:
    """What a sign is kept as."""
    return _CURRENCIES[sign]


CURRENCY_SIGNS = st.sampled_from(list(_CURRENCIES))
