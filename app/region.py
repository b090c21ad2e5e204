"""The region whose customs numbers and dates follow: what CLDR says of it, read by Babel when it is first needed.

Texts are English; only signs and their order are the region's, and digits are those of the charts' font.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

ENGLISH = "en"
VARIABLE = "REHEARSE_LOCALE"
_VARIABLES = (VARIABLE, "LC_ALL", "LC_NUMERIC", "LANG")
_PROGRAMMERS = ("C", "POSIX", "en_US_POSIX")  # nobody's customs
_DIGITS = "latn"
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # marks of direction: our texts run from left to right
_THOUSANDS = 3
_OF_FILES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ja")  # the earlier names count
_LETTERS = 2  # of a territory; regions of the world have numbers
_LETTER_AT_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")  # CLDR sets `CZK` apart where it does not set `€`
_QUOTED = re.compile("'[^']*'")  # a word within a pattern of CLDR


@dataclass(frozen=True, slots=True)
class Region:
    """The signs of a region; `name` is CLDR's, `percent` stands before and after a figure."""

    name: str
    group: str
    decimal: str
    percent: tuple[str, str]
    later_group: int  # digits between two signs beyond the thousands: 2 in India
    signs: Mapping[int, str] = field(repr=False, compare=False, hash=False)  # from those of Python's `{:,}`

    def written(self, text: str) -> str:
        """A number out of Python's `{:,}` with the signs of the region."""
        if self.later_group != _THOUSANDS and "," in text:
            text = _regrouped(text, self.later_group)
        return text.translate(self.signs) if self.signs else text

    def with_percent(self, figure: str) -> str:
        """A figure with the sign of per cent where the region has it."""
        return f"{self.percent[0]}{figure}{self.percent[1]}"

    def day(self, at: date) -> str:
        """A day in the region's order; ISO 8601 where its form has words of another language."""
        usual = _parsed(self.name).date_formats["medium"]
        fields = _QUOTED.sub("", usual.pattern)
        if "MMM" in fields:
            is_day_first = fields.index("d") < fields.index("M")
            name = month_name(at)
            return f"{at.day} {name} {at.year}" if is_day_first else f"{name} {at.day}, {at.year}"
        text = str(usual.apply(at, _parsed(ENGLISH))).translate(_DIRECTIONS)
        return f"{at:%Y-%m-%d}" if any(letter.isalpha() for letter in text) else text

    def clock(self, at: datetime) -> str:
        """Hours and minutes, in twelve hours or in twenty-four."""
        usual, english = _parsed(self.name).time_formats["short"], _parsed(ENGLISH)
        if "h" in _QUOTED.sub("", usual.pattern):
            usual = english.time_formats["short"]
        elif "'" in usual.pattern or not usual.pattern.isascii():
            return f"{at:%H:%M}"
        return str(usual.apply(at, english))

    def amount(self, value: float, currency: str) -> str:
        """An amount with the sign of its currency, in as many decimals as the currency has."""
        from babel.numbers import format_currency

        text = format_currency(value, currency, locale=_parsed(self.name), numbering_system=_DIGITS)
        return _LETTER_AT_DIGIT.sub("\N{NO-BREAK SPACE}", text.translate(_DIRECTIONS))

    def decimal_number(self, value: float, decimals: int) -> str:
        """A number with its thousands set apart and that many decimals."""
        return self.written(f"{value:,.{decimals}f}")

    def spelled_day(self, at: date, form: str) -> str:
        """A day in the region's own language: `short`, `medium`, `long` or `full`."""
        from babel.dates import format_date

        return str(format_date(at, form, locale=self.name)).translate(_DIRECTIONS)

    def spelled_clock(self, at: datetime) -> str:
        """Hours and minutes in the region's own language."""
        from babel.dates import format_time

        return str(format_time(at.replace(tzinfo=None), "short", locale=self.name)).translate(_DIRECTIONS)

    def plural_form(self, value: float) -> str:
        """Which form of a word goes with a number: `zero`, `one`, `two`, `few`, `many` or `other`, as CLDR says."""
        return str(_parsed(self.name).plural_form(abs(value)))


def month_name(at: date) -> str:
    """`May`, in English whatever the process's own locale: `%b` would follow it."""
    return str(_parsed(ENGLISH).months["format"]["abbreviated"][at.month])


