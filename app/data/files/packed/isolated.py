"""Readers of packed formats run in a process of their own, with limits: a file can at worst end that process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

from app.data.files.packed.reader_process import NO_ROOM
from app.errors import AppError
from app.files.memory import free_bytes, refuse_beyond_memory
from app.files.reading import name_of, open_file
from app.progress import Progress

_ROOT = Path(__file__).resolve().parents[4]
_PIECE = 1 << 20
_POLL_S = 0.05
_HARMLESS_BYTES = 256 << 20
_LARGEST_RATIO = 256
_QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader wrote: `content` to its standard output, `facts` as the last line of its standard error."""

    content: bytes
    facts: dict[str, Any]


def read_isolated(reader: str, path: Path, progress: Progress, *arguments: str) -> Answer:
    """Run the module `reader` over a file, which it finds at its standard input.

    An AppError says what the reader found wrong, or that the file took more than it may; Cancelled ends the reader.
    """
    with open_file(path, advice="Nothing was imported.") as stream:
        size = os.fstat(stream.fileno()).st_size
        child = _start(reader, stream, arguments)
        most, free = _HARMLESS_BYTES + _LARGEST_RATIO * size, free_bytes()
        try:
            gathered = _Gathering(child, min(most, free // 2))
        except (MemoryError, RuntimeError):  # no thread can be started
            child.kill()
            child.wait()
            raise MemoryError from None
        try:
            while gathered.goes_on():
                progress(0, 0, f"Reading {name_of(path.name)}")
        finally:
            if child.poll() is None:
                child.kill()
            gathered.finish()
    if gathered.too_long:
        refuse_beyond_memory(path.name, min(most, free // 2 + 1), free)
        raise AppError(
            f"{name_of(path.name)} unpacks to more than {_LARGEST_RATIO} times its size and was not imported."
        )
    facts = _facts(gathered.errors)
    if child.returncode != 0:
        ended = NO_ROOM if child.returncode == _KILLED else f"{_BEYOND} (Its reader ended with {child.returncode}.)"
        error = facts.get("error") or ended
        raise AppError(f"{name_of(path.name)} {error} Nothing was imported.")
    return Answer(b"".join(gathered.pieces), facts)


_KILLED = -9
"""How a process ends whose memory the system needs."""
_BEYOND = "is damaged, or needs far more memory or time than a file of its size should."


class _Gathering:
    """What a reader writes, gathered on threads of its own so that its silence can be waited for and cancelled."""

    def __init__(self, child: subprocess.Popen[bytes], most: int) -> None:
        self.pieces: list[bytes] = []
        self.errors = b""
        self.too_long = False
        self._child = child
        self._most = most
        self._threads = [Thread(target=work, daemon=True) for work in (self._read_content, self._read_errors)]
        for thread in self._threads:
            thread.start()

    def goes_on(self) -> bool:
        """Wait a moment for the end, which is that of the reader: it may take a while after its last word."""
        content = self._threads[0]
        content.join(_POLL_S)
        if not content.is_alive() and not self.too_long:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(_POLL_S)
        return self._child.poll() is None and not self.too_long

    def finish(self) -> None:
        """Wait for all that was written."""
        for thread in self._threads:
            thread.join()
        self._child.wait()
        for pipe in (self._child.stdout, self._child.stderr):
            if pipe is not None:
                pipe.close()

    def _read_content(self) -> None:
        assert self._child.stdout is not None
        left = self._most
        while piece := self._child.stdout.read(_PIECE):
            left -= len(piece)
            if left < 0:
                self.too_long = True
                return
            self.pieces.append(piece)

    def _read_errors(self) -> None:
        assert self._child.stderr is not None
        while piece := self._child.stderr.read(_PIECE):
            self.errors = (self.errors + piece)[-_PIECE:]


def _start(reader: str, stream: BinaryIO, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", reader, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # Ctrl+C in the terminal cancels the import, which ends the reader
        creationflags=_QUIETLY,
    )


def _facts(errors: bytes) -> dict[str, Any]:
    last = errors.strip().rpartition(b"\n")[2]
    try:
        facts = json.loads(last or b"{}")
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
