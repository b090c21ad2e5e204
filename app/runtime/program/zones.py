"""Time zones as tables of transitions, read from the tzdata package so that every machine has the same ones.

The form of the files is RFC 8536. A file ends with a rule (a POSIX TZ string) for the years after its last transition;
it is written out up to the year 2500. What comes after repeats the 400 years before, in which only such rules are left
(the last irregular transitions are those of Morocco in 2087), and after which all dates fall on the same weekdays.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

LAST_YEAR = 2500
WRITTEN_OUT: Final = 16_725_225_600_000_000  # 2500-01-01
CYCLE_US: Final = 146_097 * 86_400_000_000
_SECOND_US = 1_000_000
_DAY_S = 86_400
_HEADER = struct.Struct(">4s1s15x6l")
_RULE = re.compile(
    r"(?:[A-Za-z]+|<[^>]+>)(?P<std>[+-]?[\d:]+)"
    r"(?:(?:[A-Za-z]+|<[^>]+>)(?P<dst>[+-]?[\d:]+)?,(?P<begin>[^,]+),(?P<end>[^,]+))?"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone: from `at[i]` (instants) on, local time is `offset[i]` ahead of UTC, before `at[0]` it is `first_offset`.

    `wall[i]` is the wall clock from which on `offset[i]` is what a local time is read with. It is the later of the two
    readings of the change: so a time that does not exist is read with the old offset, which moves it forward by the
    gap, and one that exists twice means the first. All in microseconds.
    """

    first_offset: int
    at: NDArray[np.int64]
    wall: NDArray[np.int64]
    offset: NDArray[np.int64]

    def instants(self, wall: NDArray[np.int64]) -> NDArray[np.int64]:
        """The instants of local times, both in microseconds since 1970-01-01."""
        offsets = np.concatenate([[self.first_offset], self.offset])
        past = np.where(wall < WRITTEN_OUT, 0, (wall - WRITTEN_OUT) // CYCLE_US + 1) * CYCLE_US
        read: NDArray[np.int64] = wall - offsets[np.searchsorted(self.wall, wall - past, side="right")]
        return read


@cache
def zone_names() -> frozenset[str]:
    """All zones there are."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("ascii").split())


@cache
def read_zone(name: str) -> Zone:
    """The zone of that IANA name; KeyError if there is none."""
    if name not in zone_names():
        raise KeyError(name)
    return _parse(resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes())


def _parse(content: bytes) -> Zone:
    """Read a file of version 2 or later: its second block has instants of 64 bits, and the rule follows it."""
    _, _, leap_utc, leap_std, leaps, times, kinds, letters = _HEADER.unpack_from(content)
    second = _HEADER.size + times * 5 + kinds * 6 + letters + leaps * 8 + leap_std + leap_utc
    _, _, leap_utc, leap_std, leaps, times, kinds, letters = _HEADER.unpack_from(content, second)
    start = second + _HEADER.size
    at = np.frombuffer(content, ">i8", times, start).astype(np.int64)
    indices = np.frombuffer(content, np.uint8, times, start + times * 8)
    start += times * 9
    infos = [struct.unpack_from(">lbb", content, start + i * 6) for i in range(kinds)]
    offsets = np.array([info[0] for info in infos], np.int64)
    rule = content[start + kinds * 6 + letters + leaps * 12 + leap_std + leap_utc :].strip().decode("ascii")
    first = next((offset for offset, is_dst, _ in infos if not is_dst), infos[0][0])
    later = list(_by_rule(rule, int(at[-1]) if times else None))
    all_at = np.concatenate([at, np.array([moment for moment, _ in later], np.int64)])
    all_offsets = np.concatenate([offsets[indices], np.array([offset for _, offset in later], np.int64)])
    return _zone(int(first), all_at, all_offsets)


def _zone(first_offset: int, at: NDArray[np.int64], offset: NDArray[np.int64]) -> Zone:
    before = np.concatenate([[first_offset], offset[:-1]]) if len(offset) else offset
    changes = before != offset
    at, before, offset = at[changes], before[changes], offset[changes]
    wall = np.maximum.accumulate(at + np.maximum(before, offset)) if len(at) else at
    return Zone(first_offset * _SECOND_US, at * _SECOND_US, wall * _SECOND_US, offset * _SECOND_US)


def _by_rule(text: str, last: int | None) -> Iterator[tuple[int, int]]:
    """The transitions after `last` (seconds UTC) that a POSIX TZ string prescribes: instants and offsets in seconds."""
    rule = _RULE.fullmatch(text)
    if rule is None:
        return
    std = -_seconds(rule["std"])
    if rule["begin"] is None:
        if last is None:
            yield -(2**40), std
        return
    dst = -_seconds(rule["dst"]) if rule["dst"] else std + 3600
    first_year = 1970 if last is None else 1970 + last // (366 * _DAY_S)
    for year in range(first_year, LAST_YEAR + 1):
        begin, end = _moment(rule["begin"], year) - std, _moment(rule["end"], year) - dst
        for moment, offset in sorted([(begin, dst), (end, std)]):
            if last is None or moment > last:
                yield moment, offset


def _seconds(text: str) -> int:
    """Seconds of `[+-]h[h[h]][:mm[:ss]]`."""
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*(int(part) for part in text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * (hours * 3600 + minutes * 60 + seconds)


def _moment(text: str, year: int) -> int:
    """Wall-clock seconds since 1970 of `Mm.w.d`, `Jn` or `n`, each with an optional `/time`, in that year."""
    day, _, time = text.partition("/")
    if day.startswith("M"):
        month, week, weekday = (int(part) for part in day[1:].split("."))
        days = _weekday_of_month(year, month, week, weekday)
    elif day.startswith("J"):
        number = int(day[1:])
        days = _days(year, 1, 1) + number - 1 + (number >= 60 and _is_leap(year))
    else:
        days = _days(year, 1, 1) + int(day)
    return days * _DAY_S + _seconds(time or "2")


def _weekday_of_month(year: int, month: int, week: int, weekday: int) -> int:
    """The day (since 1970-01-01) of the nth weekday (0 is Sunday) of a month; the fifth is the last."""
    first = _days(year, month, 1)
    following = _days(year + month // 12, month % 12 + 1, 1)
    day = first + (weekday - (first + 4)) % 7 + (week - 1) * 7
    return day if day < following else day - 7


def _days(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
