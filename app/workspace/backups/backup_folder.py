"""The backups of each workspace, in a folder of its own beside the user's state: made, found, thinned, and bounded."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from platformdirs import user_state_path

from app.errors import AppError, DamageError
from app.files.leftovers import being_written, file_name, sweep
from app.files.reading import read_document
from app.files.writing import discard, flush, keep_names, make_folder, new_file, told_in_words, write_whole
from app.progress import Progress, silent
from app.workspace.backups.thinning import kept
from app.workspace.opening.same_file import another_words
from app.workspace.opening.verifying import damages
from app.workspace.settings.identity import identity_in
from app.workspace.sqlite.complaints import WAYS_BACK
from app.workspace.sqlite.copying import copy_database

EVERY = timedelta(hours=1)
MOST_NAMED = 5
LARGEST_FILE = 2 << 30
MOST_BYTES_OF_ONE = 4 << 30
_LEFT_FREE = 1 << 30
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(\d{8}-\d{6})(-replaced)?[.]rehearse")
_OWNER = "workspace.json"
_IDENTITY = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; `is_replaced` is what stood in the place of the workspace when a backup was restored there."""

    path: Path
    made_at: datetime
    size: int
    is_replaced: bool = False


def backups_of(identity: str) -> tuple[Backup, ...]:
    """The backups of the workspace of this identity, newest first."""
    return (
        tuple(sorted(_listed(folder_of(identity)), key=lambda backup: backup.made_at, reverse=True)) if identity else ()
    )


def identity_by_place(workspace: Path) -> str:
    """The identity of the workspace that was last backed up from this place; empty if none was."""
    found = ""
    latest = -1
    with suppress(OSError):
        for folder in _root().iterdir():
            with suppress(AppError, ValueError, OSError, AttributeError):
                said = json.loads(read_document(folder / _OWNER))
                at = (folder / _OWNER).stat().st_mtime_ns
                if said.get("path") == str(workspace) and at > latest and _IDENTITY.fullmatch(folder.name):
                    found, latest = folder.name, at
    return found


def is_due(workspace: Path, identity: str, now: datetime) -> bool:
    """Whether an hour has gone since the newest backup, and the file has changed since.

    Backups from the future are of a clock that was wrong then or is wrong now, and count for nothing here.
    """
    if not identity:
        return False
    made = [backup for backup in backups_of(identity) if not backup.is_replaced and backup.made_at <= now]
    try:
        status = workspace.stat()
    except OSError:
        return False
    if status.st_size > LARGEST_FILE:
        return False
    if not made:
        return True
    newest = made[0]
    return now - newest.made_at >= EVERY and newest.path.stat().st_mtime_ns != status.st_mtime_ns


def back_up(workspace: Path, identity: str, now: datetime, progress: Progress = silent) -> Backup:
    """A backup of the last saved state, proven sound before it gets its name; the older ones are thinned then.

    AppError, and no backup, where the workspace is damaged or there is no room.
    """
    folder = folder_of(identity)
    with told_in_words(folder):
        for above in make_folder(folder, 0o700):
            keep_names(above)
        status = workspace.stat()
        if shutil.disk_usage(folder).free < status.st_size + _LEFT_FREE:
            raise AppError(f"No backup of {workspace.name} was made: the disk that holds {folder} is nearly full.")
        write_whole(folder / _OWNER, json.dumps({"path": str(workspace)}), is_flushed=False)
        sweep(folder)
        with being_written(lambda: _empty(folder)) as made:
            try:
                copy_database(workspace, made, progress, free_place(folder, now))
                found = damages(made, progress, is_whole=True)
                if found:
                    raise DamageError(damage_words(workspace, found))
                if identity_in(made) != identity:
                    raise AppError(another_words(workspace))
                target = free_place(folder, now)
                keep_as(made, target, status.st_mtime_ns)
            finally:
                discard(made)
        thin(identity, now)
    return Backup(target, now, status.st_size)


def keep_as(made: Path, target: Path, changed_at_ns: int) -> None:
    """Flush a file that is whole, and give it its name."""
    flush(made)
    os.utime(made, ns=(changed_at_ns, changed_at_ns))
    made.replace(target)
    keep_names(target.parent)


def thin(identity: str, now: datetime) -> None:
    """Remove the backups that need not stay, and the oldest where all take too much room; never the newest."""
    backups = backups_of(identity)
    stay = kept((backup.made_at for backup in backups), now)
    room = MOST_BYTES_OF_ONE
    for number, backup in enumerate(backups):
        room -= backup.size
        if number and (backup.made_at not in stay or room < 0):
            remove(backup)


def remove(backup: Backup) -> None:
    """Remove one backup."""
    with told_in_words(backup.path):
        for path in (backup.path, backup.path.with_name(f"{backup.path.name}-journal")):
            path.unlink(missing_ok=True)


def damage_words(workspace: Path, found: tuple[str, ...]) -> str:
    """What is said of a workspace in which something is damaged."""
    more = " and more" if len(found) > MOST_NAMED else ""
    return (
        f"In {workspace.name} something is not what was saved: {', '.join(found[:MOST_NAMED])}{more}. Everything else "
        f"is as it was. {WAYS_BACK}"
    )


def folder_of(identity: str) -> Path:
    """Where the backups of a workspace are."""
    return _root() / identity


def free_place(folder: Path, now: datetime, kind: str = "") -> Path:
    """The name of a backup made now; the next second's where a clock that was set back leads to one that is taken."""
    while (place := folder / f"{now.astimezone(UTC):{_STAMP}}{kind}.rehearse").exists():
        now += timedelta(seconds=1)
    return place


def _root() -> Path:
    return user_state_path("rehearse", appauthor=False) / "backups"


def _listed(folder: Path) -> Iterator[Backup]:
    with suppress(OSError):
        for path in folder.iterdir():
            named = _NAME.fullmatch(path.name)
            if named is not None:
                with suppress(OSError, ValueError):  # removed meanwhile, or no backup of ours
                    made_at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
                    yield Backup(path, made_at, path.stat().st_size, named[2] is not None)


def _empty(folder: Path) -> Path:
    made = folder / file_name()
    new_file(made).close()
    made.chmod(0o600)
    return made
