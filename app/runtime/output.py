"""A run as files: one for each table, and `summary.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, Literal, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from app.files.staging import StagedFolder
from app.runtime.rehearse import Run
from app.runtime.run.tables import TABLE_NAMES
from app.runtime.summary import Summary

__all__ = ["SUMMARY_NAME", "TABLE_NAMES", "RunWriter", "TableFormat", "write_run"]

SUMMARY_NAME = "summary.json"
_GROUP_ROWS = 1 << 17
_INSTANT_FORM = "%Y-%m-%dT%H:%M:%SZ"  # Arrow writes the microseconds with the seconds

TableFormat = Literal["parquet", "csv"]


class _Sink(Protocol):
    def write_table(self, table: pa.Table) -> None: ...
    def close(self) -> None: ...


class RunWriter:
    """Writes tables part by part into `TABLE.parquet` or `TABLE.csv`, and at the end `summary.json`.

    Used in a `with`; the files take their names in `finish`, after all of them have been written. Without that the
    folder, which is made if need be, stays as it was. `step` is called between groups of rows; raising, it stops all.
    """

    def __init__(
        self, folder: Path, table_format: TableFormat = "parquet", step: Callable[[], None] = lambda: None
    ) -> None:
        self._folder = StagedFolder(folder)
        self._format = table_format
        self._step = step
        self._files: dict[str, _TableFile] = {}

    def __enter__(self) -> RunWriter:
        self._folder.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.abandon()
        self._folder.__exit__(kind, error, trace)

    def take(self, tables: Mapping[str, pa.Table]) -> None:
        """Write the next part of every table."""
        for name, table in tables.items():
            if name not in self._files:
                stream = self._folder.open(f"{name}.{self._format}")
                self._files[name] = _TableFile(stream, table.schema, self._step, is_csv=self._format == "csv")
            self._files[name].add(table)

    def finish(self, summary: Summary, documents: Mapping[str, str] = MappingProxyType({})) -> None:
        """Write the summary and other documents, texts by the names of their files, and give all files their names."""
        for file in self._files.values():
            file.close()
        for name, text in {SUMMARY_NAME: summary.to_json(), **documents}.items():
            self._folder.write(name, text)
        self._folder.finish()


def write_run(run: Run, folder: Path, table_format: TableFormat = "parquet") -> None:
    """Write a run that is at hand."""
    started = perf_counter()
    with RunWriter(folder, table_format) as writer:
        writer.take(run.tables)
        timings = dict(run.summary.timings)
        timings["write"] = timings.get("write", 0.0) + perf_counter() - started
        writer.finish(replace(run.summary, timings=timings))


class _TableFile:
    """One file, in row groups of one size, so that its bytes do not depend on the parts it came in."""

    def __init__(self, stream: BinaryIO, schema: pa.Schema, step: Callable[[], None], *, is_csv: bool) -> None:
        self._stream = stream
        self._step = step
        self._pending: list[pa.Table] = []
        self._rows = 0
        self._is_csv = is_csv
        if self._is_csv:
            plain = pa.schema([(field.name, _plain_type(field.type)) for field in schema])
            self._schema = plain
            self._sink: _Sink = pyarrow.csv.CSVWriter(stream, plain)
        else:
            self._schema = schema
            self._sink = pq.ParquetWriter(stream, schema, compression="zstd")
        self._is_open = True

    def add(self, table: pa.Table) -> None:
        """Take more rows, and write as many whole groups as there are."""
        self._pending.append(table)
        self._rows += table.num_rows
        if self._rows < _GROUP_ROWS:
            return
        rows = pa.concat_tables(self._pending)
        whole = self._rows - self._rows % _GROUP_ROWS
        for start in range(0, whole, _GROUP_ROWS):
            self._write(rows.slice(start, _GROUP_ROWS))
        self._pending = [rows.slice(whole)]
        self._rows -= whole

    def close(self) -> None:
        """Write what is left, and close the file."""
        if self._rows:
            self._write(pa.concat_tables(self._pending))
        self._is_open = False
        self._sink.close()
        self._stream.close()

    def abandon(self) -> None:
        """Close the file as it is, which nobody will read."""
        if self._is_open:
            self._is_open = False
            for part in (self._sink, self._stream):
                with suppress(OSError):  # a full disk, which was told already
                    part.close()

    def _write(self, rows: pa.Table) -> None:
        self._step()
        if self._is_csv:
            columns = {name: _plain(rows.column(name)) for name in rows.column_names}
            self._sink.write_table(pa.table(columns, schema=self._schema))
        else:
            self._sink.write_table(rows.combine_chunks())


def _plain_type(type_: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_timestamp(type_) or pa.types.is_dictionary(type_) else type_


def _plain(column: pa.ChunkedArray[Any]) -> Any:
    """A column as CSV takes it: instants as ISO 8601 texts, words as they are."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format=_INSTANT_FORM)
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
