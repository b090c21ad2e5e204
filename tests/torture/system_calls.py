"""What a work asks of the system, seen and if need be refused by strace: the work is done in a child process.

Nothing of the program is replaced for it: what is seen are the calls of the very SQLite that it uses, and of Python's
own files beside it.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHANGING = (
    "open", "openat", "creat", "close", "dup", "dup2", "dup3", "lseek", "read", "write", "pwrite64", "writev",
    "pwritev", "sendfile", "copy_file_range", "truncate", "ftruncate", "fallocate", "fsync", "fdatasync", "rename",
    "renameat", "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
)  # fmt: skip
READING = ("pread64",)
TELLING = "sendto"  # how the child tells what it has done: by no call that files are written with
_MISSING = "strace is not here; scripts/prepare_torture.sh installs it"
_CALL = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)")
_BEGUN = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)")
_HIDDEN = "268435456"  # strace cuts no text that is shorter
_MOST_NOTED = 8 << 30  # a work that never ends, for a call that always fails, would fill the disk
_PATIENCE_S = 900
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the order the system got it; `given` are its arguments, texts among them as bytes."""

    name: str
    given: tuple[str | bytes, ...]
    result: int
    is_refused: bool = False
    """Whether strace refused it, and the system never got it."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The arguments that are texts, as paths."""
        return tuple(Path(os.fsdecode(given)) for given in self.given if isinstance(given, bytes))

    def content(self, place: int) -> bytes:
        """The argument at this place as bytes."""
        given = self.given[place]
        if not isinstance(given, bytes):
            raise TypeError(f"{self.name} was given {given}")
        return given

    def number(self, place: int) -> int:
        """The argument at this place as a number."""
        return int(self.given[place])

    def has(self, flag: str) -> bool:
        """Whether one of the arguments is made of flags with this one among them."""
        return any(isinstance(given, str) and flag in given.split("|") for given in self.given)


@dataclass(frozen=True, slots=True)
class Watched:
    """What the child told, in order, how it ended, and what it asked of the system."""

    told: tuple[str, ...]
    status: int
    calls: tuple[Call, ...]


def is_here() -> bool:
    """Whether there is an strace to watch with."""
    return shutil.which("strace") is not None


def watched(work: Callable[[Tell], None], names: Sequence[str] = CHANGING, *options: str) -> Watched:
    """Do the work in a child from which strace notes these calls; `options` are strace's, as to refuse some."""
    if not is_here():
        raise SystemExit(_MISSING)
    ours, theirs = socket.socketpair()
    child = os.fork()  # no database is open
    if child == 0:
        ours.close()
        _work_in_child(work, theirs)
    theirs.close()
    with tempfile.NamedTemporaryFile(prefix="calls-", mode="r", encoding="ascii") as noted:
        traced = ",".join((*names, TELLING))
        command = ["strace", "-f", "-xx", "-s", _HIDDEN, "-o", noted.name, "-e", f"trace={traced}", *options]
        with subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            resource.prlimit(strace.pid, resource.RLIMIT_FSIZE, (_MOST_NOTED, _MOST_NOTED))
            _wait_until_attached(strace.stderr)
            with ours, ours.makefile("r", encoding="utf-8") as stream:
                ours.sendall(b"\n")
                told = tuple(stream.read().splitlines())
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            strace.stderr.read()
        return Watched(told, status, tuple(_calls(noted)))


def _work_in_child(work: Callable[[Tell], None], channel: socket.socket) -> None:
    code = 1
    try:
        signal.alarm(_PATIENCE_S)
        channel.recv(1)  # it is watched from here on
        work(lambda words: channel.sendall(f"{words}\n".encode()))
        code = 0
    finally:
        os._exit(code)


def _wait_until_attached(complaints: IO[str]) -> None:
    said = complaints.readline()
    if "attached" not in said:
        raise SystemExit(f"strace cannot watch here: {said}")


def _calls(lines: Iterator[str] | IO[str]) -> Iterator[Call]:
    begun: dict[str, str] = {}
    for noted in lines:
        line = noted.rstrip("\n")
        if found := _BEGUN.fullmatch(line):
            begun[found[1]] = found[2]
            continue
        if found := _RESUMED.fullmatch(line):
            line = f"{found[1]} {begun.pop(found[1])}{found[2]}"
        if found := _CALL.fullmatch(line):
            _, name, given, result, rest = found.groups()
            number = int(result) if result != "?" else -1
            yield Call(name, tuple(map(_argument, given.split(", "))), number, "(INJECTED)" in rest)


def _argument(text: str) -> str | bytes:
    """Every byte of a text is written as `\\x` and two digits, so that no text holds a comma."""
    return bytes.fromhex(text.strip('"').replace("\\x", "")) if text.startswith('"') else text
