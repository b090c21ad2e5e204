"""Tables cut into Parquet parts of about 8 MB, packed on both cores."""

from __future__ import annotations

import hashlib
import io
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from app.data.awaiting import awaited

_PART_BYTES = 8 << 20
_SPARSE = 64  # bytes for each packed one; wide columns with little in them come to hundreds in long parts
_SPARSE_PART_BYTES = 16 << 20  # unpacked: short enough for what each column costs to keep within what reading allows
_WRITERS = 2
_FIRST_PART_ROWS = 1 << 18
_WORTH_ZSTD = 1 << 14  # bytes of a column; zstd begins anew with each, for which thousands of short ones take long
_HARDLY_TWICE = (pa.string(), pa.int64())  # words and instants: a dictionary of them is work for nothing
_Kind = TypeVar("_Kind", bound=str)


class PackedPart(NamedTuple):
    """Rows as a Parquet file, its sha256 in hex, and how many there are."""

    content: bytes
    sha256: str
    rows: int


def cut(tables: Sequence[tuple[_Kind, pa.Table]], look: Callable[[], None]) -> Iterator[tuple[_Kind, int, PackedPart]]:
    """Parts of about 8 MB, or less where that unpacks to far more, each with its place among those of its kind.

    Some are packed while others are stored; meanwhile `look` is called several times a second.
    """
    indices: Counter[_Kind] = Counter()
    writers = ThreadPoolExecutor(_WRITERS)
    try:
        cuts = [(kind, _Cut(table, writers)) for kind, table in tables if table.num_rows]
        for kind, table_cut in cuts:
            for packed in table_cut.packed(look):
                yield kind, indices[kind], packed
                indices[kind] += 1
    finally:
        writers.shutdown(cancel_futures=True)


class _Cut:
    """A table cut into parts, the first of which is packed at once; each one's size tells the rows of the next."""

    def __init__(self, table: pa.Table, writers: ThreadPoolExecutor) -> None:
        self._table, self._writers = table, writers
        self._row_bytes = max(1, table.nbytes // table.num_rows)
        self._few = max(1, _SPARSE_PART_BYTES // self._row_bytes)
        self._coded = [field.name for field in table.schema if field.type not in _HARDLY_TWICE]
        self._start, self._count = 0, min(_FIRST_PART_ROWS, self._few)
        self._packing: deque[Future[PackedPart]] = deque()
        self._begin(1)

    def packed(self, look: Callable[[], None]) -> Iterator[PackedPart]:
        """The parts in their order."""
        while self._packing:
            packed = awaited(self._packing.popleft(), look)
            rows, size = packed.rows, len(packed.content)
            is_sparse = rows * self._row_bytes > _SPARSE * size
            self._count = self._few if is_sparse else max(1, min(2 * rows, rows * _PART_BYTES // size))
            self._begin(_WRITERS + 1)
            yield packed

    def _begin(self, ahead: int) -> None:
        while self._start < self._table.num_rows and len(self._packing) < ahead:
            self._packing.append(
                self._writers.submit(_packed, self._table.slice(self._start, self._count), self._coded)
            )
            self._start += self._count


def _packed(piece: pa.Table, coded: list[str]) -> PackedPart:
    """The rows as Parquet."""
    buffer = io.BytesIO()
    is_short = piece.nbytes < _WORTH_ZSTD * piece.num_columns
    pq.write_table(
        piece,
        buffer,
        compression="lz4" if is_short else "zstd",
        write_statistics=False,
        use_dictionary=coded,  # type: ignore[arg-type]  # the stubs do not know that columns can be named
    )
    content = buffer.getvalue()
    return PackedPart(content, hashlib.sha256(content).hexdigest(), piece.num_rows)
