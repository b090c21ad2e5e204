"""What lies beyond the last recorded event: messages sent after it, goals whose time it cuts off."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from app.nodes.durations import Duration
from app.numbers import Rate
from app.scenario.settings import Goal

Tables = Mapping[str, pa.Table]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_US = 86_400_000_000
_LONGEST_MONTH = 31


def sent_after(tables: Tables, data_end_us: int) -> Mapping[str, int]:
    """By node: how many of its messages went out after that instant."""
    messages = tables.get("messages")
    if messages is None:
        return {}
    is_late = pc.greater(messages.column("at").cast(pa.int64()), pa.scalar(data_end_us))
    late = messages.filter(pc.and_(is_late, pc.equal(messages.column("outcome").cast(pa.string()), pa.scalar("sent"))))
    return Counter(str(node) for node in late.column("node").to_pylist())


def converted_after(tables: Tables, goal: Goal, data_end_us: int, *, observed: bool) -> int:
    """How many of the goal's conversions lie after that instant; only modelled ones can."""
    conversions = _conversions(tables, goal, observed)
    if conversions is None:
        return 0
    is_late = pc.greater(conversions.column("at").cast(pa.int64()), pa.scalar(data_end_us))
    return conversions.filter(is_late).num_rows


def of_ended_windows(tables: Tables, goal: Goal, data_end_us: int, zone: str, *, observed: bool) -> Rate | None:
    """Conversions among the journeys whose time for the goal was over by then; None for a goal without such a time."""
    instances, conversions = tables.get("instances"), _conversions(tables, goal, observed)
    if goal.within is None or instances is None or conversions is None:
        return None
    latest = _latest_entry(goal.within, data_end_us, ZoneInfo(zone))
    keys = ["customer_id", "instance"]
    ended = instances.filter(pc.less_equal(instances.column("entered_at").cast(pa.int64()), pa.scalar(latest))).select(
        keys
    )
    converted = ended.join(conversions.select(keys), keys, join_type="left semi")
    return Rate(converted.num_rows, ended.num_rows)


def _conversions(tables: Tables, goal: Goal, observed: bool) -> pa.Table | None:
    conversions = tables.get("conversions")
    if conversions is None:
        return None
    of_goal = pc.equal(conversions.column("goal").cast(pa.string()), pa.scalar(goal.id))
    return conversions.filter(pc.and_(of_goal, pc.equal(conversions.column("observed"), pa.scalar(observed))))


def _latest_entry(within: Duration, end_us: int, zone: ZoneInfo) -> int:
    """The last instant from which that time is over by the end: calendar steps in the zone, the rest in real time."""
    longest = (abs(within.months) * _LONGEST_MONTH + abs(within.days) + 2) * _DAY_US + abs(within.time_us)
    candidates = range(end_us - longest, end_us + longest)
    place = bisect_right(candidates, end_us, key=lambda at_us: _after(at_us, within, zone))
    return candidates[place - 1] if place else candidates[0] - 1


def _after(at_us: int, step: Duration, zone: ZoneInfo) -> int:
    wall = (_EPOCH + timedelta(microseconds=at_us)).astimezone(zone)
    months = wall.year * 12 + wall.month - 1 + step.months
    year, month = divmod(months, 12)
    day = min(wall.day, monthrange(year, month + 1)[1])
    moved = wall.replace(year=year, month=month + 1, day=day, fold=0) + timedelta(days=step.days)
    return (moved.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) + step.time_us
