"""What the tables of a stored run look like, checked before anything is counted from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from app.workspace.sqlite.documents import damaged

_WORDS = pa.dictionary(pa.int32(), pa.string())
_INSTANT = pa.timestamp("us", "UTC")
_FIRST_US, _LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years 1 to 9999
_BASE: dict[str, pa.DataType] = {"customer_id": pa.string(), "instance": pa.int32()}
_FORMS: dict[str, dict[str, pa.DataType]] = {
    "instances": {
        **_BASE,
        "entry_node": _WORDS,
        "entered_at": _INSTANT,
        "ended_at": _INSTANT,
        "end_reason": _WORDS,
        "end_detail": _WORDS,
        "control": pa.bool_(),
    },
    "visits": {
        **_BASE,
        "visit": pa.int32(),
        "node": _WORDS,
        "arrived_at": _INSTANT,
        "left_at": _INSTANT,
        "port": _WORDS,
    },
    "messages": {
        **_BASE,
        "visit": pa.int32(),
        "node": _WORDS,
        "channel": _WORDS,
        "at": _INSTANT,
        "outcome": _WORDS,
        "delivered_at": _INSTANT,
        "opened_at": _INSTANT,
        "clicked_at": _INSTANT,
        "cost": pa.float64(),
    },
    "conversions": {**_BASE, "goal": _WORDS, "at": _INSTANT, "value": pa.float64(), "observed": pa.bool_()},
    "scores": {
        "customer_id": pa.string(),
        "at": _INSTANT,
        "score": _WORDS,
        "delta": pa.float64(),
        "total": pa.float64(),
    },
}
_NEVER_EMPTY = ("customer_id", "instance", "visit", "node", "arrived_at", "at", "goal", "channel", "entered_at")


class CheckedTables(Mapping[str, pa.Table]):
    """A run's tables, each looked at when it is first asked for; AppError that names `what` it is of if it is another.

    Columns that a table has beside the known ones are left alone: later versions may have added them.
    """

    def __init__(self, tables: Mapping[str, pa.Table], what: str) -> None:
        self._tables = tables
        self._what = what
        self._checked: set[str] = set()

    def __getitem__(self, name: str) -> pa.Table:
        table = self._tables[name]
        if name not in self._checked:
            if not all(map(_fits(table), _FORMS.get(name, {}).items())):
                raise damaged(f"The table '{name}' of {self._what}")
            self._checked.add(name)
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _fits(table: pa.Table) -> Callable[[tuple[str, pa.DataType]], bool]:
    def fits(known: tuple[str, pa.DataType]) -> bool:
        name, type_ = known
        if table.column_names.count(name) != 1 or table.schema.field(name).type != type_:
            return False
        column = table.column(name)
        if name in _NEVER_EMPTY and column.null_count:
            return False
        return _is_in_time(column) if type_ == _INSTANT else _is_valid(column)

    return fits


def _is_valid(column: pa.ChunkedArray) -> bool:  # type: ignore[type-arg]  # of any type
    """Whether texts are UTF-8, and words are there."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_in_time(column: pa.ChunkedArray) -> bool:  # type: ignore[type-arg]  # instants
    if column.null_count == len(column):
        return True
    instants = column.drop_null().cast(pa.int64())
    return bool(pc.min(instants).as_py() >= _FIRST_US and pc.max(instants).as_py() <= _LAST_US)
