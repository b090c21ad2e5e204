"""A run's tables as Parquet parts, and back when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from app.workspace.documents import damaged, sha256_of

ROWS_IN_MEMORY = 48 * 1024 * 1024  # bytes of columns that make a part of about 8 MB


@dataclass(frozen=True, slots=True)
class TablePart:
    """Some rows of a table as a Parquet file; `kind` is the table's name."""

    kind: str
    index: int
    content: bytes
    rows: int
    sha256: str


class LazyTables(Mapping[str, pa.Table]):
    """Tables by name, each read when it is first asked for."""

    def __init__(self, names: Iterable[str], read: Callable[[str], pa.Table]) -> None:
        self._names = tuple(names)
        self._read = read
        self._tables: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def table_parts(tables: Mapping[str, pa.Table]) -> Iterator[TablePart]:
    """Every table in parts; an empty one has one part, which keeps its columns."""
    for name, table in tables.items():
        step = max(1, table.num_rows * ROWS_IN_MEMORY // max(1, table.nbytes)) if table.num_rows else 1
        for index, first in enumerate(range(0, max(1, table.num_rows), step)):
            piece = table.slice(first, step)
            sink = pa.BufferOutputStream()
            pq.write_table(piece, sink, compression="zstd")
            content = sink.getvalue().to_pybytes()
            yield TablePart(name, index, content, piece.num_rows, sha256_of(content))


def table_from_parts(contents: Iterable[bytes], what: str) -> pa.Table:
    """One table out of its parts; AppError that names `what` it is if they do not fit together."""
    try:
        return pa.concat_tables([pq.read_table(pa.BufferReader(content)) for content in contents])
    except (pa.ArrowException, OSError) as error:
        raise damaged(what) from error
