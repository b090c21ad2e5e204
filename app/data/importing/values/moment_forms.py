"""The forms in which people write dates and instants, as patterns with named groups."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, lengths, matches, numpy_of, pick
from app.data.columns.texts import BLANKS

_ZONE = r"[Zz]|(?:[Uu][Tt][Cc]|[Gg][Mm][Tt])[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?|[A-Za-z]+(?:[_/+-]\w+)*"
_BEHIND = rf"(?: ?(?P<z>{_ZONE})(?: ?[\[(][^\])]*[\])])?)?"
_CLOCK = (
    r"(?P<H>\d{1,2})(?::(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?)?"
    r"(?: ?(?P<half>[AaPp][Mm]\b|[AaPp]\.[Mm]\.?))?"
)
_TIME = rf"(?:(?:[Tt]|,? (?:at )?){_CLOCK}{_BEHIND})?$"
_WEEKDAY = r"^(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_WORD = r"(?P<word>[A-Za-z]{3,9})"
YEAR_FIRST = r"^(?P<y>\d{4})(?:[-/]|\. ?)(?P<m>\d{1,2})(?:[-/]|\. ?)(?P<d>\d{1,2})\.?" + _TIME
COMPACT = (
    r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
    r"(?:[Tt ]?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?P<z>[Zz]|[+-]\d{2}:?\d{2})?)?$"
)
COMPACT_HOUR = r"^(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?P<H>[01]\d|2[0-3])$"
"""2025030109, as analytics write an hour; as seconds since 1970 it would be in 2030 or later."""
YEAR_LAST = (
    _WEEKDAY
    + r"(?P<a>\d{1,2})(?:[-/]|\. ?)(?P<b>\d{1,2})(?:(?:[-/]|\. ?)(?P<y>\d{4})|(?:/|(?P<points>\. ?))(?P<yy>\d{2})\.?)"
    + _TIME
)
POINTS = "points"
"""The group of what parts a year of two digits that stands last, if that is a point."""
SHORT_YEAR_LAST = _WEEKDAY + r"(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<yy>\d{2})" + _TIME
"""31-12-99, which may as well be a code, or a year that stands first."""
SHORT_YEAR_FIRST = r"^(?P<yy>\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\.?" + _TIME
"""99-12-31, where a column shows that its years stand first."""
SHORT_YEAR_FIRST_SLASHED = r"^(?P<yy>\d{2})/(?P<m>\d{1,2})/(?P<d>\d{1,2})" + _TIME
"""The same where texts with hyphens and points may as well be codes."""
OF_EITHER_ORDER = frozenset({YEAR_LAST, SHORT_YEAR_LAST})
"""Day and month, or month and day, as the column has it."""
DAY_MONTH_WORD = (
    _WEEKDAY + rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[. -]+{_WORD}(?:[., -]+(?P<y>\d{{4}})|-(?P<yy>\d{{2}}))" + _TIME
)
MONTH_WORD_DAY = (
    _WEEKDAY + rf"{_WORD}(?:\.? |-)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:,? |-)(?P<y>\d{{4}})|-(?P<yy>\d{{2}}))" + _TIME
)
YEAR_BEHIND = _WEEKDAY + rf"{_WORD} (?P<d>\d{{1,2}}) {_CLOCK}{_BEHIND} (?P<y>\d{{4}})$"
AMERICAN = frozenset({MONTH_WORD_DAY, YEAR_BEHIND})
_SPACES = rf"[{''.join(BLANKS)}]+".replace("\\", "\\\\")

_HOURS = r"(\d:\d{2}) ?(?:[Hh]|[Hh][Rr]?[Ss]|[Uu]hr|[Uu]ur)\.?$"
"""What some languages write behind a time: “10:15 Uhr”, “10:15 hs.”"""
_EAST_ASIAN = r"^ ?(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]"
_EAST_ASIAN_CLOCK = (
    (r"([時时點点시分분] ?)(\d)([分분秒초])", r"\10\2\3"),
    (r" ?(\d{1,2})[時时點点시] ?(\d{2})[分분] ?(\d{2})[秒초] ?$", r" \1:\2:\3"),
    (r" ?(\d{1,2})[時时點点시] ?(\d{2})[分분] ?$", r" \1:\2"),
    (r" ?(?:午前|上午|오전) ?(\d{1,2}:\d{2}(?::\d{2})?) ?$", r" \1 AM"),
    (r" ?(?:午後|下午|오후) ?(\d{1,2}:\d{2}(?::\d{2})?) ?$", r" \1 PM"),
)
"""Hours, minutes and seconds with their signs, and the half of the day before them: “오후 3:15”."""


def tidy(texts: pa.StringArray) -> pa.StringArray:
    """The texts with every run of blanks as one space and none around them, and the true minus as a hyphen."""
    spaced = pc.replace_substring_regex(texts, _SPACES, " ")
    if not pc.all(pc.string_is_ascii(spaced)).as_py():
        for form, western in ((_EAST_ASIAN, r"\1-\2-\3"), *_EAST_ASIAN_CLOCK):
            spaced = pc.replace_substring_regex(spaced, form, western)
    bare = pc.utf8_trim(spaced, " ")
    if pc.any(pc.match_substring_regex(bare, _HOURS)).as_py():
        bare = pc.replace_substring_regex(bare, _HOURS, r"\1")
    return pc.replace_substring(bare, "\u2212", "-")


class Fields:
    """The named groups of one pattern, as arrays."""

    def __init__(self, found: pa.StructArray) -> None:
        self._found = found
        self._names = {field.name for field in found.type}

    def __len__(self) -> int:
        return len(self._found)

    def text(self, name: str) -> pa.StringArray:
        """The group's texts, "" where it did not take part."""
        if name not in self._names:
            return pa.array([""] * len(self._found), pa.string())
        return cast(pa.StringArray, self._found.field(name))

    def number(self, name: str) -> NDArray[np.int64]:
        """The group's digits as a number, 0 where it did not take part."""
        if name not in self._names:
            return np.zeros(len(self._found), np.int64)
        return numpy_of(pc.utf8_lpad(self.text(name), 1, "0").cast(pa.int64()))

    def given(self, name: str) -> NDArray[np.bool_]:
        """Where the group took part."""
        if name not in self._names:
            return np.zeros(len(self._found), np.bool_)
        given: NDArray[np.bool_] = lengths(self._found.field(name)) > 0
        return given

    def has(self, name: str) -> bool:
        """Whether the pattern has that group."""
        return name in self._names


def found_fields(texts: pa.StringArray, pattern: str) -> tuple[NDArray[np.int64], Fields]:
    """Which texts have the form, and their fields."""
    there = matches(texts, pattern)
    places = np.flatnonzero(there)
    if not len(places):
        return places, _no_fields(pattern)
    found: Any = pc.extract_regex(texts if len(places) == len(texts) else pick(texts, places), pattern)
    return places, Fields(found)


@cache
def _no_fields(pattern: str) -> Fields:
    """Those of no texts; to make the pattern ready takes longer than to look for it in a thousand."""
    none: Any = pc.extract_regex(NO_WORDS, pattern)
    return Fields(none)
