"""Power that fails at every call that changes a file: `python -m tests.torture.power_loss [IMAGES [STEPS [WORK…]]]`.

Each work is done once, in a child process whose calls to the system are noted. After each call that changed or flushed
something, the disks are made that a loss of power could have left just then: with all that was not flushed, without any
of it, without or with only the newest call, and IMAGES with sectors, lengths and names by chance. Each of them is
opened: it must be sound in every page, document and part, hold the last acknowledged state or the one that was being
written, and take a change. The same is done where SQLite has `synchronous=OFF`, and where nothing flushes the other
files, until something is lost: a work that loses nothing either way would prove nothing.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from app.scenario.edits import SetDetails
from app.workspace.backups.backup_folder import back_up, backups_of
from app.workspace.backups.restoring import restore
from app.workspace.opening.verifying import damages
from app.workspace.recovery.journals import Base, JournalWriter
from app.workspace.sqlite import database
from app.workspace.store import Workspace
from tests.builders.workspaces import imported
from tests.torture.disk import Change, Disk, Image, everything, lay, nothing, read_back
from tests.torture.kills import IDENTITY, WORKS, Acknowledge, Work, fault_in, is_hot, new_workspace, state_in
from tests.torture.system_calls import CHANGING, TELLING, Tell, watched

_MOST_STEPS = 6
_WITHOUT_CONTROL = ("recovery",)  # SQLite takes a save back before it can be told how to synchronise
_BACKED_UP_AT = datetime(2024, 1, 1, tzinfo=UTC)
_MEMORY = Path("/dev/shm")  # what is opened there need not wait for a disk
_ROOM = 4 << 30
FLUSHING, UNSYNCHRONISED, UNFLUSHED = "as it is", "SQLite with synchronous=OFF", "files flushed by nobody"
CONTROLS = (UNSYNCHRONISED, UNFLUSHED)


@dataclass(slots=True)
class Tally:
    """What became of the images of one work."""

    calls: int = 0
    images: int = 0
    hot: int = 0
    lost: list[str] = field(default_factory=list)


def _edit(path: Path, acknowledge: Acknowledge) -> None:
    """Each edit is acknowledged when the window has had it flushed."""
    writer = JournalWriter(Base(str(path), IDENTITY, "reminder", "Reminder", "2" * 64))
    acknowledge(0)
    for step in range(1, _MOST_STEPS + 1):
        writer.write(SetDetails(str(step), "x" * 500))
        writer.flush()
        acknowledge(step)


def _begin_copy(path: Path) -> None:
    """With pages that nothing uses, so that the copy is written anew."""
    new_workspace(path)
    with Workspace.open(path) as workspace:
        workspace.datasets.save(imported("removed"))
        workspace.datasets.remove("removed")


def _copy(path: Path, acknowledge: Acknowledge) -> None:
    with Workspace.open(path, read_only=True) as workspace:
        acknowledge(0)
        for step in range(1, _MOST_STEPS + 1):
            workspace.copy_to(path.with_name(f"copy {step}.rehearse"))
            acknowledge(step)


def _copied(path: Path) -> int:
    copies = sorted(path.parent.glob("copy ?.rehearse"))
    for copy in copies:
        with Workspace.open(copy, read_only=True) as workspace:
            workspace.scenarios.load("reminder")
    return len(copies)


def _migrated(work: Work, path: Path) -> int:
    step = work.state(path)
    if step:
        (kept,) = path.parent.glob("w (form *.rehearse")
        if fault := fault_in(replace(work, state=lambda _path: 0), kept, 0):
            raise AssertionError(f"its backup: {fault}")
    return step


def _begin_restore(path: Path) -> None:
    new_workspace(path)
    back_up(path, IDENTITY, _BACKED_UP_AT)
    with Workspace.open(path) as workspace:
        workspace.datasets.save(imported("lost"))


def _restore(path: Path, acknowledge: Acknowledge) -> None:
    (backup,) = backups_of(IDENTITY)
    acknowledge(0)
    restore(path, IDENTITY, backup, _BACKED_UP_AT + timedelta(hours=1))
    acknowledge(1)


def _restored(path: Path) -> int:
    with Workspace.open(path) as workspace:
        is_done = [info.name for info in workspace.datasets.names()] == ["shop"]
    if is_done:
        (kept,) = [backup for backup in backups_of(IDENTITY) if backup.is_replaced]
        assert damages(kept.path, is_whole=True) == ()
    return int(is_done)


def _begin_recovery(path: Path) -> None:
    """With half a save in the file, and the journal by which it is taken back."""
    new_workspace(path)
    journal = path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # so that pages are written before the end
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE dataset_part SET content = zeroblob(3000)")
        connection.execute("UPDATE scenario_revision SET document = zeroblob(100000)")
        half, how_it_was = path.read_bytes(), journal.read_bytes()
        connection.execute("ROLLBACK")
    path.write_bytes(half)
    journal.write_bytes(how_it_was)


def _recover(path: Path, acknowledge: Acknowledge) -> None:
    acknowledge(0)
    Workspace.open(path).close()


def _recovered(path: Path) -> int:
    with Workspace.open(path) as workspace:
        workspace.datasets.load("shop")
        return len(workspace.scenarios.load("reminder").description)


def _works() -> Iterator[Work]:
    for work in WORKS:
        match work.name:
            case "edit":
                yield replace(work, do=_edit)
            case "migrate":
                yield replace(work, state=partial(_migrated, work))
            case _:
                yield work
    yield Work("copy", _begin_copy, _copy, _copied)
    yield Work("recovery", _begin_recovery, _recover, _recovered)
    yield Work("restore", _begin_restore, _restore, _restored)


def torture(work: Work, images: int, steps: int, flushing: str = FLUSHING) -> Tally:
    """Let the power fail at each of its calls; of a control until something is lost."""
    chance, tally, found = random.Random(f"7 {work.name}"), Tally(), dict[bytes, tuple[int, str]]()
    with tempfile.TemporaryDirectory(prefix="power-", dir=place_in_memory()) as folder:
        root = Path(os.path.realpath(folder)) / "root"
        path = root / "work" / "w.rehearse"
        with state_in(root / "state"):
            path.parent.mkdir(parents=True)
            work.begin(path)
            for acknowledged, image in _left(root, partial(_done, work, path, steps, flushing), chance, images, tally):
                tally.images += 1
                digest = _digest(image)
                if digest not in found:
                    lay(root, image)
                    tally.hot += is_hot(root)
                    found[digest] = _state(work, path)
                state, fault = found[digest]
                if not fault and not acknowledged <= state <= acknowledged + 1:
                    fault = f"step {acknowledged} was acknowledged, and step {state} is there"
                if fault:
                    tally.lost.append(f"call {tally.calls}: {fault}")
                    if flushing != FLUSHING:
                        break
    return tally


def place_in_memory() -> Path | None:
    """Where what is tried needs no disk; None where memory cannot hold it."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


