"""Durations, time zones and windows of the local clock as rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.program.row_layout import Int


@dataclass(slots=True)
class SpanRow:
    """A duration: months and days by the calendar, then absolute time."""

    months: Int
    days: Int
    time_us: Int


@dataclass(slots=True)
class ZoneRow:
    """A time zone: its transitions, the offset before the first, and its rows of `zone_index` (see `clock`)."""

    first: Int
    size: Int
    offset: Int
    index: Int


@dataclass(slots=True)
class TransitionRow:
    """From `at` on, local time is `offset` ahead of UTC; wall clocks from `wall` on are read with it."""

    at: Int
    wall: Int
    offset: Int


@dataclass(slots=True)
class WindowRow:
    """A window of the local clock, in microseconds since midnight; bit 0 of `weekdays` is Monday."""

    begin: Int
    end: Int
    weekdays: Int
    channels: Int
