"""What SQLite complains of, in words: what happened, what is safe, what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

WAYS_BACK = (
    "If the window has made a backup of it, Restore a backup… in its menu File, or where the window refuses to open "
    "it, brings that back; Save what can be read… beside it, or rehearse rescue, saves what can still be read."
)
"""What can be done about damage, by whatever way one works."""
ONLY_BACKUPS = (
    "If the window has made a backup of it, Restore a backup… in its menu File, or where the window refuses to open "
    "it, brings that back."
)
"""What is left to be done where nothing can be read."""

_WORDS = {
    sqlite3.SQLITE_BUSY: (
        "{path} is being saved by another window or command just now. Nothing of this step was kept; try again in a "
        "moment."
    ),
    sqlite3.SQLITE_FULL: (
        "The disk that holds {path} is full. Nothing of this step was kept, and what was saved before is safe; free "
        "some space and try again, or save a copy elsewhere."
    ),
    sqlite3.SQLITE_IOERR: (
        "{path} could not be read or written: its disk failed, is full, or is no longer connected. "
        "The last saved state is safe in the file; connect the disk and try again, or save a copy elsewhere."
    ),
    sqlite3.SQLITE_READONLY: (
        "{path} cannot be written to. Nothing of this step was kept; copy it to a folder you may write to, and open "
        "the copy."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{path} could not be opened: it was moved, or you may not read it. This step changed nothing; "
        "check where it is and try again."
    ),
    sqlite3.SQLITE_PERM: "You may not open {path}. This step changed nothing; ask for the right to read and write it.",
    sqlite3.SQLITE_CORRUPT: (
        "{path} is damaged, or its disk fails to read it: parts of it are not what was saved. This step changed "
        "nothing. "
        f"{WAYS_BACK}"
    ),
    sqlite3.SQLITE_NOTADB: (f"{{path}} is no longer a workspace: something else has written over it. {WAYS_BACK}"),
    sqlite3.SQLITE_INTERRUPT: "{path} takes far too long to open and may be made to do so. This step changed nothing.",
    sqlite3.SQLITE_TOOBIG: "Something in {path} is too large for a workspace. Nothing of this step was kept.",
}
_WORDS[sqlite3.SQLITE_LOCKED] = _WORDS[sqlite3.SQLITE_BUSY]
_OF_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def complaint(path: Path, error: object) -> str | None:
    """A sentence for what is wrong with the file, its disk or its rights; None for an error that is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    words = _WORDS.get(code & 0xFF) if isinstance(code, int) else None
    return words.format(path=path) if words else None


def is_of_damage(error: object) -> bool:
    """Whether it is the file that is damaged; SQLite quotes its schema as it is then, whether that is a text or not."""
    return isinstance(error, UnicodeDecodeError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_DAMAGE