def month_names(language: str) -> list[tuple[int, str]]:
    """The months of a language by number, as it names and shortens them in and out of dates."""
    return _names(_parsed(language).months)


def weekday_names(language: str) -> list[str]:
    """The days of the week in a language, whole and shortened."""
    return [name for _, name in _names(_parsed(language).days)]


def territory_names(language: str) -> dict[str, str]:
    """The territories of the world by their two letters, as a language names them."""
    return {code: str(name) for code, name in _parsed(language).territories.items() if len(code) == _LETTERS}


def territory_of(code: str) -> str:
    """The two letters of a territory from its three letters, its number or what it was called before; "" for none."""
    from babel.core import get_global

    found = get_global("territory_aliases").get(code.upper(), ())
    return str(found[0]) if len(found) == 1 else ""


def _names(contexts: Any) -> list[tuple[int, str]]:
    return [
        (number, str(name))
        for widths in contexts.values()
        for width in ("wide", "abbreviated")
        for number, name in widths[width].items()
    ]


_current: Region | None = None


def current() -> Region:
    """The region in force; the environment's until one is chosen."""
    return _current or use_locale("")


def use_locale(name: str) -> Region:
    """Have numbers and dates follow a locale from now on; an empty name means the environment's."""
    global _current
    _current = region_of(name or locale_of(os.environ))
    return _current


def locale_of(environment: Mapping[str, str]) -> str:
    """The name of the locale that an environment asks for numbers, by POSIX's order; our own variable goes before."""
    return next((environment[name] for name in _VARIABLES if environment.get(name)), ENGLISH)


@lru_cache(maxsize=32)
def region_of(name: str) -> Region:
    """The region of a locale like `de_AT`, `de-AT` or `de_AT.UTF-8`; English for C, POSIX and what nobody knows."""
    asked = name.split(".")[0].split("@")[0].replace("-", "_")
    locale = _known(ENGLISH if asked in _PROGRAMMERS else asked)
    symbols = locale.number_symbols[_DIGITS]
    pattern = locale.percent_formats[None]
    sign = symbols["percentSign"]
    before, after = (part.replace("%", sign).translate(_DIRECTIONS) for part in (pattern.prefix[0], pattern.suffix[0]))
    group, decimal, minus = (symbols[name].translate(_DIRECTIONS) for name in ("group", "decimal", "minusSign"))
    signs = {ord(python): own for python, own in ((",", group), (".", decimal), ("-", minus)) if python != own}
    grouping = locale.decimal_formats[None].grouping
    return Region(str(locale), group, decimal, (before, after), grouping[1], signs)


def _known(name: str) -> Any:
    """The locale of that name, else of its language alone, else English."""
    from babel import UnknownLocaleError

    for candidate in (name, name.split("_")[0]):
        try:
            return _parsed(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return _parsed(ENGLISH)


@lru_cache(maxsize=32)
def _parsed(name: str) -> Any:
    """Babel's Locale; imported here, since that takes longer than most commands need."""
    from babel import Locale

    return Locale.parse(name)


def _regrouped(text: str, later: int) -> str:
    whole, point, decimals = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    digits = digits.replace(",", "")
    head, last = digits[:-_THOUSANDS], digits[-_THOUSANDS:]
    first = len(head) % later
    groups = [head[:first], *(head[at : at + later] for at in range(first, len(head), later)), last]
    return sign + ",".join(filter(None, groups)) + point + decimals


def territory_of_zone(zone: str) -> str | None:
    """The country (ISO 3166) of an IANA time zone; None where it is nobody's."""
    from babel.core import get_global

    found = get_global("zone_territories").get(zone)
    return str(found) if found else None


def zone_of_windows(name: str) -> str | None:
    """The IANA name of a zone that Windows calls so, like “W. Europe Standard Time”."""
    from babel.core import get_global

    zone: str | None = get_global("windows_zone_mapping").get(name)
    return zone


@lru_cache(maxsize=1)
def names_of_territories() -> Mapping[str, str]:
    """What countries are called in the languages of imported files, without capitals -> ISO 3166."""
    from babel import Locale

    names = {}
    for language in reversed(_OF_FILES):
        for code, name in Locale(language).territories.items():
            if len(code) == _LETTERS:
                names[name.casefold()] = str(code)
    return names
