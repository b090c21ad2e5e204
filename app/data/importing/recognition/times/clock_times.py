"""Files that keep the day of an event in one column and its time of day in another."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import matches
from app.data.columns.texts import encode
from app.data.importing.values.moments import read_moments
from app.data.vocabulary.headers import plain, ranked
from app.data.zones import DAY_US

_LOOK = 1000
_ENOUGH = 0.95
_NAMES: Final = (
    *("time", "order_time", "event_time", "purchase_time", "transaction_time", "sale_time", "invoice_time"),
    *("start_time", "visit_time", "appointment_time", "booking_time", "reservation_time", "class_time", "startzeit"),
    *("heure_de_debut", "hora_de_inicio", "ora_di_inizio", "開始時刻", "開始時間"),
)
_COMPACT = r"^(\d{4})(\d{2})(\d{2})$"
_CLOCK = r"(?i)^\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\.?)?(?:\s?(?:utc|gmt|z))?\s*$"


def time_column(table: pa.Table, at: str) -> str | None:
    """The column with the times of day that belong to the days in another; None where those have times, or none is."""
    names = ranked([name for name in table.column_names if name != at], (*_NAMES, _beside(at)))
    return next((name for name in names if _holds_times(table, name)), None) if names and _are_days(table, at) else None


def with_times(table: pa.Table, at: str, time: str) -> pa.Table:
    """The table with days and their times in the column of the instants; days without a time stay days."""
    days, times = (pc.utf8_trim_whitespace(table.column(name)) for name in (at, time))
    clocks: Any = pc.match_substring_regex(times, _CLOCK)
    are_both: Any = pc.and_(clocks, pc.not_equal(days, pa.scalar("")))
    join_texts: Any = pc.binary_join_element_wise  # the stubs do not know that it takes plain texts
    joined = join_texts(pc.replace_substring_regex(days, _COMPACT, r"\1-\2-\3"), times, " ")
    return table.set_column(table.column_names.index(at), at, pc.if_else(are_both, joined, table.column(at)))


def _beside(at: str) -> str:
    """“server_time” for “server_date”."""
    words = plain(at).split("_")
    return "_".join("time" if word in ("date", "day") else word for word in words)


def _are_days(table: pa.Table, name: str) -> bool:
    texts = encode(table.column(name).slice(0, _LOOK)).distinct
    moments = read_moments(texts)
    days = moments.naive & (moments.wall_us % DAY_US == 0) & ~matches(texts, ":")
    return len(texts) > 0 and bool(days.mean() >= _ENOUGH)


def _holds_times(table: pa.Table, name: str) -> bool:
    texts = encode(table.column(name).slice(0, _LOOK)).distinct
    return len(texts) > 0 and bool(matches(texts, _CLOCK).mean() >= _ENOUGH)
