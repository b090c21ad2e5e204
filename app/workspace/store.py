"""A workspace: one SQLite file with the datasets, scenarios, runs and settings of a person's work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from app.errors import AppError
from app.files.writing import is_empty, is_full, is_workspace_at, keep_names, made_beside, why_not
from app.progress import Progress, silent
from app.workspace.contents.datasets import DatasetStore
from app.workspace.contents.run_names import RunNames
from app.workspace.contents.runs import RunStore
from app.workspace.contents.scenarios import ScenarioStore
from app.workspace.opening.lock import ForeignLockError, HeldError, WriterLock, is_held_here, lock_path
from app.workspace.opening.migrating import bring_up_to_date
from app.workspace.opening.probe import refuse_other_files, refuse_unknown_schema, version_as_it_is
from app.workspace.opening.reading_aside import read_aside
from app.workspace.opening.same_file import SameFile, another_words
from app.workspace.opening.trust import is_trusted, trust, why_foreign
from app.workspace.settings.identity import give_identity, identity_in, identity_of
from app.workspace.settings.kept_reports import KeptReportStore
from app.workspace.settings.measured_responses import MeasuredStore
from app.workspace.settings.plan import PlanStore
from app.workspace.settings.responses import ResponseStore
from app.workspace.settings.segments import SegmentStore
from app.workspace.settings.settings import SettingStore
from app.workspace.sharing import People, fill_without_people
from app.workspace.sqlite.copying import compacted, copy_database
from app.workspace.sqlite.database import Database, drop_journal
from app.workspace.sqlite.schema import make_schema
from app.workspace.sqlite.tables import SCHEMA_VERSION


class Workspace:
    """An open workspace. One process writes to it; any others read, and `notice` tells them why.

    Usable from any thread. Close it, or use it as a context manager: until then no other process can write to it.
    """

    def __init__(
        self, database: Database, lock: WriterLock | None, news: str = "", *, is_foreign: bool = False
    ) -> None:
        self._database = database
        self.is_foreign = is_foreign  # read-only because it was made elsewhere and is not trusted
        self._lock = lock
        self._copies = ExitStack()  # what it is read from, where that is not the file itself
        self.news = news  # what was done to the file when it was opened, or instead, as a sentence
        self.datasets = DatasetStore(database)
        self.scenarios = ScenarioStore(database)
        self.runs = RunStore(database)
        self.settings = SettingStore(database)
        self.responses = ResponseStore(self.settings)
        self.measured_responses = MeasuredStore(self.settings)
        self.run_names = RunNames(self.settings)
        self.segments = SegmentStore(self.settings)
        self.kept_reports = KeptReportStore(self.settings)
        self.plan = PlanStore(self.settings)
        self.identity = _identity(self.settings, read_only=database.read_only)
        if self.identity:
            database.hold_to(SameFile(database.file, self.identity).check)

    @classmethod
    def create(cls, path: Path, *, is_replacing: bool = False) -> Self:
        """Make a new workspace and open it.

        AppError if there is a file already, which stays as it is; `is_replacing` a file goes only when the new one is
        whole, and never while a window or command is working in it.
        """
        path = Path(os.path.realpath(path))  # two links to a file must share one lock
        with ExitStack() as undo:
            lock = _lock_for_new(path)
            undo.callback(lock.release)
            if path.exists() and not (is_replacing and path.is_file()):
                what = "a file" if path.is_file() else "something"
                raise AppError(f"There is {what} {path} already. Nothing was changed; open it, or choose another name.")
            _make_file(path, lambda beside: _new(beside, path), is_replacing=is_replacing)
            undo.pop_all()
            made = cls(Database(path), lock)
            trust(path, made.identity)
            return made

    @classmethod
    def open(
        cls, path: Path, read_only: bool = False, *, only_trusted: bool = False, progress: Progress = silent
    ) -> Self:
        """Open a workspace: for reading if asked to, or if another process writes to it, or if its place is read-only.

        With `only_trusted` also if it was made elsewhere and the user has not trusted it.
        One of an earlier version is brought to this one's form, on a backup that `news` names; opened for reading it
        stays as it is, and a private copy is read. AppError says what is wrong with a file that is no workspace, or
        one of a newer version.
        """
        path = Path(os.path.realpath(path))
        if not is_held_here(path):
            refuse_other_files(path)
        with ExitStack() as undo:
            lock, notice = (None, "") if read_only else _lock_or_notice(path)
            if lock is not None:
                undo.callback(lock.release)
            copies = undo.enter_context(ExitStack())
            version = version_as_it_is(path)
            file = path
            if not version and (lock is None or only_trusted):  # who made it cannot be read either
                file = copies.enter_context(read_aside(path, progress))
            is_foreign = only_trusted and not _is_trusted(file, path)
            if lock is not None and not is_foreign:
                copies.close()
                news = bring_up_to_date(path, lock, progress)
                undo.pop_all()
                return cls(Database(path), lock, news)
            if file == path and version != SCHEMA_VERSION:
                file = copies.enter_context(read_aside(path, progress))
            words = why_foreign(path) if is_foreign else notice
            news = "" if file == path else _read_aside(path, version)
            made = cls(Database(file, read_only=True, notice=words, called=path), None, news, is_foreign=is_foreign)
            made._copies = copies.pop_all()
            return made

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._database.path

    @property
    def file(self) -> Path:
        """What is read: the file itself, or a private copy where that must not be changed and cannot be read as it is.

        It is gone when the workspace is closed.
        """
        return self._database.file

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._database.read_only

    @property
    def notice(self) -> str:
        """Why nothing can be changed though nobody asked for that, as a sentence; empty otherwise."""
        return self._database.notice

    def copy_to(self, path: Path, progress: Progress = silent, people: People = People.ALL) -> Path:
        """Write a copy of the last saved state, also of what may only be read; a workspace of that name is replaced.

        Without people, or with pseudonyms, it holds nothing that names a customer, and no runs.
        The copy takes its name only when it is whole, and never while a window or command works in what is there.
        """
        path = Path(os.path.realpath(path))
        if path == self.path:
            raise AppError(f"{path} is the workspace itself. Nothing was changed; choose another name for the copy.")
        if path.exists() and not (is_workspace_at(path) or is_empty(path)):
            raise AppError(f"There is something at {path} that is no workspace. Choose another name for the copy.")
        lock = _lock_for_new(path)
        try:
            _make_file(path, lambda beside: self._copied(beside, path, progress, people), is_replacing=True)
        finally:
            lock.release()
        with Workspace.open(path, read_only=True) as made:
            trust(path, made.identity)
        return path

    @contextmanager
    def _copied(self, beside: Path, path: Path, progress: Progress, people: People) -> Iterator[Path]:
        if people is People.ALL:
            copy_database(self.file, beside, progress, path)
            refuse_unknown_schema(beside)
            if identity_in(beside) != self.identity:
                raise AppError(another_words(self.path))
            database = Database(beside, called=path)
            give_identity(SettingStore(database))
            database.close()
        else:
            _fill_new(beside, path)
            fill_without_people(self._database, beside, people, progress, path)
        with compacted(beside, path) as made:
            refuse_unknown_schema(made)  # before it takes the place of anything
            yield made

    def trust(self) -> None:
        """Remember that the user trusts this workspace."""
        trust(self.path, self.identity)

    def close(self) -> None:
        """Let go of the file, and of the right to write to it."""
        self._database.close()
        self._copies.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _lock_or_notice(path: Path) -> tuple[WriterLock | None, str]:
    if not os.access(path, os.W_OK):
        return None, _unwritable(path)
    try:
        return WriterLock.take(path), ""
    except HeldError as error:
        who = error.holder.in_words() if error.holder else "another window or command"
        return None, f"{path.name} is open for reading only: {who} is working in it. Close it there to change it here."
    except ForeignLockError:
        return None, f"{path.name} is open for reading only: {_foreign(path)}"
    except OSError as error:
        return None, _unwritable(path, error)


def _foreign(path: Path) -> str:
    return (
        f"beside it lies {lock_path(path).name}, which Rehearse did not make and did not touch. "
        "Move it away to make changes here."
    )


def _unwritable(path: Path, error: OSError | None = None) -> str:
    if error is not None and is_full(error):
        return f"{path.name} is open for reading only: the disk is full. Make room there, and try again."
    return f"{path.name} is open for reading only: its place cannot be written to. Copy it elsewhere to make changes."


def _lock_for_new(path: Path) -> WriterLock:
    try:
        return WriterLock.take(path)
    except HeldError as error:
        who = error.holder.in_words() if error.holder else "another window or command"
        raise AppError(
            f"{path} is in use: {who} is working in it. Nothing was changed; close it there, or choose another name."
        ) from None
    except ForeignLockError:
        raise AppError(f"No workspace can be made at {path}: {_foreign(path)}") from None
    except OSError as error:
        raise AppError(_impossible(path, error)) from error


def _impossible(path: Path, error: OSError) -> str:
    why, advice = why_not(error)
    return f"No workspace can be made at {path}: {why}. Nothing was left there. {advice}"


@contextmanager
def _new(beside: Path, path: Path) -> Iterator[Path]:
    _fill_new(beside, path)
    yield beside


def _fill_new(beside: Path, path: Path) -> None:
    database = Database(beside, called=path)
    with database.writing() as connection:
        make_schema(connection)
    give_identity(SettingStore(database))
    database.close()


def _read_aside(path: Path, version: str) -> str:
    was = "made by an earlier version of Rehearse" if version else "being saved when its program or computer stopped"
    return f"{path.name} was {was}. It stays as it is: a copy that can be read is made each time it is opened."


def _is_trusted(file: Path, path: Path) -> bool:
    database = Database(file, read_only=True)
    try:
        return is_trusted(path, _identity(SettingStore(database), read_only=True))
    finally:
        database.close()


def _identity(settings: SettingStore, *, read_only: bool) -> str:
    """The workspace's identity; a file that has none gets one where it can be written to."""
    with suppress(AppError):  # damaged or full: all that needs no identity works all the same
        found = identity_of(settings)
        if not found and not read_only:
            give_identity(settings)
            found = identity_of(settings)
        return found
    return ""


def _make_file(path: Path, made: Callable[[Path], AbstractContextManager[Path]], *, is_replacing: bool) -> None:
    """Build the workspace beside its place and move it there whole, so that a kill leaves no half-made one."""
    try:
        with made_beside(path) as beside, made(beside) as whole:
            drop_journal(path)
            if is_replacing:
                whole.replace(path)
            else:
                _give_name(whole, path)
            keep_names(path.parent)
    except OSError as error:
        raise AppError(_impossible(path, error)) from error


def _give_name(made: Path, path: Path) -> None:
    """Move a file to a place where nothing stands, even if something came there in this very moment."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        made.rename(path)
