"""Which country a text means: by its ISO letters or number, or by its name in one of many languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from app.region import territory_names, territory_of

_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ja", "zh", "ko", "ru", "uk", "sv", "da", "nb", "fi",
    "tr", "hu", "ro", "el", "bg", "hr", "sl", "lt", "lv", "et", "ar", "he", "th", "vi", "id",
)  # fmt: skip
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_ALSO = {
    "america": "US", "usa": "US", "us": "US", "united states of america": "US", "uk": "GB", "great britain": "GB",
    "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "grossbritannien": "GB", "korea south": "KR", "korea north": "KP",
    "grande bretagne": "GB", "gran bretana": "GB", "holland": "NL", "the netherlands": "NL", "czech republic": "CZ",
    "tschechische republik": "CZ", "ceska republika": "CZ", "slovak republic": "SK", "south korea": "KR",
    "korea": "KR", "republic of korea": "KR", "korea republic of": "KR", "russian federation": "RU", "eire": "IE",
    "republic of ireland": "IE", "ivory coast": "CI", "burma": "MM", "swaziland": "SZ", "turkey": "TR", "uae": "AE",
    "viet nam": "VN", "iran islamic republic of": "IR", "macedonia": "MK", "taiwan province of china": "TW",
    "hong kong": "HK", "macao": "MO", "cape verde": "CV", "drc": "CD", "peoples republic of china": "CN",
    "venezuela bolivarian republic of": "VE", "tanzania united republic of": "TZ", "syrian arab republic": "SY",
    "moldova republic of": "MD", "bolivia plurinational state of": "BO", "brunei darussalam": "BN",
    "lao peoples democratic republic": "LA", "米国": "US", "アメリカ": "US", "英国": "GB", "大韓民国": "KR",
    "中華人民共和国": "CN",
    "日本国": "JP", "oesterreich": "AT",
}  # fmt: skip
_ISO = re.compile("[a-z]{2,3}|[0-9]{3}")
_MARKS = re.compile(r"[\W_]+")


def country_of(text: str) -> str:
    """The two letters of the country that is meant; "" where none is recognised."""
    plain = _plain(text)
    if not plain:
        return ""
    if found := _also().get(plain):
        return found
    if _ISO.fullmatch(plain) and text.isascii() and (code := _by_code(plain.upper())):
        return code
    if known := _names_in("en").get(plain) or _names_in("en").get(plain.removeprefix("the")):
        return known
    return next((code for language in _LANGUAGES[1:] if (code := _names_in(language).get(plain, ""))), "")


def countries_of(texts: Sequence[str]) -> list[str]:
    """The same for each of several texts."""
    return [country_of(text) for text in texts]


@cache
def country_names() -> dict[str, str]:
    """The countries by their letters, in English."""
    return {code: name for code, name in territory_names("en").items() if code not in _NOT_COUNTRIES}


@cache
def _also() -> dict[str, str]:
    """What people write besides, made plain."""
    return {_plain(name): code for name, code in _ALSO.items()}


def _by_code(code: str) -> str:
    if code in country_names():
        return code
    alias = territory_of(code)
    return alias if alias in country_names() else ""


@cache
def _names_in(language: str) -> dict[str, str]:
    """The countries by their names in a language, made plain."""
    named = {_plain(name): code for code, name in territory_names(language).items() if code not in _NOT_COUNTRIES}
    return {name: code for name, code in named.items() if name}


def _plain(text: str) -> str:
    """Without case, accents, marks and blanks that differ."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn" or _is_voiced(letter))
    whole = unicodedata.normalize("NFC", letters).replace("&", " and ")
    return _MARKS.sub("", whole)


def _is_voiced(letter: str) -> bool:
    """A mark of Japanese, without which a syllable is another one."""
    return letter in "\u3099\u309a"
