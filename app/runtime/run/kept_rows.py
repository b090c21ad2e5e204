"""The rows of a run until somebody wants them as tables: in memory up to a bound, the rest in a nameless file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

import numpy as np

from app.errors import AppError
from app.runtime.engine import Chunk

BYTES_IN_MEMORY = 1 << 30
"""The rows of about a million customers."""

_Place = tuple[int, dict[str, dict[str, tuple[np.dtype[np.generic], int]]]]
"""Where a chunk begins in the file, and the type and length of each column of each table."""


class KeptRows:
    """Chunks in their order. Fill it first, then read it as often as need be, in any thread; close it in the end.

    What does not fit into memory is numbers alone, in a temporary file that a kill leaves no trace of.
    """

    def __init__(self, bytes_in_memory: int = BYTES_IN_MEMORY) -> None:
        self._free = bytes_in_memory
        self._kept: list[Chunk | _Place] = []
        self._file: IO[bytes] | None = None
        self.row_count = 0

    def append(self, chunk: Chunk) -> None:
        """Keep the next chunk; AppError where there is no room for it."""
        columns = [column for table in chunk.values() for column in table.values()]
        self.row_count += sum(len(next(iter(table.values()))) for table in chunk.values())
        size = sum(column.nbytes for column in columns)
        if size <= self._free:
            self._free -= size
            self._kept.append(chunk)
            return
        self._free = 0
        try:
            self._kept.append(self._write(chunk))
        except OSError as error:
            raise AppError(
                f"The rows of this run do not fit into the folder for temporary files, {tempfile.gettempdir()} "
                f"({error.strerror}). Make room there and run again."
            ) from error

    def __iter__(self) -> Iterator[Chunk]:
        for kept in self._kept:
            yield self._read(*kept) if isinstance(kept, tuple) else kept

    def close(self) -> None:
        """Let all rows go."""
        self._kept.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, chunk: Chunk) -> _Place:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="rehearse-")  # noqa: SIM115  # lives until the rows are closed
        begin = self._file.tell()
        for table in chunk.values():
            for column in table.values():
                self._file.write(np.ascontiguousarray(column).data)
        layout = {
            name: {title: (column.dtype, len(column)) for title, column in table.items()}
            for name, table in chunk.items()
        }
        return begin, layout

    def _read(self, begin: int, layout: dict[str, dict[str, tuple[np.dtype[np.generic], int]]]) -> Chunk:
        assert self._file is not None
        self._file.seek(begin)
        return {
            name: {
                title: np.frombuffer(self._file.read(dtype.itemsize * length), dtype, length)
                for title, (dtype, length) in table.items()
            }
            for name, table in layout.items()
        }
