"""A workspace of an earlier version brought to this one's form, on a verified backup that stays."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.errors import AppError
from app.progress import Progress, silent
from app.workspace.opening.lock import ForeignLockError, HeldError, WriterLock
from app.workspace.opening.probe import refuse_unknown_schema
from app.workspace.sqlite.complaints import WAYS_BACK, complaint
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.schema import run_migrations
from app.workspace.sqlite.tables import SCHEMA_VERSION
from app.workspace.sqlite.verified import verified_backup


def bring_up_to_date(path: Path, lock: WriterLock | None, progress: Progress = silent) -> str:
    """A sentence that names the backup; empty where the file has this version's form already.

    The file is changed in one transaction, so that a kill leaves it as it was or done; until then it can be stopped.
    Without the writer's `lock` it is taken for as long as that takes; AppError where it cannot be had.
    """
    version = refuse_unknown_schema(path)
    if version == SCHEMA_VERSION:
        return ""
    if lock is not None:
        return _migrated(path, version, progress)
    own = _lock(path)
    try:
        version = refuse_unknown_schema(path)  # another program may have been quicker
        return "" if version == SCHEMA_VERSION else _migrated(path, version, progress)
    finally:
        own.release()


def bring_copy_up_to_date(copy: Path, called: Path, progress: Progress = silent) -> None:
    """The same for a private copy of the workspace that is `called` so: without a backup of its own."""
    if refuse_unknown_schema(copy, called) == SCHEMA_VERSION:
        return
    progress(0, 0, "Bringing a copy of the workspace to this version's form")
    try:
        _migrate(copy, called)
        refuse_unknown_schema(copy, called)
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise AppError(complaint(copy, cause) or f"{called} could not be brought to this version's form.") from error


def _lock(path: Path) -> WriterLock:
    advice = "Nothing was changed; copy it to a folder you may write to, and open the copy."
    if not os.access(path, os.W_OK):
        raise AppError(f"{path} was made by an earlier version of Rehearse and cannot be written to here. {advice}")
    try:
        return WriterLock.take(path)
    except (HeldError, ForeignLockError, OSError) as error:
        raise AppError(
            f"{path} was made by an earlier version of Rehearse and cannot be brought to this one's form: another "
            f"window or command is working in it, or its place cannot be written to. {advice}"
        ) from error


def _migrated(path: Path, version: str, progress: Progress) -> str:
    backup = verified_backup(path, f"form {version}", progress)
    progress(0, 0, "Bringing the workspace to this version's form")
    try:
        _migrate(path, path)
        refuse_unknown_schema(path)
    except DBAPIError as error:
        words = complaint(path, error.orig)
        raise AppError(words or f"{path} could not be changed. It is as it was, and {backup} is a copy.") from error
    except sqlite3.Error as error:
        raise AppError(complaint(path, error) or f"{path} could not be read. {backup} is a copy.") from error
    return (
        f"{path.name} was made by an earlier version of Rehearse and is now in this one's form. "
        f"As it was, it is kept beside it as {backup.name}."
    )


def _migrate(path: Path, called: Path) -> None:
    database = Database(
        path, keeps_references=False, called=called
    )  # a table that is made anew must not take its parts with it
    try:
        with database.writing() as connection:
            run_migrations(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise AppError(f"{called} holds parts of nothing, so it was not changed. {WAYS_BACK}")
    finally:
        database.close()
