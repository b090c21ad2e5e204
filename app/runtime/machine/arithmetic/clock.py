"""Calendar arithmetic on instants and wall clocks (microseconds since 1970-01-01), for compiled code and for Python.

Local times follow scenario.md, section 2: one that does not exist moves forward by the gap, one that exists twice means
the first; months clamp to the month's last day.

A zone's transitions are found by an index over time: for each bucket of it the first row that can matter to a moment in
the bucket, be it an instant or a wall clock (which are never two days apart), and then row by row.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import inlined, jitable
from app.runtime.program.calendar import SpanRow, TransitionRow, WindowRow, ZoneRow
from app.runtime.program.row_layout import Rows
from app.runtime.program.zones import CYCLE_US, WRITTEN_OUT

HOUR_US: Final = 3_600_000_000
DAY_US: Final = 86_400_000_000
BUCKET_BITS: Final = 44  # 203 days, in which few zones change more than twice
FIRST_BUCKET: Final = -130  # 1897
BUCKETS: Final = 1090  # up to 2504
_WEEKDAY_OF_DAY_ZERO: Final = 3  # 1970-01-01 was a Thursday


class Clocks(Protocol):
    """The tables that the clock reads."""

    @property
    def zones(self) -> Rows[ZoneRow]: ...

    @property
    def transitions(self) -> Rows[TransitionRow]: ...

    @property
    def zone_index(self) -> Rows[int]: ...

    @property
    def spans(self) -> Rows[SpanRow]: ...

    @property
    def windows(self) -> Rows[WindowRow]: ...


@jitable
def first_candidate(m: Clocks, zone: int, moment: int) -> int:
    """A row of the zone at or shortly before its first transition after an instant or wall clock."""
    z = m.zones[zone]
    bucket = min(max((moment >> BUCKET_BITS) - FIRST_BUCKET, 0), BUCKETS - 1)
    return m.zone_index[z.index + bucket] if z.size > 0 else z.first


@jitable
def next_transition(m: Clocks, zone: int, at: int) -> int:
    """The row of the zone's first transition after an instant; one past its last if there is none."""
    end = m.zones[zone].first + m.zones[zone].size
    row = first_candidate(m, zone, at)
    while row < end and m.transitions[row].at <= at:
        row += 1
    return row


@jitable
def offset_before(m: Clocks, zone: int, transition: int) -> int:
    """The offset that holds up to a transition of the zone."""
    z = m.zones[zone]
    return z.offset if transition == z.first else m.transitions[transition - 1].offset


@jitable
def cycles_past(moment: int) -> int:
    """How far a moment is past the years written out, in whole cycles of the calendar; 0 for all but far ones.

    After 400 years all dates fall on the same weekdays again, and so do all transitions (see `zones`).
    """
    return 0 if moment < WRITTEN_OUT else ((moment - WRITTEN_OUT) // CYCLE_US + 1) * CYCLE_US


@jitable
def wall_of(m: Clocks, zone: int, at: int) -> int:
    """What the wall clock of a zone shows at an instant."""
    return at + offset_before(m, zone, next_transition(m, zone, at - cycles_past(at)))


@jitable
def instant_of(m: Clocks, zone: int, wall: int) -> int:
    """The instant at which the wall clock of a zone shows `wall`."""
    read = wall - cycles_past(wall)
    end = m.zones[zone].first + m.zones[zone].size
    row = first_candidate(m, zone, read)
    while row < end and m.transitions[row].wall <= read:
        row += 1
    return wall - offset_before(m, zone, row)


@jitable
def weekday_of(day: int) -> int:
    """The weekday of a day since 1970-01-01; 0 is Monday."""
    return (day + _WEEKDAY_OF_DAY_ZERO) % 7


@jitable
def days_of_month(year: int, month: int) -> int:
    """How long a month is."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


@jitable
def day_of(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a civil date (Howard Hinnant, "chrono-compatible low-level date algorithms")."""
    shifted_year = year - 1 if month <= 2 else year
    era = shifted_year // 400
    year_of_era = shifted_year - era * 400
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468


@jitable
def civil_of(days: int) -> tuple[int, int, int]:
    """Year, month and day of days since 1970-01-01; the inverse of `day_of`."""
    shifted = days + 719_468
    era = shifted // 146_097
    day_of_era = shifted - era * 146_097
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * from_march + 2) // 5 + 1
    month = from_march + 3 if from_march < 10 else from_march - 9
    year = year_of_era + era * 400
    return (year + 1 if month <= 2 else year), month, day


@jitable
def add_months(days: int, months: int) -> int:
    """The same day of another month, or that month's last day."""
    year, month, day = civil_of(days)
    count = year * 12 + month - 1 + months
    year = count // 12
    month = count - year * 12 + 1
    return day_of(year, month, min(day, days_of_month(year, month)))


@inlined
def shift_wall(m: Clocks, wall: int, span: int, times: int) -> int:
    """A wall clock moved by the calendar part of a span, so many times over."""
    s = m.spans[span]
    if s.months != 0:
        day = wall // DAY_US
        wall += (add_months(day, s.months * times) - day) * DAY_US
    return wall + s.days * times * DAY_US


@jitable
def shift(m: Clocks, zone: int, at: int, span: int, times: int) -> int:
    """An instant moved by a span so many times over (-1: back); the calendar part first, in the zone."""
    s = m.spans[span]
    if s.months != 0 or s.days != 0:
        at = instant_of(m, zone, shift_wall(m, wall_of(m, zone, at), span, times))
    return at + s.time_us * times


@jitable
def is_inside(m: Clocks, window: int, wall: int) -> bool:
    """Whether a wall clock is inside a window: half-open, and its weekday is the one on which the window began."""
    w = m.windows[window]
    day = wall // DAY_US
    clock = wall - day * DAY_US
    if w.begin < w.end:
        return w.begin <= clock < w.end and (w.weekdays >> weekday_of(day)) & 1 == 1
    if clock >= w.begin:
        return (w.weekdays >> weekday_of(day)) & 1 == 1
    return clock < w.end and (w.weekdays >> weekday_of(day - 1)) & 1 == 1


@jitable
def window_end(m: Clocks, zone: int, window: int, at: int) -> int:
    """The earliest instant after `at`, which is inside the window, at which the zone's wall clock is outside.

    Between two transitions the clock runs evenly, and leaves the window at its end; a transition may leave it earlier,
    or put the clock back into it.
    """
    w = m.windows[window]
    past = cycles_past(at)
    at -= past
    zone_end = m.zones[zone].first + m.zones[zone].size
    transition = next_transition(m, zone, at)
    while True:
        offset = offset_before(m, zone, transition)
        wall = at + offset
        day = wall // DAY_US
        if w.begin >= w.end and wall - day * DAY_US >= w.begin:
            day += 1
        end = day * DAY_US + w.end - offset
        if transition == zone_end or end < m.transitions[transition].at:
            return end + past
        at = m.transitions[transition].at
        if not is_inside(m, window, at + m.transitions[transition].offset):
            return at + past
        transition += 1


def zone_index(transitions_at: NDArray[np.int64], first: int) -> list[int]:
    """The index of a zone whose transitions, at these instants, begin at row `first`."""
    begins = (np.arange(BUCKETS, dtype=np.int64) + FIRST_BUCKET) << BUCKET_BITS
    passed = np.searchsorted(transitions_at, begins - 2 * DAY_US, side="right")
    passed[0] = 0  # of all time before
    rows: list[int] = (passed + first).tolist()
    return rows
