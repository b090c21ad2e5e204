"""What tells a workspace from every other one, wherever its file is moved."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from app.progress import Progress
from app.workspace.settings.settings import SettingStore
from app.workspace.sqlite.database import Database

_KEY = "identity"
_AT_ONCE = 4 << 20
_ROW = re.compile(rb'identity("[0-9a-f]{32}")([0-9a-f]{64})')
_LONGEST_ROW = len("identity") + 34 + 64
_FORM = re.compile("[0-9a-f]{32}")


def identity_of(settings: SettingStore) -> str:
    """The workspace's identity; empty for a file of an earlier version that has none yet."""
    stored = settings.get(_KEY, "")
    return stored if isinstance(stored, str) and _FORM.fullmatch(stored) else ""


def give_identity(settings: SettingStore) -> None:
    """Give a new file, or a copy, an identity of its own."""
    settings.put(_KEY, secrets.token_hex(16))


def identity_in(path: Path) -> str:
    """The identity of the workspace in a file that is known to be one."""
    with closing(Database(path, read_only=True)) as database:
        return identity_of(SettingStore(database))


def identity_in_bytes(path: Path, progress: Progress) -> str:
    """The identity in a file that can no longer be opened, by the row that says it with its hash; empty if it is gone.

    The file is read past SQLite: not to be used on a workspace that is open here. OSError where it cannot be read.
    """
    with path.open("rb") as file:
        rest = b""
        for piece in _written(file):
            progress(0, 0, "Looking for backups")
            for found in _ROW.finditer(rest + piece):
                if hashlib.sha256(found[1]).hexdigest().encode() == found[2]:
                    return found[1].decode().strip('"')
            rest = piece[-_LONGEST_ROW:]
    return ""


def _written(file: BinaryIO) -> Iterator[bytes]:
    """What a file holds, piece by piece, without the holes of a sparse one where the system tells of them."""
    while True:
        if hasattr(os, "SEEK_DATA"):
            try:
                file.seek(file.tell(), os.SEEK_DATA)
            except OSError as error:
                if error.errno == errno.ENXIO:  # nothing was written beyond
                    return
        piece = file.read(_AT_ONCE)
        if not piece:
            return
        yield piece
