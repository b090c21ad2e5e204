"""Is this file a workspace of ours? Looked at without changing anything, and answered in words if it is not."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from app.errors import AppError
from app.files.reading import beginning_of
from app.files.signature import HEADER_BYTES, SQLITE, is_workspace
from app.workspace.sqlite.complaints import WAYS_BACK, complaint
from app.workspace.sqlite.database import connect
from app.workspace.sqlite.schema import EARLIER_VERSIONS, known_shape, shape_of
from app.workspace.sqlite.tables import SCHEMA_VERSION

LONGEST_PROBE_S = 5.0
_STEPS_BETWEEN_LOOKS = 10_000
_LEAST_QUERY = "SELECT count(*) FROM sqlite_schema"
_ROLLBACK_JOURNAL = b"\x01\x01"


@dataclass(frozen=True, slots=True)
class _Advice:
    """What to do, for who has the window before them and for who works by commands."""

    window: str = ""
    command: str = ""


_NO_ADVICE = _Advice()
_OTHER = "a file of another kind"
_NEW = "Delete it if nothing needs it, and make a new workspace."
_IMPORTABLE = _Advice(
    window="To bring its rows in, choose Import data… in the menu File, or drop it on the window.",
    command="To bring its rows in, import it into a workspace: rehearse import WORKSPACE {name} --as events.",
)
_OF_SCENARIOS = _Advice(
    window="A scenario comes into a workspace by Open scenario file… in the menu File.",
    command="A scenario is added to a workspace with: rehearse scenario add WORKSPACE {name}.",
)
_FORMS: tuple[tuple[bytes, str, _Advice], ...] = (
    (SQLITE, "an SQLite database of another program", _NO_ADVICE),
    (b"PK\x03\x04", "a ZIP archive or an Office document", _IMPORTABLE),
    (b"PAR1", "a Parquet file", _IMPORTABLE),
    (b"%PDF", "a PDF document", _NO_ADVICE),
    (b"\x1f\x8b", "a compressed file", _NO_ADVICE),
    (b"\x89PNG", "a picture", _NO_ADVICE),
    (b"\xff\xd8\xff", "a picture", _NO_ADVICE),
)


def refuse_other_files(path: Path) -> None:
    """AppError unless the file's header is that of a workspace.

    The file is opened and closed past SQLite, which on POSIX drops the locks this process holds on it: not to be used
    on a workspace that is open here.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise AppError(f"{path} is not a Rehearse workspace: it is {what}. Choose a file that ends in .rehearse.")
        header = beginning_of(path, HEADER_BYTES)
    except FileNotFoundError:
        raise AppError(f"There is no file {path}. Check the name, or make a new workspace there.") from None
    except OSError as error:
        raise AppError(f"{path} could not be read ({error.strerror}). Nothing was changed.") from error
    if not is_workspace(header):
        raise _what_it_is(path, header)
    if header[18:20] != _ROLLBACK_JOURNAL:  # a write-ahead log would leave files beside it even when only read
        raise AppError(
            f"{path} was changed by another program into a form that Rehearse does not open. Nothing was changed; "
            "in that program, run PRAGMA journal_mode = DELETE on it."
        )


def refuse_unknown_schema(path: Path, called: Path | None = None) -> str:
    """The version of the file; AppError unless it holds exactly the tables of this version, or of an earlier one.

    A save that was cut short is undone first, which needs the right to write. Complaints are about what is `called`.
    """
    with _complaining(called or path):
        if _has_unfinished_save(path):
            _undo_unfinished_save(path)
        return _version_in(path, called or path)


def version_as_it_is(path: Path) -> str:
    """The same, but nothing is changed: empty where a save was cut short, which has to be undone before it is read."""
    with _complaining(path):
        return "" if _has_unfinished_save(path) else _version_in(path, path)


@contextmanager
def _complaining(called: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes a damaged schema as it is
        raise AppError(complaint(called, error) or _damaged(called)) from error


def _version_in(path: Path, called: Path) -> str:
    with _guarded(path, read_only=True) as connection:
        return _checked(called, connection)


def _checked(path: Path, connection: sqlite3.Connection) -> str:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    version = _version(connection) if "alembic_version" in names else None
    if version is None:
        raise AppError(f"{path} is not a complete workspace: it does not say its version. {WAYS_BACK}")
    if version not in (*EARLIER_VERSIONS, SCHEMA_VERSION):
        raise AppError(_unknown(path, version))
    if shape_of(connection) != known_shape(version):
        raise AppError(
            f"{path} holds tables or rules that Rehearse did not put there, so it is not opened. Nothing was changed; "
            f"ask whoever gave it to you. {WAYS_BACK}"
        )
    return version


def _unknown(path: Path, version: str) -> str:
    if version.isdecimal() and version > SCHEMA_VERSION:
        return (
            f"{path} was made by a newer version of Rehearse: its form is {version}, this one knows {SCHEMA_VERSION}. "
            "Nothing was changed; update Rehearse to open it."
        )
    return f"{path} says that it has a form that Rehearse never had. Nothing was changed. {WAYS_BACK}"


def _version(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0][:32] if row is not None and isinstance(row[0], str) else None


def _has_unfinished_save(path: Path) -> bool:
    """Whether a journal lies beside the file whose save no living process is about to finish."""
    try:
        with _guarded(path, read_only=True) as connection:
            connection.execute(_LEAST_QUERY).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK:
            return True
        raise
    return False


def _undo_unfinished_save(path: Path) -> None:
    """SQLite takes back what a killed save had written, which it does whenever a writer first reads."""
    try:
        with _guarded(path, read_only=False) as connection:
            connection.execute(_LEAST_QUERY).fetchone()
    except sqlite3.Error as error:
        raise AppError(
            f"{path} was being saved when its program or computer stopped, and this place cannot be written to, "
            f"so the last saved state cannot be restored here. Copy it together with {path.name}-journal to a folder "
            "you may write to, and open the copy."
        ) from error


@contextmanager
def _guarded(path: Path, *, read_only: bool) -> Iterator[sqlite3.Connection]:
    """A connection that gives up when a file is made to take for ever."""
    connection = connect(path, read_only=read_only)
    deadline = monotonic() + LONGEST_PROBE_S
    connection.set_progress_handler(lambda: monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
    try:
        yield connection
    finally:
        connection.close()


def _what_it_is(path: Path, header: bytes) -> AppError:
    form, advice = _form_of(header)
    sentence = f"{path} is not a Rehearse workspace: it is {form}. Nothing was changed."
    if form == _OTHER and path.suffix == ".rehearse":
        sentence += f" If it was one, its beginning is damaged. {WAYS_BACK}"
    return AppError(sentence, window=advice.window, command=advice.command.replace("{name}", path.name))


def _form_of(header: bytes) -> tuple[str, _Advice]:
    if not header:
        return "an empty file", _Advice(_NEW, _NEW)
    for magic, form, advice in _FORMS:
        if header.startswith(magic):
            return form, advice
    if header.lstrip()[:1] in (b"{", b"["):
        return "a JSON file", _OF_SCENARIOS
    if b"\0" not in header:
        return "a text file", _IMPORTABLE
    return _OTHER, _NO_ADVICE


def _damaged(path: Path) -> str:
    return f"{path} is damaged and cannot be opened. Nothing was changed. {WAYS_BACK}"
