"""What can still be read of a damaged workspace, as files of other formats, and a list of what cannot."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, get_args

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from app.data.dataset import Dataset
from app.data.storing.parts import Kind, Part, dataset_from_parts
from app.data.storing.plain_tables import codes_table, customers_table, events_table, plain_bytes, products_table
from app.errors import AppError
from app.files.copying import copy_bytes
from app.files.leftovers import temporary_folder
from app.files.reading import beginning_of, name_of, what_it_is
from app.files.signature import HEADER_BYTES, SQLITE
from app.files.staging import StagedFolder
from app.files.writing import told_in_words
from app.progress import Progress, silent
from app.scenario.files import parse_scenario
from app.workspace.opening.lock import is_held_here
from app.workspace.recovery.lost_header import has_lost_its_header, mend_header
from app.workspace.sqlite.complaints import ONLY_BACKUPS, WAYS_BACK, complaint
from app.workspace.sqlite.copying import copy_database
from app.workspace.sqlite.database import connect, names_another
from app.workspace.sqlite.documents import sha256_of, shown

LIST_NAME = "what could not be read.txt"
_KINDS = get_args(Kind)
_LONGEST_NAME = 60
_BROKEN = (sqlite3.Error, UnicodeDecodeError)  # SQLite quotes what is damaged as it is
_RESCUING = "Reading what can be read"
_MOST_ROWS = 1_000_000
_MOST_TEXT = 1 << 30  # in one column of a table: a few kilobytes can name one long text millions of times
_FORM, _WITH_A_LOG = slice(18, 20), b"\x02\x02"
_PAGE_BYTES, _PAGES = slice(16, 18), slice(28, 32)
_LARGEST_PAGE = 1 << 16  # which its two bytes tell by a 1
_MOST_FILLED_UP = 64 << 30  # of nothing, which takes no room
_LONGEST_QUERY_S = 20.0
_STEPS_BETWEEN_LOOKS = 10_000


@dataclass(slots=True)
class Rescued:
    """What was written, and what was lost, in words."""

    written: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def rescue(workspace: Path, folder: Path, progress: Progress = silent) -> Rescued:
    """Write what can be read into a folder; the workspace itself is only read, and copied before SQLite mends it.

    Scenarios and segments become JSON, datasets CSV and Parquet, runs their tables in Parquet. Where a dataset is not
    whole, its sound parts are written as they are.
    """
    _refuse_no_file(workspace)
    found = Rescued()
    place = told_in_words(Path(tempfile.gettempdir()))
    with place, temporary_folder() as aside, StagedFolder(folder) as files:
        copy = _copied(workspace, aside, progress)
        with closing(connect(copy, read_only=False)) as connection:
            rescuer = _Rescuer(connection, files, found, progress)
            for part in (rescuer.scenarios, rescuer.settings, rescuer.datasets, rescuer.runs):
                progress(0, 0, _RESCUING)
                part()
        files.write(LIST_NAME, "\n".join([*(found.lost or ["Everything could be read."]), ""]))
        files.finish()
    found.written.append(LIST_NAME)
    return found


def _refuse_no_file(workspace: Path) -> None:
    """By its kind alone: to open what this process has open itself would drop the locks that SQLite holds on it."""
    try:
        mode = workspace.stat().st_mode
    except (OSError, ValueError) as error:
        raise AppError(f"There is no file {name_of(workspace)}. Nothing was written.") from error
    if not stat.S_ISREG(mode):
        raise AppError(f"{name_of(workspace)} cannot be read: it is {what_it_is(mode)}. Nothing was written.")


def _copied(workspace: Path, aside: Path, progress: Progress) -> Path:
    header = SQLITE if is_held_here(workspace) else beginning_of(workspace, HEADER_BYTES)
    if not header:
        raise AppError(f"Nothing of {workspace} can be read: it is an empty file. {ONLY_BACKUPS}")
    is_headless = has_lost_its_header(workspace, header, progress)
    if not is_headless and not header.startswith(SQLITE):
        raise AppError(f"Nothing of {workspace} can be read: it is no workspace.")
    copy = aside / "copy.rehearse"
    copy.touch()
    try:
        if is_headless:
            _copy_bytes(workspace, copy, progress)
            mend_header(copy)
        elif _has_a_log(workspace):  # SQLite would write beside it, even to read it
            _copy_bytes(workspace, copy, progress)
        else:
            copy_database(workspace, copy, progress)
    except (AppError, *_BROKEN):
        if is_held_here(workspace):  # to open and close it here would drop the locks that SQLite holds on it
            raise
        _copy_bytes(workspace, copy, progress)
    _fill_up(copy)
    try:
        connect(copy, read_only=False, has_log=True).close()  # which writes the log's pages into it
    except sqlite3.Error as error:
        why = (complaint(workspace, error) or "it is no workspace.").replace(WAYS_BACK, ONLY_BACKUPS)
        raise AppError(f"Nothing of {workspace} can be read: {why}") from error
    return copy


def _fill_up(copy: Path) -> None:
    """Give a file that was cut off its length back, by a hole: SQLite reads nothing of one that is too short."""
    header = beginning_of(copy, HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return
    page_bytes = int.from_bytes(header[_PAGE_BYTES], "big")
    told = (_LARGEST_PAGE if page_bytes == 1 else page_bytes) * int.from_bytes(header[_PAGES], "big")
    if copy.stat().st_size < told <= _MOST_FILLED_UP:
        os.truncate(copy, told)


def _has_a_log(workspace: Path) -> bool:
    """Whether another program has changed its form; not asked of what is open here, which never has it."""
    return not is_held_here(workspace) and beginning_of(workspace, _FORM.stop)[_FORM] == _WITH_A_LOG


def _copy_bytes(workspace: Path, copy: Path, progress: Progress) -> None:
    companions = {end: workspace.with_name(f"{workspace.name}{end}") for end in ("", "-journal", "-wal")}
    try:
        if not companions["-journal"].is_file() or names_another(companions["-journal"]):
            del companions["-journal"]
        if not companions["-wal"].is_file() or not _has_a_log(workspace):
            del companions["-wal"]
        for end, each in companions.items():
            for done, total in copy_bytes(each, copy.with_name(f"{copy.name}{end}")):
                progress(done, total, _RESCUING)
    except OSError as error:
        raise AppError(f"{workspace} could not be read ({error.strerror}). Nothing was written.") from error


class _Rescuer:
    """Reads table by table; what fails is noted and does not keep the rest from being read."""

    def __init__(self, connection: sqlite3.Connection, files: StagedFolder, found: Rescued, progress: Progress) -> None:
        self._connection = connection
        self._files = files
        self._found = found
        self._progress = progress
        self._until = 0.0
        self._lost: set[str] = set()
        self._written: set[str] = set()
        connection.set_progress_handler(lambda: monotonic() > self._until, _STEPS_BETWEEN_LOOKS)

    def scenarios(self) -> None:
        """The newest sound revision of each."""
        done: set[str] = set()
        for scenario_id, number in sorted(
            self._keys("scenario_revision", "scenario_id, number", "scenarios"), key=_newest_first
        ):
            what = f"Revision {number} of the scenario '{shown(scenario_id)}'"
            if scenario_id in done:
                continue
            text = self._document("scenario_revision", "scenario_id = ? AND number = ?", (scenario_id, number), what)
            if text is None:
                continue
            try:
                parse_scenario(text, what)
            except AppError:
                self._lose(what)
                continue
            done.add(scenario_id)
            self._write(f"scenario {scenario_id}", ".json", text.encode())

    def settings(self) -> None:
        """Segments, and how people are expected to react."""
        for (key,) in self._keys("setting", "key", "settings"):
            text = self._document("setting", "key = ?", (key,), f"The setting '{shown(key)}'")
            if text is not None and key != "identity":
                self._write(f"{key}", ".json", text.encode())

    def datasets(self) -> None:
        """Each as customers and events, or its sound parts."""
        for key, name in self._keys("dataset", "id, name", "datasets"):
            what = f"The dataset '{shown(name)}'"
            text = self._document("dataset", "id = ?", (key,), what)
            if text is None:
                continue
            document = self._object(text, what)
            parts = list(self._parts("dataset", key, document, what))
            try:
                whole = [
                    Part(e["kind"], e["position"], c, e["rows"], e["sha256"]) for e, c in parts if e["kind"] in _KINDS
                ]
                dataset = dataset_from_parts(document["dataset"], whole)
            except (AppError, ValueError, KeyError, TypeError):
                self._lose(f"{what} as a whole; its sound parts are written one by one")
                self._write_parts(f"dataset {name}", parts)
                continue
            if plain_bytes(dataset) > _MOST_TEXT:
                self._lose(f"{what} as tables, in which its long texts would take gigabytes; its parts are written")
                self._write_parts(f"dataset {name}", parts)
                continue
            for kind, table in _plain_tables(dataset):
                self._write_table(f"dataset {name} {kind}", table)

    def runs(self) -> None:
        """The tables of each, part by part."""
        for (key,) in self._keys("run", "id", "runs"):
            what = f"Run {key}"
            text = self._document("run", "id = ? AND sha256 <> ''", (key,), what)
            if text is not None:
                self._write_parts(f"run {key}", self._parts("run", key, self._object(text, what), what))

    def _keys(self, table: str, columns: str, words: str) -> list[tuple[Any, ...]]:
        """All that can be read from either end of a table."""
        found: dict[tuple[Any, ...], None] = {}
        for order in ("ASC", "DESC"):
            try:
                for row in self._rows(table, f"SELECT {columns} FROM {table} ORDER BY rowid {order}", most=_MOST_ROWS):
                    found[row] = None
            except _BROKEN:
                self._lose(f"Some or all {words}: the table of them is damaged")
        return [key for key in found if all(isinstance(part, (str, int)) for part in key)]

    def _rows(self, table: str, query: str, key: tuple[Any, ...] = (), most: int = 1) -> Iterator[tuple[Any, ...]]:
        """What the query finds in a table; what only looks like one could go on for ever, and is not asked."""
        self._until = monotonic() + _LONGEST_QUERY_S
        named = "SELECT 1 FROM sqlite_schema WHERE name = ? AND type = 'table' AND sql LIKE 'CREATE TABLE%'"
        if self._connection.execute(named, (table,)).fetchone() is None:
            raise sqlite3.DatabaseError(f"{table} is no table")
        yield from islice(self._connection.execute(query, key), most)

    def _document(self, table: str, where: str, key: tuple[Any, ...], what: str) -> str | None:
        try:
            row = next(self._rows(table, f"SELECT document, sha256 FROM {table} WHERE {where}", key), None)
        except _BROKEN:
            row = (None, None)
        if row is None:
            return None  # a run that was being stored
        text, seal = row
        if not isinstance(text, str) or sha256_of(text.encode(errors="replace")) != seal:
            self._lose(what)
            return None
        return text

    def _object(self, text: str, what: str) -> dict[str, Any]:
        """The document as it is written; an empty one where that is none."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._lose(what)
            return {}
        return found

    def _parts(
        self, owner: str, key: int, document: dict[str, Any], what: str
    ) -> Iterator[tuple[dict[str, Any], bytes]]:
        listed = document.get("parts")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        each_once = {(str(entry.get("kind")), str(entry.get("position"))): entry for entry in entries}
        for entry in each_once.values():
            self._progress(0, 0, _RESCUING)
            content = None
            with suppress(*_BROKEN, KeyError, TypeError):
                where = f"{owner}_id = ? AND kind = ? AND position = ?"
                query = f"SELECT content FROM {owner}_part WHERE {where}"
                row = next(self._rows(f"{owner}_part", query, (key, entry["kind"], entry["position"])), None)
                content = row[0] if row else None
            if isinstance(content, bytes) and sha256_of(content) == entry.get("sha256"):
                yield entry, content
            else:
                self._lose(f"{what}, part {entry.get('position')} of its {entry.get('kind')}")

    def _write_parts(self, name: str, parts: Any) -> None:
        for entry, content in parts:
            self._write(f"{name} {entry['kind']} {entry['position']}", ".parquet", content)

    def _write_table(self, name: str, table: pa.Table) -> None:
        for suffix, write in ((".csv", _write_csv), (".parquet", _write_parquet)):
            with self._files.open(self._free(name, suffix)) as stream:
                write(table, stream)

    def _write(self, name: str, suffix: str, content: bytes) -> None:
        with self._files.open(self._free(name, suffix)) as stream:
            stream.write(content)

    def _free(self, name: str, suffix: str) -> str:
        """A name of a file that no other has, whatever somebody called what is in it."""
        plain = re.sub(r"[^\w. -]+", "-", name, flags=re.ASCII)[:_LONGEST_NAME].strip(". ")
        chosen, number = f"{plain}{suffix}", 2
        while chosen in self._written:
            chosen, number = f"{plain} {number}{suffix}", number + 1
        self._written.add(chosen)
        self._found.written.append(chosen)
        return chosen

    def _lose(self, what: str) -> None:
        if what not in self._lost:
            self._lost.add(what)
            self._found.lost.append(what)


def _plain_tables(dataset: Dataset) -> Iterator[tuple[str, pa.Table]]:
    yield "customers", customers_table(dataset)
    yield "events", events_table(dataset)
    if len(dataset.products):
        yield "products", products_table(dataset)
    if dataset.pools:
        yield "voucher codes", codes_table(dataset)


def _newest_first(revision: tuple[Any, ...]) -> tuple[str, int]:
    """By scenario, the latest number first; what somebody wrote in place of a number comes last."""
    scenario_id, number = revision
    return str(scenario_id), -number if isinstance(number, int) else 1


def _write_csv(table: pa.Table, stream: Any) -> None:
    pacsv.write_csv(table, stream)


def _write_parquet(table: pa.Table, stream: Any) -> None:
    pq.write_table(table, stream, compression="zstd")
