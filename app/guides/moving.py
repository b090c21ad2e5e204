"""Audiences of a template moved into the time of a dataset: an instant before or after all events gathers nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.data.dataset import Dataset

_MOST_MONTHS = 12


def moved_into(tree: dict[str, Any], dataset: Dataset) -> None:
    """Have each audience that is gathered outside of the data's time gathered on the first of the months inside."""
    if not dataset.event_count:
        return
    zone = ZoneInfo(tree["settings"].get("timezone", "UTC"))
    first, last = (_wall_clock(int(at_us), zone) for at_us in (dataset.at.min(), dataset.at.max()))
    for node in tree["nodes"]:
        if node["type"] == "entry_audience" and not first <= datetime.fromisoformat(node["params"]["at"]) <= last:
            _move(node["params"], first, last)


def _move(params: dict[str, Any], first: datetime, last: datetime) -> None:
    hour = datetime.fromisoformat(params["at"]).time()
    months = [datetime.combine(_first_of_month(first, count), hour) for count in range(1, _MOST_MONTHS + 1)]
    inside = [at for at in months if at <= last]
    params["at"] = (inside or [last.replace(microsecond=0)])[0].isoformat()
    if "repeat" in params:
        params["repeat"] = {**params["repeat"], "count": max(1, len(inside))}


def _first_of_month(at: datetime, months_later: int) -> datetime:
    month = at.year * 12 + at.month - 1 + months_later
    return datetime(month // 12, month % 12 + 1, 1)


def _wall_clock(at_us: int, zone: ZoneInfo) -> datetime:
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return instant.astimezone(zone).replace(tzinfo=None)
