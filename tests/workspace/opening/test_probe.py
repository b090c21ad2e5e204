"""What is refused before it is opened, and in which words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import AppError
from app.files.signature import APPLICATION_ID
from app.workspace.opening import probe
from app.workspace.opening.probe import refuse_other_files, refuse_unknown_schema
from app.workspace.store import Workspace

LOGS = {"nonsense": b"\x37\x7f\x06\x82" + bytes(9_000), "empty": b""}


def changed(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is an empty file. Nothing was changed. Delete it"),
        (b"customer_id,event\n1,buy\n", "it is a text file. Nothing was changed. To bring its rows in"),
        (b"PK\x03\x04rest", "it is a ZIP archive or an Office document."),
        (b"PAR1rest", "it is a Parquet file. Nothing was changed. To bring its rows in"),
        (b"%PDF-1.7", "it is a PDF document. Nothing"),
        (b"\x1f\x8brest", "it is a compressed file."),
        (b"\x89PNGrest", "it is a picture."),
        (b"\xff\xd8\xffrest", "it is a picture."),
        (b' {"format": "rehearse/scenario"}', "it is a JSON file. Nothing was changed. A scenario is added"),
        (b"\x00\x01\x02", "it is a file of another kind. Nothing"),
        (b"SQLite format 3\0" + bytes(84), "it is an SQLite database of another program. Nothing"),
    ],
)
def test_that_a_file_that_is_no_workspace_is_named_for_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file{x}.rehearse"
    path.write_bytes(content)
    with pytest.raises(AppError) as raised:
        refuse_other_files(path)
    assert str(raised.value).startswith(f"{path} is not a Rehearse workspace: {words}")
    assert "Nothing was changed." in raised.value.message
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="it is a folder"):
        refuse_other_files(tmp_path)
    with pytest.raises(AppError, match="There is no file"):
        refuse_other_files(tmp_path / "none")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in the file system are POSIX's")
def test_that_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(AppError, match="no ordinary file"):
        refuse_other_files(tmp_path / "pipe")


def test_that_a_workspace_passes(empty: Path) -> None:
    before = empty.read_bytes()
    refuse_other_files(empty)
    refuse_unknown_schema(empty)
    assert empty.read_bytes() == before
    assert list(empty.parent.iterdir()) == [empty]


def test_that_a_workspace_with_a_write_ahead_log_is_refused_and_left_alone(empty: Path) -> None:
    changed(empty, "PRAGMA journal_mode = WAL", "PRAGMA user_version = 1")
    with pytest.raises(AppError, match="changed by another program"):
        refuse_other_files(empty)
    assert list(empty.parent.iterdir()) == [empty]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE alembic_version SET version_num = '0999'", "newer version of Rehearse: its form is 0999"),
        ("DELETE FROM alembic_version", "not a complete workspace"),
        ("DROP TABLE alembic_version", "not a complete workspace"),
        ("DROP TABLE run_part", "tables or rules that Rehearse did not put there"),
        ("CREATE TABLE other (x)", "tables or rules"),
        ("CREATE VIEW other AS SELECT 1", "tables or rules"),
        ("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM dataset; END", "tables or rules"),
        ("CREATE INDEX i ON run (scenario_id)", "tables or rules"),
        ("CREATE VIRTUAL TABLE other USING fts5(x)", "tables or rules"),
        ("ALTER TABLE run ADD COLUMN extra GENERATED ALWAYS AS (1)", "tables or rules"),
        ("ALTER TABLE run ADD COLUMN extra TEXT", "tables or rules"),
        ("ALTER TABLE run RENAME COLUMN sha256 TO hash", "tables or rules"),
        ("UPDATE alembic_version SET version_num = '0000'", "a form that Rehearse never had"),
        ("UPDATE alembic_version SET version_num = 'x'", "a form that Rehearse never had"),
        ("UPDATE alembic_version SET version_num = x'ff'", "not a complete workspace"),
    ],
)
def test_that_an_unknown_schema_is_refused_in_words(empty: Path, statement: str, words: str) -> None:
    before = changed(empty, statement).read_bytes()
    refuse_other_files(empty)
    with pytest.raises(AppError, match=words):
        refuse_unknown_schema(empty)
    assert empty.read_bytes() == before
    assert list(empty.parent.iterdir()) == [empty]


def spoilt(offset: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:offset] + b"\xee" * 400 + content[offset + 400 :]


def cut(length: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:length]


@pytest.mark.parametrize(
    "damage",
    [spoilt(100), spoilt(3_000), spoilt(3_600), cut(1_000), cut(9_000)],
)
def test_that_a_damaged_file_is_refused_in_a_sentence(empty: Path, damage: Callable[[bytes], bytes]) -> None:
    content = damage(empty.read_bytes())
    empty.write_bytes(content)
    with pytest.raises(AppError, match=r"damaged|longer a workspace|tables or rules|complete"):
        refuse_unknown_schema(empty)
    assert empty.read_bytes() == content


def test_that_a_file_made_to_take_for_ever_is_given_up(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = ", ".join(f"c{number}" for number in range(1_000))
    changed(empty, *(f"CREATE TABLE t{number} ({many})" for number in range(30)))
    monkeypatch.setattr(probe, "LONGEST_PROBE_S", -1.0)
    monkeypatch.setattr(probe, "_STEPS_BETWEEN_LOOKS", 1)
    with pytest.raises(AppError, match="takes far too long"):
        refuse_unknown_schema(empty)


def test_that_only_a_file_with_our_mark_counts(tmp_path: Path) -> None:
    path = changed(tmp_path / "x.rehearse", f"PRAGMA application_id = {APPLICATION_ID}", "CREATE TABLE t (x)")
    refuse_other_files(path)
    with pytest.raises(AppError, match="not a complete workspace"):
        refuse_unknown_schema(path)


@pytest.mark.parametrize(
    ("plain", "changed_to"),
    [
        ("ON DELETE CASCADE", "ON DELETE SET NULL"),
        ("name TEXT NOT NULL", "name TEXT NOT NULL COLLATE NOCASE"),
        ("visits INTEGER NOT NULL", "visits INTEGER NOT NULL CHECK (visits < 10)"),
        ("message TEXT NOT NULL", "message TEXT NOT NULL DEFAULT 'x'"),
    ],
)
def test_that_a_rule_within_a_table_counts_as_another_schema(empty: Path, plain: str, changed_to: str) -> None:
    connection = sqlite3.connect(empty, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (plain, changed_to))
    changes = connection.execute("SELECT count(*) FROM sqlite_schema WHERE instr(sql, ?)", (changed_to,)).fetchone()
    connection.close()
    assert changes[0] > 0
    with pytest.raises(AppError, match="tables or rules"):
        refuse_unknown_schema(empty)


def test_that_a_damaged_schema_that_is_no_text_is_refused_in_words(empty: Path) -> None:
    with closing(sqlite3.connect(empty, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = CAST(x'435245415445205441424c4520b3' AS TEXT), name = CAST(x'b3' AS TEXT)"
        )
    for read_only in (False, True):
        with pytest.raises(AppError, match="is damaged"):
            Workspace.open(empty, read_only)


@pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="the kernel's log is not here, or not for everybody")
def test_that_a_file_that_is_never_at_its_end_is_not_waited_for() -> None:
    for _ in range(3):  # the first may find something in it
        with pytest.raises(AppError, match="kmsg"):
            refuse_other_files(Path("/proc/kmsg"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in the file system are POSIX's")
def test_that_a_pipe_in_the_place_of_the_journal_is_not_waited_for(empty: Path) -> None:
    os.mkfifo(empty.with_name(f"{empty.name}-journal"))
    with pytest.raises(AppError, match="which Rehearse did not write, so neither is opened"):
        Workspace.open(empty)


@pytest.mark.parametrize("kind", [*LOGS, "a log of another state"])
def test_that_a_log_beside_a_workspace_is_neither_read_nor_removed(empty: Path, kind: str) -> None:
    log = empty.with_name(f"{empty.name}-wal")
    log.write_bytes(_log_of(empty) if kind == "a log of another state" else LOGS[kind])
    before = log.read_bytes(), empty.read_bytes()
    for read_only in (True, False):
        with pytest.raises(AppError, match=r"-wal, which Rehearse did not write.*move it away"):
            Workspace.open(empty, read_only)
    assert (log.read_bytes(), empty.read_bytes()) == before
    assert {each.name for each in empty.parent.iterdir()} == {empty.name, log.name}
    log.unlink()
    Workspace.open(empty).close()


def _log_of(path: Path) -> bytes:
    """What another program would write beside a copy of the workspace to change it."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DELETE FROM setting")
        log = path.with_name("other-wal").read_bytes()
    for each in path.parent.glob("other*"):
        each.unlink()
    return log
