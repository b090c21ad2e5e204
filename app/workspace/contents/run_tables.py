"""A run's tables as Parquet parts, and back when somebody asks for one."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from app.data.storing.parquet import Allowance, read_bounded
from app.errors import refuse_full_memory
from app.workspace.sqlite.documents import damaged, sha256_of

ROWS_OF_A_PART = 1 << 18  # 3 to 6 MB as a file; a part is stored in a transaction of its own
_AT_ONCE = 2


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


def table_parts(pieces: Iterable[Mapping[str, pa.Table]]) -> Iterator[TablePart]:
    """Every table in parts of one size, whatever pieces it comes in; an empty one has one part, to keep its columns.

    The parts of a table come in order; those of several take turns. Two are packed at a time.
    """
    packing: deque[Future[TablePart]] = deque()
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="packing") as pool:
        for name, index, table in _of_one_size(pieces):
            packing.append(pool.submit(_packed, name, index, table))
            if len(packing) > _AT_ONCE:
                yield packing.popleft().result()
        while packing:
            yield packing.popleft().result()


def _of_one_size(pieces: Iterable[Mapping[str, pa.Table]]) -> Iterator[tuple[str, int, pa.Table]]:
    """Name, number and rows of each part."""
    pending: dict[str, list[pa.Table]] = {}
    lengths, numbers = Counter[str](), Counter[str]()
    for tables in pieces:
        for name, table in tables.items():
            pending.setdefault(name, []).append(table)
            lengths[name] += table.num_rows
            if lengths[name] <= ROWS_OF_A_PART:
                continue
            rows = pa.concat_tables(pending[name])
            while rows.num_rows > ROWS_OF_A_PART:
                yield name, numbers[name], rows.slice(0, ROWS_OF_A_PART)
                numbers[name] += 1
                rows = rows.slice(ROWS_OF_A_PART)
            pending[name], lengths[name] = [rows], rows.num_rows
    for name, left in pending.items():
        yield name, numbers[name], pa.concat_tables(left)


def _packed(name: str, index: int, rows: pa.Table) -> TablePart:
    """A part as a file: words as dictionaries, all else plain, as dictionaries of ids and instants only cost time."""
    worded = [column.name for column in rows.schema if pa.types.is_dictionary(column.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(
        rows.combine_chunks(),
        sink,
        compression="zstd",
        use_dictionary=worded,  # type: ignore[arg-type]  # the stubs do not know that columns can be named
        write_statistics=False,
    )
    content = sink.getvalue().to_pybytes()
    return TablePart(name, index, content, rows.num_rows, sha256_of(content))


def table_from_parts(contents: Iterable[bytes], what: str, columns: Sequence[str] | None = None) -> pa.Table:
    """One table, or some of its columns, out of its parts; AppError that names `what` it is if they do not fit."""
    allowance = Allowance()
    try:
        return pa.concat_tables([read_bounded(content, allowance=allowance, columns=columns) for content in contents])
    except (pa.ArrowException, OSError) as error:
        refuse_full_memory(error)
        raise damaged(what) from error
