"""Where events have their customer, instant and name is known by names and values."""

from __future__ import annotations

import pyarrow as pa

from app.data.importing.mapping import EventsMapping
from app.data.importing.recognition.events.event_columns import event_columns, look_like_events


def _table(**columns: list[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def test_that_event_columns_are_known_by_name_and_value() -> None:
    table = _table(date=["x", "y"], user_id=["u", "u"], logged=["2024-01-01", "2024-01-02"], action=["a", "b"])
    found = event_columns("x.csv", table, EventsMapping())
    assert (found.key, found.at, found.name, found.constant) == ("user_id", "logged", "action", None)


def test_that_a_file_without_event_names_is_named_after_itself() -> None:
    table = _table(user_id=["u"], at=["2024-01-01"])
    assert event_columns("Site visits.csv.gz", table, EventsMapping()).constant == "site_visits"


def test_that_a_file_of_events_is_told_from_one_of_customers() -> None:
    assert look_like_events(_table(user_id=["a", "a"], at=["2024-01-01", "2024-01-02"]))
    assert not look_like_events(_table(user_id=["a", "b"], created_at=["2024-01-01", "2024-01-02"], city=["x", "y"]))
