"""Which country a text means: by its ISO letters or number, or by its name in one of many languages."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from app.region import territory_names, territory_of
from app.resources import resource

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
NAMES = resource("map") / "country_names.json"
"""What they are called in other languages than English, made by `scripts/make_country_names.py`."""
_ISO = re.compile("[a-z]{2,3}|[0-9]{3}")
_MARKS = re.compile(r"[\W_]+")


def country_of(text: str) -> str:
    """The two letters of the country that is meant; "" where none is recognised."""
    name = plain(text)
    if not name:
        return ""
    if found := _also().get(name):
        return found
    if _ISO.fullmatch(name) and text.isascii() and (code := _by_code(name.upper())):
        return code
    english = _in_english()
    return english.get(name) or english.get(name.removeprefix("the")) or _in_others().get(name, "")


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
    return {plain(name): code for name, code in _ALSO.items()}


def _by_code(code: str) -> str:
    if code in country_names():
        return code
    alias = territory_of(code)
    return alias if alias in country_names() else ""


@cache
def _in_english() -> dict[str, str]:
    """The countries by their English names, made plain."""
    return {plain(name): code for code, name in country_names().items()}


@cache
def _in_others() -> dict[str, str]:
    """The countries by their plain names in other languages."""
    by_code: dict[str, list[str]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return {name: code for code, names in by_code.items() for name in names}


def plain(text: str) -> str:
    """Without case, accents, marks and blanks that differ."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn" or _is_voiced(letter))
    whole = unicodedata.normalize("NFC", letters).replace("&", " and ")
    return _MARKS.sub("", whole)


def _is_voiced(letter: str) -> bool:
    """A mark of Japanese, without which a syllable is another one."""
    return letter in "\u3099\u309a"
