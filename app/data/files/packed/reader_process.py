"""What the processes of isolated readers share: their limits, and how they tell what they found."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from app.errors import told_of_memory

_MOST_BYTES = 1 << 30
_CPU_S = 600
NO_ROOM = "cannot be read, since there is not enough free memory. Close other programs and try again."


def limit_memory(allowance: int = _MOST_BYTES) -> None:
    """Let this process take so many bytes beyond what it has; where the platform knows no limits, nothing changes."""
    if sys.platform == "win32":
        return
    import resource

    taken = _address_space()
    for which, most in ((resource.RLIMIT_AS, taken + allowance), (resource.RLIMIT_CPU, _CPU_S)):
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(which, (most, hard))


def has_little_room() -> bool:
    """Whether this process was given less than `limit_memory` would let it take: what fails is no fault of the file."""
    if sys.platform == "win32":
        return False
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    return soft == hard != resource.RLIM_INFINITY


def refuse(sentence: str) -> NoReturn:
    """End this process; the sentence goes on from the file's name: "is protected by a password."."""
    say({"error": sentence})
    sys.exit(1)


def say(facts: dict[str, Any]) -> None:
    """Tell the process that asked."""
    sys.stderr.write(f"{json.dumps(facts)}\n")
    sys.stderr.flush()


def main(read: Callable[[BinaryIO, list[str]], None]) -> NoReturn:
    """Read standard input within the limits; whatever goes wrong with the content is a refusal.

    The process ends at once after its last word: taking down the threads of the libraries may fail, and tells nothing.
    """
    try:
        _read(read)
    except SystemExit as end:
        os._exit(1 if end.code else 0)
    os._exit(0)


def _read(read: Callable[[BinaryIO, list[str]], None]) -> None:
    try:
        read(sys.stdin.buffer, sys.argv[1:])
        sys.stdout.flush()
    except (MemoryError, OSError, ValueError, RuntimeError) as error:
        if told_of_memory(error) and has_little_room():
            refuse(NO_ROOM)
        refuse("is damaged, or holds far more than a file of its size should.")


def _address_space() -> int:
    """Bytes of addresses this process has; where it cannot be told, as many as a fresh one has at most."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 4 << 30
    import resource

    return int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
