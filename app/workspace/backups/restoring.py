"""A backup looked into, and put in the place of its workspace, whose present file is kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import AppError
from app.files.copying import copy_bytes
from app.files.leftovers import being_written, file_name
from app.files.writing import discard, flush, keep_names, make_folder, new_file, told_in_words, why_not
from app.progress import Progress, silent
from app.workspace.backups.backup_folder import Backup, damage_words, folder_of, free_place, keep_as
from app.workspace.contents.datasets import DatasetInfo
from app.workspace.contents.runs import RunInfo
from app.workspace.contents.scenarios import ScenarioInfo
from app.workspace.opening.lock import ForeignLockError, HeldError, WriterLock
from app.workspace.opening.probe import refuse_other_files, refuse_unknown_schema
from app.workspace.opening.verifying import damages
from app.workspace.sqlite.database import drop_journal
from app.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Contents:
    """What a workspace holds, as lists show it."""

    scenarios: tuple[ScenarioInfo, ...]
    datasets: tuple[DatasetInfo, ...]
    runs: tuple[RunInfo, ...]


def contents_of(path: Path) -> Contents:
    """What is in a workspace file; AppError where it cannot be opened."""
    with Workspace.open(path, read_only=True) as workspace:
        return Contents(workspace.scenarios.all(), workspace.datasets.names(), workspace.runs.all())


def restore(
    workspace: Path, identity: str, backup: Backup, now: datetime, progress: Progress = silent
) -> Backup | None:
    """Put a backup in the workspace's place, whole or not at all; what stood there becomes a backup, and is returned.

    AppError, and nothing is changed, where the backup is damaged or another window or command works in the workspace.
    """
    workspace = Path(os.path.realpath(workspace))
    refuse_other_files(backup.path)
    found = damages(backup.path, progress, is_whole=True)
    if found:
        raise AppError(damage_words(backup.path, found))
    lock = _lock(workspace)
    try:
        with told_in_words(workspace):
            kept = _keep(workspace, identity, now, progress) if workspace.exists() else None
            with being_written(lambda: _empty(workspace.parent)) as made:
                try:
                    _copy(backup.path, made, progress)
                    flush(made)
                    os.utime(made, ns=(kept_ns := backup.path.stat().st_mtime_ns, kept_ns))
                    _put_in_place(made, workspace, kept)
                finally:
                    discard(made)
    finally:
        lock.release()
    return kept


def _put_in_place(made: Path, workspace: Path, kept: Backup | None) -> None:
    """The journal of what stands there goes right before: with it the new file would be spoilt."""
    try:
        drop_journal(workspace)
        made.replace(workspace)
    except OSError as error:
        as_it_was = f" What stood there is kept as the backup {kept.path}." if kept else ""
        raise AppError(f"{workspace} could not be replaced: {why_not(error)[0]}.{as_it_was}") from error
    keep_names(workspace.parent)


def _lock(workspace: Path) -> WriterLock:
    try:
        return WriterLock.take(workspace)
    except HeldError as error:
        who = error.holder.in_words() if error.holder else "another window or command"
        raise AppError(f"{workspace} is in use: {who} is working in it. Nothing was changed; close it there.") from None
    except (ForeignLockError, OSError) as error:
        raise AppError(f"{workspace} cannot be written to, so nothing was changed.") from error


def _keep(workspace: Path, identity: str, now: datetime, progress: Progress) -> Backup:
    """The present file as it is, byte for byte, whether it can be read or not."""
    with suppress(AppError, sqlite3.Error):  # a save that was cut short is undone first, where that can be done
        refuse_unknown_schema(workspace)
    folder = folder_of(identity)
    for above in make_folder(folder, 0o700):
        keep_names(above)
    target = free_place(folder, now, "-replaced")
    journal = workspace.with_name(f"{workspace.name}-journal")
    if journal.exists():
        _copy(journal, target.with_name(f"{target.name}-journal"), progress)
    with being_written(lambda: _empty(folder)) as made:
        try:
            _copy(workspace, made, progress)
            keep_as(made, target, workspace.stat().st_mtime_ns)
        finally:
            discard(made)
    return Backup(target, now, target.stat().st_size, is_replaced=True)


def _copy(source: Path, target: Path, progress: Progress) -> None:
    for done, total in copy_bytes(source, target):
        progress(done, total, "Restoring the backup")


def _empty(folder: Path) -> Path:
    made = folder / file_name()
    new_file(made).close()
    return made
