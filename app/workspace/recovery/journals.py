"""The recovery journal: the edits of an open scenario, kept beside the user's state until they are saved or given up.

A journal is a file of lines. The first says which state of which scenario the edits belong to, each further one holds
an edit. Each line begins with a digest over the line and the digest before it, so that what was torn, changed or moved
ends the journal there, and what stands before it is what was done. A living process holds a lock on its journal; one
that nobody holds was left behind.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import flush_names, make_folder
from app.scenario.edits import Edit
from app.scenario.edits_json import edit_values, read_edit
from app.workspace.opening.lock import hold
from app.workspace.sqlite.clock import now_us

LARGEST_JOURNAL = 256 << 20
KEPT_FOR_US = 180 * 86_400 * 1_000_000
_FORMAT = "rehearse/journal"
_SEAL_DIGITS = 32
_MOST_TRIES = 10
_NAME = re.compile("[0-9a-f]{16}-[0-9a-f]{16}[.]journal")
_JUST_READ = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Base:
    """The state that edits belong to: a stored revision by the sha256 of its document, or a document never stored."""

    workspace: str
    identity: str
    scenario_id: str
    name: str
    sha256: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds that was left behind; `at_us` is the instant of its last edit."""

    path: Path
    base: Base
    edits: tuple[Edit, ...]
    at_us: int


class JournalWriter:
    """Writes one journal; the file is made with the first edit of the user's."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._path: Path | None = None
        self._handle = -1
        self._seal = ""
        self._unkept: list[Path] = []  # folders whose new names a power cut may still take away

    def begin(self) -> None:
        """Make the file now; OSError where that cannot be done."""
        if self._path is not None:
            return
        self._unkept = [*make_folder(_folder(), 0o700), _folder()]
        self._path, self._handle = _made(self.base)
        self._append({"format": _FORMAT, "at": now_us(), **asdict(self.base)})

    def write(self, edit: Edit) -> None:
        """Add an edit; a kill after this cannot lose it. OSError where it cannot be written."""
        self.begin()
        self._append({"at": now_us(), "edit": edit_values(edit)})

    def flush(self) -> None:
        """Have the disk keep what was written, so that a power cut cannot lose it either."""
        if self._handle >= 0:
            os.fsync(self._handle)
            while self._unkept:
                flush_names(self._unkept[-1])
                self._unkept.pop()

    def end(self) -> None:
        """Remove the journal: nothing of it can be lost any more."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()
        self.close()

    def close(self) -> None:
        """Let go of the journal and leave it behind."""
        if self._handle >= 0:
            os.close(self._handle)
        self._path, self._handle = None, -1

    def _append(self, record: dict[str, Any]) -> None:
        text = json.dumps(record).encode()
        self._seal = _seal(self._seal, text)
        line = memoryview(b"%s %s\n" % (self._seal.encode(), text))
        while line:
            line = line[os.write(self._handle, line) :]


def journals_left(workspace: Path, identity: str) -> tuple[Journal, ...]:
    """The journals of this workspace that no process writes any more, oldest first; very old ones are removed."""
    found = []
    for path in _paths():
        handle = _claimed(path)
        if handle is None:
            continue
        try:
            journal = read_journal(path)
            is_old = now_us() - os.fstat(handle).st_mtime_ns // 1_000 > KEPT_FOR_US
            if journal is None or is_old:
                path.unlink(missing_ok=True)
            elif (journal.base.workspace, journal.base.identity) == (str(workspace), identity):
                found.append(journal)
        except (OSError, AppError):
            continue  # gone meanwhile, or larger than any that was written here
        finally:
            os.close(handle)
    return tuple(sorted(found, key=lambda journal: journal.at_us))


