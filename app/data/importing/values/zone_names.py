"""Time zones as people write them behind a time: offsets, abbreviations and IANA names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from zoneinfo import ZoneInfo

from app.data.zones import zone_names
from app.region import zone_of_windows

MINUTE_US = 60_000_000
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_HOURS = {
    **dict.fromkeys(("Z", "UTC", "GMT", "UT", "WET"), 0.0),
    **dict.fromkeys(("CET", "MEZ", "BST", "WEST"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), 2.0),
    **dict.fromkeys(("EEST", "MSK"), 3.0),
    "JST": 9.0,
    "AEST": 10.0,
    "AEDT": 11.0,
    "NZST": 12.0,
    "NZDT": 13.0,
    "EST": -5.0,
    "EDT": -4.0,
    "CDT": -5.0,
    "MST": -7.0,
    "MDT": -6.0,
    "PST": -8.0,
    "PDT": -7.0,
    "AKST": -9.0,
    "AKDT": -8.0,
    "HST": -10.0,
}
_AMERICAN_HOURS = {"CST": -6.0}
_SEVERAL = {
    "IST": "India (+05:30), Israel (+02:00) or Ireland (+01:00)",
    "CST": "North America (-06:00), China (+08:00) or Cuba (-05:00)",
    "AST": "the Atlantic (-04:00) or Arabia (+03:00)",
    "AMT": "the Amazon (-04:00) or Armenia (+04:00)",
    "SST": "Samoa (-11:00) or Singapore (+08:00)",
    "GST": "the Gulf (+04:00) or South Georgia (-02:00)",
    "ECT": "Ecuador (-05:00) or the eastern Caribbean (-04:00)",
}
_OF_HEADERS = {
    **dict.fromkeys(("UTC", "GMT", "Z"), "UTC"),
    **dict.fromkeys(("CET", "CEST"), "Europe/Brussels"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Athens"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    "CDT": "America/Chicago",
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    "BST": "Europe/London",
}
"""Where a whole column is headed so, the clock of that place is meant, in summer and winter."""
_BEHIND_HEADER = re.compile(r"[(\[]\s*([A-Za-z]{1,4}|[A-Za-z]+(?:/[A-Za-z_]+)+)\s*[)\]]\s*$|[\s_-](UTC|utc|GMT)$")
_MOST_MINUTES = 24 * 60
_WITH_OFFSET = re.compile(r"\(?((?:UTC|GMT)\s*[+-]\s*\d{1,2}(?::?\d{2})?)\)?\s*(.*)", re.IGNORECASE)
_SAYS_MORE = re.compile(r"\s*(?:\(.*\)|[-\u2013]\s.*|,.*)$")
_OF_AMERICA = frozenset({"EST", "EDT", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT"})


def fixed_offset_us(name: str, *, american: bool) -> int | None:
    """Microseconds east of UTC that a zone's text means at any time; None where it means none, or several.

    `american` where the date is written as in the Americas, so that CST is that of Chicago.
    """
    found = _OFFSET.fullmatch(name)
    if found is not None:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes >= _MOST_MINUTES or int(found[3] or 0) >= 60:
            return None
        return (minutes if found[1] == "+" else -minutes) * MINUTE_US
    upper = name.upper()
    hours = _HOURS.get(upper, _AMERICAN_HOURS.get(upper) if american else None)
    return None if hours is None else int(hours * 60) * MINUTE_US


def named_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name in any case."""
    known = _known().get(name.lower())
    return None if known is None else ZoneInfo(known)


@cache
def zone_of_header(name: str) -> ZoneInfo | None:
    """The zone that the name of a column says its times are in, in brackets or as a last UTC; None for most."""
    found = _BEHIND_HEADER.search(name)
    if found is None:
        return None
    said = found[1] or found[2]
    known = _OF_HEADERS.get(said.upper())
    return ZoneInfo(known) if known else named_zone(said)


def zone_as_written(words: Sequence[str]) -> Iterator[str]:
    """Each text of a column of zones as it may stand behind a time; "" where it names none, or several.

    Beside other zones of North America CST is the one there.
    """
    among = {word.strip().upper() for word in words}
    for word in words:
        is_american = word.strip().upper() in _AMERICAN_HOURS and not among.isdisjoint(_OF_AMERICA)
        yield "-06:00" if is_american else _written(word)


@cache
def _written(word: str) -> str:
    bare = " ".join(word.split())
    found = _WITH_OFFSET.fullmatch(bare)
    if found is not None:
        return _named(found[2]) or found[1].replace(" ", "")
    if fixed_offset_us(bare, american=False) is not None:
        return bare
    return _named(bare)


def _named(bare: str) -> str:
    """The IANA name of a zone that is called by it, by its city, or as Windows and America's programs call it."""
    without = _SAYS_MORE.sub("", bare)
    known = _known().get(bare.lower().replace(" ", "_")) or _cities().get(without.lower())
    return known or zone_of_windows(bare) or zone_of_windows(re.sub(r" [Tt]ime$", " Standard Time", without)) or ""


@cache
def _cities() -> dict[str, str]:
    """The zones by the last part of their names."""
    return {name.rsplit("/", 1)[1].replace("_", " ").lower(): name for name in sorted(_known().values(), reverse=True)}


def meanings(name: str) -> str:
    """What an abbreviation may mean, in words, where that is more than one zone; else ""."""
    return _SEVERAL.get(name.upper(), "")


@cache
def _known() -> dict[str, str]:
    return {name.lower(): name for name in zone_names() if "/" in name}
