"""From wall clock to instant: local times of one zone, all at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
from numpy.typing import NDArray

_UTC = "UTC"
DAY_US = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARGIN_DAYS = 2
_SPAN_DAYS = 3653
_SPAN_US = _SPAN_DAYS * DAY_US
# Python's datetime ends with the year 9999 and begins with 1; offsets further out are those at its ends.
_FIRST_DAY, _LAST_DAY = -719_160, 2_932_893


@cache
def zone_names() -> frozenset[str]:
    """The IANA names of all time zones; to look for them goes through hundreds of files, once."""
    return frozenset(available_timezones())


def named_zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; ValueError in words when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is not a time zone; write an IANA name such as Europe/Prague") from error


def utc_from_wall(wall_us: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int64]:
    """Microseconds UTC of local times given as microseconds since 1970-01-01 on the wall.

    A time that exists twice means the first; one that does not exist moves forward by the gap. Times in UTC stay the
    array they are.
    """
    if not len(wall_us) or zone.key == _UTC:
        return wall_us
    first, last = int(wall_us.min()) // _SPAN_US, int(wall_us.max()) // _SPAN_US
    if first == last:
        return _shifted(wall_us, *_transitions(zone, first))
    spans = wall_us // _SPAN_US
    instants = np.empty_like(wall_us)
    for span in np.unique(spans).tolist():
        inside = np.flatnonzero(spans == span)
        instants[inside] = _shifted(wall_us[inside], *_transitions(zone, span))
    return instants


def _shifted(
    wall_us: NDArray[np.int64], changes_us: NDArray[np.int64], offsets_us: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Local times less their offset: the old one holds until the wall shows the later of a change's two readings."""
    if not len(changes_us):
        return wall_us - int(offsets_us[0])
    switches = changes_us + np.maximum(offsets_us[:-1], offsets_us[1:])
    shifted: NDArray[np.int64] = wall_us - offsets_us[np.searchsorted(switches, wall_us, side="right")]
    return shifted


@lru_cache(maxsize=256)
def _transitions(zone: ZoneInfo, span: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Instants at which the offset changes within ten years and two days around, and the k + 1 offsets between them.

    No zone changes twice within a day, so the offset is asked once a day and the change sought between two days.
    """
    first = min(max(span * _SPAN_DAYS - _MARGIN_DAYS, _FIRST_DAY), _LAST_DAY)
    last = max(min((span + 1) * _SPAN_DAYS + _MARGIN_DAYS, _LAST_DAY), first)
    offsets = [_offset_us(zone, first * 86_400)]
    changes = []
    for day in range(first, last):
        after = _offset_us(zone, (day + 1) * 86_400)
        if after != offsets[-1]:
            changes.append(_change_second(zone, day * 86_400, (day + 1) * 86_400) * 1_000_000)
            offsets.append(after)
    return np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _change_second(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second with the offset of `after`, by bisection."""
    new = _offset_us(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset_us(zone, middle) == new:
            after = middle
        else:
            before = middle
    return after


def _offset_us(zone: ZoneInfo, second: int) -> int:
    offset = (_EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    return (offset or timedelta()) // timedelta(microseconds=1)
