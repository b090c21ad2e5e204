"""Dates that cannot be, and days on which far too much or nothing at all happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from app.data.changes.mending import emptied, without_events
from app.data.columns.column import MISSING_DATE, Column, ColumnType
from app.data.dataset import Dataset
from app.data.quality.finding import Finding, Mend
from app.data.zones import DAY_US
from app.numbers import Rate, counted, data_day

_LONGEST_LIFE_DAYS = 120 * 365
_EARLIEST_US = int(datetime(1990, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
_LEAST_DAYS = 14
_LEAST_EVENTS_A_DAY = 5
_LEAST_GAP_DAYS = 3
_BURST = 10


def time_findings(dataset: Dataset, now_us: int) -> Iterator[Finding]:
    """What cannot have happened then, and gaps and bursts; `now_us` is microseconds UTC."""
    yield from _birthdays(dataset, now_us)
    yield from _events_out_of_time(dataset, now_us)
    yield from _uneven_days(dataset)


def _birthdays(dataset: Dataset, now_us: int) -> Iterator[Finding]:
    column = dataset.attribute_of("birthday")
    if column is None or column.type not in (ColumnType.DATE, ColumnType.INSTANT):
        return
    days = _days(column)
    today = now_us // DAY_US
    rows = np.flatnonzero(column.filled & ((days > today) | (days < today - _LONGEST_LIFE_DAYS)))
    if len(rows):
        words = f"{counted(len(rows), 'birthday lies', 'birthdays lie')} in the future or more than 120 years back."
        advice = "Years of two digits, or days and months changed about, are the usual reason."
        attribute = dataset.roles.attributes["birthday"]
        mends = (Mend("Empty them", lambda whole: emptied(whole, attribute, rows)),)
        rate = Rate(len(rows), int(column.filled.sum()))
        yield Finding("birthdays-impossible", words, advice, rate, "fault", rows, mends=mends)


def _days(column: Column) -> NDArray[np.int64]:
    values = column.values.astype(np.int64)
    return values if column.type is ColumnType.DATE else np.where(column.filled, values // DAY_US, MISSING_DATE)


def _events_out_of_time(dataset: Dataset, now_us: int) -> Iterator[Finding]:
    for key, wrong, words in (
        ("events-early", dataset.at < _EARLIEST_US, "before 1990"),
        ("events-late", dataset.at > now_us + DAY_US, "in the future"),
    ):
        events = np.flatnonzero(wrong)
        count = len(events)
        if count:
            said = f"{counted(count, 'event lies', 'events lie')} {words}."
            advice = "A run plays them as they stand; the unit or the zone of the times may have been read wrongly."
            rate = Rate(count, dataset.event_count)
            yield Finding(
                key,
                said,
                advice,
                rate,
                "fault",
                _owners(dataset, events),
                mends=(_leaving_out("Leave them out", events),),
            )


def _uneven_days(dataset: Dataset) -> Iterator[Finding]:
    if not dataset.event_count:
        return
    days, counts = np.unique(dataset.at // DAY_US, return_counts=True)
    if len(days) < _LEAST_DAYS:
        return
    usual = float(np.median(counts))
    if usual < _LEAST_EVENTS_A_DAY:
        return
    silent = np.diff(days) - 1
    longest = int(silent.argmax())
    if silent[longest] >= max(_LEAST_GAP_DAYS, 4 * float(np.median(silent))):
        first, last = days[longest] + 1, days[longest + 1] - 1
        words = (
            f"Nothing happened for {counted(int(silent[longest]), 'day', 'days')}, from {_day(first)} to {_day(last)}."
        )
        gaps = int((silent >= _LEAST_GAP_DAYS).sum())
        advice = (
            "An export may be missing: what waits for events there rehearses as silence. Import the files of these "
            "days; the customers are those with events before and after them."
        )
        spanning = _spanning(dataset, int(first) * DAY_US, int(last + 1) * DAY_US)
        rate, wanted = Rate(gaps, len(days)), "Import the files of these days…"
        yield Finding("gap", words, advice, rate, "remark", spanning, file_wanted=wanted)
    bursts = np.flatnonzero(counts > _BURST * usual)
    if len(bursts):
        worst = bursts[counts[bursts].argmax()]
        words = (
            f"On {_day(days[worst])} there are {counted(int(counts[worst]), 'event', 'events')}, "
            f"on a usual day {counted(round(usual), 'event', 'events')}."
        )
        advice = "An import of old records may have given them all the same day."
        events = np.flatnonzero(dataset.at // DAY_US == days[worst])
        mends = (_leaving_out("Leave the events of that day out", events),)
        rate = Rate(len(bursts), len(days))
        yield Finding("burst", words, advice, rate, "remark", _owners(dataset, events), mends=mends)


def _spanning(dataset: Dataset, first_us: int, end_us: int) -> NDArray[np.int64]:
    """The customers with events before a time and after it, whose events may be missing; if none, those of either."""
    before = np.bincount(dataset.event_customers()[dataset.at < first_us], minlength=dataset.customer_count) > 0
    after = np.bincount(dataset.event_customers()[dataset.at >= end_us], minlength=dataset.customer_count) > 0
    spanning = np.flatnonzero(before & after)
    return spanning if len(spanning) else np.flatnonzero(before | after)


def _owners(dataset: Dataset, events: NDArray[np.int64]) -> NDArray[np.int64]:
    """The customers of those events."""
    return np.unique(np.searchsorted(dataset.offsets, events, side="right") - 1).astype(np.int64)


def _leaving_out(words: str, events: NDArray[np.int64]) -> Mend:
    return Mend(words, lambda whole: without_events(whole, events))


def _day(day: int) -> str:
    return data_day(int(day) * DAY_US)