def remove_journal(journal: Journal) -> bool:
    """Remove what was left behind; False if another process has taken it, or it is gone."""
    handle = _claimed(journal.path)
    if handle is None:
        return False
    try:
        journal.path.unlink()
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def read_journal(path: Path) -> Journal | None:
    """Everything before the first line that is torn or changed; None where not even the first line is whole."""
    lines = _whole_lines(read_document(path, largest=LARGEST_JOURNAL))
    head = next(lines, None)
    if not isinstance(head, dict) or head.pop("format", None) != _FORMAT:
        return None
    at = head.pop("at", 0)
    try:
        base = Base(**head)
    except TypeError:
        return None
    edits = []
    for record in lines:
        try:
            edits.append(read_edit(record["edit"]))
        except (AppError, KeyError, TypeError):
            break  # of another version of the program
        at = record.get("at", at)
    return Journal(path, base, tuple(edits), at if isinstance(at, int) else 0)


def change_count(edits: Sequence[Edit]) -> int:
    """How many changes the edits are to a user: typing into one field is one."""
    count, field, before = 0, "", None
    for edit in edits:
        subject, values = _subject(edit)
        changed = _changed(before[1], values) if before is not None and before[0] == subject else ""
        is_same = subject is not None and bool(changed) and field in ("", changed)
        count, field, before = count + (not is_same), changed if is_same else "", (subject, values)
    return count


def _changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Which field of a form is another, by its name."""
    return ",".join(key for key in sorted({*before, *after}) if before.get(key) != after.get(key)) or "none"


def _subject(edit: Edit) -> tuple[tuple[object, ...] | None, dict[str, Any]]:
    """What an edit sets, where setting it again may be the same change, and its fields; None if it adds or removes."""
    values = edit_values(edit)
    match values:
        case {"edit": "set_params" as kind, "id": node, "params": dict(fields)}:
            return (kind, node), fields
        case {"edit": "set_label" as kind, "id": node}:
            return (kind, node), values
        case {"edit": "set_settings" as kind, "settings": dict(fields)}:
            return (kind,), fields
        case {"edit": "set_details" as kind}:
            return (kind,), values
        case {"edit": "change_note", "note": {"id": note}}:
            return ("change_note", note), values["note"]
    return None, values


def _whole_lines(content: bytes) -> Iterator[Any]:
    seal = ""
    for line in content.split(b"\n")[:-1]:
        text = line[_SEAL_DIGITS + 1 :]
        seal = _seal(seal, text)
        if line[: _SEAL_DIGITS + 1] != f"{seal} ".encode():
            return
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            return


def _seal(before: str, text: bytes) -> str:
    return hashlib.sha256(before.encode() + text).hexdigest()[:_SEAL_DIGITS]


def _folder() -> Path:
    return user_state_path("rehearse", appauthor=False) / "journals"


def _new_path(base: Base) -> Path:
    return (
        _folder()
        / f"{hashlib.sha256(base.workspace.encode(errors='replace')).hexdigest()[:16]}-{secrets.token_hex(8)}.journal"
    )


def _made(base: Base) -> tuple[Path, int]:
    """A new file that is held, and there: another window may have taken it for left behind before it was held."""
    for _ in range(_MOST_TRIES):
        path = _new_path(base)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _JUST_READ, 0o600)
        with suppress(OSError):
            hold(handle)
            if os.path.samestat(os.stat(path), os.fstat(handle)):
                return path, handle
        os.close(handle)
        with suppress(OSError):
            path.unlink()
    raise OSError(errno.EBUSY, "a journal could not be held")


def _paths() -> list[Path]:
    with suppress(OSError), os.scandir(_folder()) as entries:
        return sorted(Path(entry.path) for entry in entries if _NAME.fullmatch(entry.name))
    return []


def _claimed(path: Path) -> int | None:
    """A handle that holds the journal; None while a living process does."""
    try:
        handle = os.open(path, os.O_RDWR | _JUST_READ)
    except OSError:
        return None
    try:
        hold(handle)
    except OSError:
        os.close(handle)
        return None
    return handle
