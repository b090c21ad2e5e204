"""Tables as Parquet parts."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.workspace.contents import run_tables
from app.workspace.contents.run_tables import LazyTables, table_from_parts, table_parts

COLUMNS = pa.schema([
    ("customer_id", pa.dictionary(pa.int32(), pa.string())),
    ("instance", pa.int64()),
    ("at", pa.timestamp("us", tz="UTC")),
    ("value", pa.float64()),
    ("observed", pa.bool_()),
])  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["anna", "béla", ""]),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.integers(-(2**53), 2**53),
        st.none() | st.floats(allow_nan=False),
        st.none() | st.booleans(),
    ),
    max_size=30,
)


def table_of(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = {field.name: pa.array(values, field.type) for values, field in zip(columns, COLUMNS, strict=True)}
    return pa.table(arrays, schema=COLUMNS)


@settings(deadline=None)
@given(ROWS, st.integers(1, 40))
def test_that_a_table_comes_back_from_its_parts_as_it_was(rows: list[tuple[object, ...]], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_tables, "ROWS_OF_A_PART", size)
        half = len(rows) // 2
        parts = list(table_parts({"visits": table_of(some)} for some in (rows[:half], rows[half:])))
    assert sum(part.rows for part in parts) == len(rows)
    back = table_from_parts([part.content for part in parts], "The table")
    assert back.schema == COLUMNS
    assert back.to_pylist() == table_of(rows).to_pylist()


def test_that_parts_are_numbered_hashed_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_tables, "ROWS_OF_A_PART", 1_000)
    tables = {"visits": pa.table({"n": range(4_500)}), "empty": pa.table({"n": pa.array([], pa.int64())})}
    parts = list(table_parts([tables]))
    assert [(part.kind, part.index, part.rows) for part in parts] == [
        *(("visits", index, 1_000) for index in range(4)),
        ("visits", 4, 500),
        ("empty", 0, 0),
    ]
    assert all(hashlib.sha256(part.content).hexdigest() == part.sha256 for part in parts)


def test_that_parts_that_are_no_tables_or_do_not_fit_are_refused() -> None:
    (number,) = table_parts([{"t": pa.table({"n": [1]})}])
    (text,) = table_parts([{"t": pa.table({"n": ["a"]})}])
    for contents in ([b"nonsense"], [b""], [number.content[:-9]], [number.content, text.content]):
        with pytest.raises(AppError, match="The table is damaged"):
            table_from_parts(contents, "The table")


def test_that_tables_are_read_once_and_only_when_asked_for() -> None:
    asked: list[str] = []

    def read(name: str) -> pa.Table:
        asked.append(name)
        return pa.table({"name": [name]})

    tables = LazyTables(["visits", "messages"], read)
    assert (list(tables), len(tables), asked) == (["visits", "messages"], 2, [])
    assert tables["messages"].to_pydict() == {"name": ["messages"]}
    assert tables["messages"] is tables["messages"]
    assert asked == ["messages"]
    with pytest.raises(KeyError):
        tables["none"]