def _left(
    root: Path, work: Callable[[Tell], None], chance: random.Random, images: int, tally: Tally
) -> Iterator[tuple[int, Image]]:
    """The last acknowledged step and what may be there, after each call that changed or flushed anything."""
    disk, acknowledged, is_begun = Disk(root), 0, False
    seen = watched(work, CHANGING)
    if seen.status:
        raise RuntimeError("it fails by itself")
    last = read_back(root)
    for call in seen.calls:
        if call.name == TELLING:
            acknowledged, is_begun = int(call.content(1)), True
        elif not disk.follow(call):
            continue
        tally.calls = disk.calls
        if is_begun:
            for chosen in _choices(chance, disk.calls, images):
                yield acknowledged, disk.image(chosen)
    if disk.image(everything) != last:
        raise RuntimeError("what was noted of the calls does not lead to the files that are there")


def _choices(chance: random.Random, newest: int, images: int) -> Iterator[Callable[[list[Change]], list[Change]]]:
    yield everything
    yield nothing
    yield lambda pending: [change for change in pending if change.call == newest]
    yield lambda pending: [change for change in pending if change.call != newest]
    for number in range(images):
        share = chance.random()
        if number % 2:
            yield lambda pending, share=share: [change for change in pending if chance.random() < share]  # type: ignore[misc]
        else:
            calls = {call for call in range(newest + 1) if chance.random() < share}
            yield lambda pending, calls=calls: [change for change in pending if change.call in calls]  # type: ignore[misc]


class _EnoughError(Exception):
    """So many steps show what there is to see."""


def _done(work: Work, path: Path, steps: int, flushing: str, tell: Tell) -> None:
    """Do its first steps, in a process of its own."""

    def acknowledge(step: int) -> None:
        tell(str(step))
        if step == steps:
            raise _EnoughError

    if flushing == UNSYNCHRONISED:
        database._WRITING = (database._WRITING[0], "synchronous = OFF", database._WRITING[2])
    elif flushing == UNFLUSHED:
        os.fsync = lambda fd: None  # noqa: ARG005  # so it is called
    with suppress(_EnoughError):
        work.do(path, acknowledge)


def _state(work: Work, path: Path) -> tuple[int, str]:
    """The step that is there, and what is wrong, if anything is."""
    states: list[int] = []

    def noted(path: Path) -> int:
        states.append(work.state(path))
        return 0

    fault = fault_in(replace(work, state=noted), path, 0)
    if not fault:
        with Workspace.open(path) as workspace:
            workspace.settings.put("after", "a loss of power")
    return (states or [0])[0], fault


def _digest(image: Image) -> bytes:
    digest = hashlib.sha256()
    for name, content in image.items():
        digest.update(f"{name}\0{'' if content is None else len(content)}\0".encode())
        digest.update(content or b"")
    return digest.digest()


def main(images: int, steps: int, names: Sequence[str]) -> int:
    """Torture each work, print the figures, and fail if anything was lost, or nothing where nothing was flushed."""
    wrong = 0
    controls = " | ".join(CONTROLS)
    print(f"| power lost while | calls | images | with hot journals | lost or damaged | {controls} |")  # noqa: T201
    print("|---|---|---|---|---|---|---|", flush=True)  # noqa: T201
    for work in [work for work in _works() if work.name in names or not names]:
        tally = torture(work, images, steps)
        told = ["loses" if torture(work, images, steps, flushing).lost else "keeps" for flushing in CONTROLS]
        wrong += len(tally.lost) + ("loses" not in told and work.name not in _WITHOUT_CONTROL)
        figures = (tally.calls, tally.images, tally.hot, len(tally.lost), *told)
        print(f"| {work.name} | {' | '.join(map(str, figures))} |", flush=True)  # noqa: T201
        for words in tally.lost:
            print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    images, steps = (*sys.argv[1:3], *("4", "3")[len(sys.argv[1:3]) :])
    raise SystemExit(main(int(images), int(steps), sys.argv[3:]))
