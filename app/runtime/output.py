"""A run as files: one for each table, and `summary.json`."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from app.runtime.rehearse import Run

SUMMARY_NAME = "summary.json"
_GROUP_ROWS = 1 << 20
_INSTANT_FORM = "%Y-%m-%dT%H:%M:%SZ"  # Arrow writes the microseconds with the seconds


def write_run(run: Run, folder: Path, format: Literal["parquet", "csv"] = "parquet") -> None:  # noqa: A002  # its name
    """Write `TABLE.parquet` or `TABLE.csv` and `summary.json` into a folder, which is made if need be.

    The files take their names only after all of them have been written; before that nothing in the folder changes.
    """
    started = perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as aside:
        for name, table in run.tables.items():
            _write_table(table, Path(aside, f"{name}.{format}"))
        timings = dict(run.summary.timings)
        timings["write"] = timings.get("write", 0.0) + perf_counter() - started
        text = replace(run.summary, timings=timings).to_json()
        Path(aside, SUMMARY_NAME).write_text(text, encoding="utf-8")
        for path in sorted(Path(aside).iterdir()):
            path.replace(folder / path.name)


def _write_table(table: pa.Table, path: Path) -> None:
    """A table in row groups of one size, so that the bytes do not depend on the chunks it was made in."""
    if path.suffix == ".parquet":
        with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
            for start in range(0, table.num_rows, _GROUP_ROWS):
                writer.write_table(table.slice(start, _GROUP_ROWS).combine_chunks())
    else:
        plain = pa.table({name: _plain(table.column(name)) for name in table.column_names})
        pyarrow.csv.write_csv(plain, path)


def _plain(column: pa.ChunkedArray[Any]) -> Any:
    """A column as CSV takes it: instants as ISO 8601 texts, words as they are."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format=_INSTANT_FORM)
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
