"""Is everything in a workspace what was saved? Every document and every part against the sha256 beside it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import AppError, Cancelled
from app.progress import Progress, silent
from app.workspace.sqlite.complaints import complaint, is_of_damage
from app.workspace.sqlite.database import connect
from app.workspace.sqlite.documents import sha256_of, shown

PAGES = "The file's pages"
_CHECKING = "Checking the workspace"
_STEPS_BETWEEN_LOOKS = 100_000
_DOCUMENTS = {
    "setting": ("key", "The setting '{}'"),
    "scenario_revision": ("number, scenario_id", "Revision {} of the scenario '{}'"),
    "dataset": ("name", "The dataset '{}'"),
    "run": ("id", "Run {}"),
}
_OWNERS = {"dataset": "dataset_part", "run": "run_part"}


@dataclass(frozen=True, slots=True)
class _Owner:
    """A dataset or a run, with the names of its parts."""

    table: str
    key: int
    words: str
    seal: str
    entries: tuple[dict[str, Any], ...]


def damages(path: Path, progress: Progress = silent, *, is_whole: bool = False) -> tuple[str, ...]:
    """What is damaged, in words; nothing in a sound file. AppError where the file cannot be reached.

    Each part is read by itself, so that nobody who writes has to wait. `is_whole` checks the pages of the parts too,
    which holds up writers: for files that nobody works in.
    """
    found: list[str] = []
    try:
        with closing(connect(path, read_only=True)) as connection:
            connection.set_progress_handler(lambda: _is_stopped(progress), _STEPS_BETWEEN_LOOKS)
            found += _damaged_pages(connection, is_whole=is_whole)
            found += _damaged_documents(connection)
            owners = [owner for table in _OWNERS for owner in _owners(connection, table)]
            total = sum(len(owner.entries) for owner in owners)
            done = 0
            for owner in owners:
                for entry in owner.entries:
                    progress(done, total, _CHECKING)
                    done += 1
                    if _is_damaged(connection, owner, entry):
                        found.append(owner.words)
                        break
            return tuple(dict.fromkeys(found))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if is_of_damage(error):
            return tuple(dict.fromkeys([*found, PAGES]))
        progress(0, 0, _CHECKING)  # it was asked to stop
        words = complaint(path, error)
        if words is None:
            raise
        raise AppError(words) from error


def has_damaged_pages(path: Path) -> bool:
    """Whether trees and indexes by which rows are found are damaged, so that some may be missed in silence; quick."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            return any(_damaged_pages(connection, is_whole=False))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return is_of_damage(error)


def _is_stopped(progress: Progress) -> bool:
    try:
        progress(0, 0, _CHECKING)
    except Cancelled:
        return True
    return False


def _damaged_pages(connection: sqlite3.Connection, *, is_whole: bool) -> Iterator[str]:
    checks = (
        ["PRAGMA integrity_check(1)"] if is_whole else [f"PRAGMA integrity_check('{table}')" for table in _DOCUMENTS]
    )
    for check in checks:
        if connection.execute(check).fetchone() != ("ok",):
            yield PAGES
            return


def _damaged_documents(connection: sqlite3.Connection) -> Iterator[str]:
    for table, (names, words) in _DOCUMENTS.items():
        for seal, document, *key in connection.execute(f"SELECT sha256, document, {names} FROM {table}"):
            if seal == "" and table == "run":
                continue  # it is being stored
            if not isinstance(document, str) or sha256_of(document.encode(errors="replace")) != seal:
                yield words.format(*map(_shown, key))


def _owners(connection: sqlite3.Connection, table: str) -> Iterator[_Owner]:
    names, words = _DOCUMENTS[table]
    for key, seal, document, name in connection.execute(f"SELECT id, sha256, document, {names} FROM {table}"):
        try:
            listed = map(dict, json.loads(document)["parts"] if seal else ())
            entries = {(str(entry.get("kind")), str(entry.get("position"))): entry for entry in listed}  # each once
            yield _Owner(table, key, words.format(_shown(name)), seal, tuple(entries.values()))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue  # not what was saved, which its document's own hash has shown


def _is_damaged(connection: sqlite3.Connection, owner: _Owner, entry: dict[str, Any]) -> bool:
    """Whether a part is gone or another; not where its owner was removed or stored anew meanwhile."""
    key = f"{owner.table}_id"
    row = connection.execute(
        f"SELECT content FROM {_OWNERS[owner.table]} WHERE {key} = ? AND kind = ? AND position = ?",
        (owner.key, entry.get("kind"), entry.get("position")),
    ).fetchone()
    if row is not None and isinstance(row[0], bytes) and sha256_of(row[0]) == entry.get("sha256"):
        return False
    now = connection.execute(f"SELECT sha256 FROM {owner.table} WHERE id = ?", (owner.key,)).fetchone()
    return now is not None and now[0] == owner.seal


def _shown(name: object) -> str:
    return shown(name) if isinstance(name, str) else str(name)[:60]
