"""Processes killed in the middle of what they do to a workspace: `python -m tests.torture.kills [COUNT [WORK…]]`.

Each round copies a sound workspace, forks a child that changes it and acknowledges each change once it is done, kills
the child with SIGKILL, and opens what is left: it must be sound in every page, document and part, and hold the last
acknowledged state or the one that was being written. Every second kill comes at a random moment of the work; the others
come up to 2 ms after a rollback journal is seen that has to be played back: the child is halted there, let go on if the
journal was done meanwhile, and killed if it was not. A round is hot if the kill left a journal that SQLite had to play
back: its content is on the disk, and the file itself may be half-written. Edits are journals themselves: there a round
is hot if the kill left one that was written and not acknowledged yet, and every second child is halted again and again
until there is one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from alembic import command as _alembic  # noqa: F401  # before any fork: its import takes longer than a migration

from app.data.assembling.fingerprint import signed
from app.errors import AppError
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.edits import SetDetails
from app.workspace.backups.backup_folder import back_up, backups_of
from app.workspace.opening.migrating import bring_up_to_date
from app.workspace.opening.verifying import damages
from app.workspace.recovery.journals import Base, JournalWriter, journals_left, read_journal
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, imported, small_workspace

_HOT = bytes.fromhex("d9d505f920a163d7")
FIRST_FORM = Path(__file__).parents[1] / "workspace" / "released" / "schema-0001.rehearse"
IDENTITY = "5" * 32
_STEPS = 6
_ONE_IN = 5
_MOST_MORE = 40
_SOON_S = 0.002
_LOOK_EVERY_S = 0.0002
Acknowledge = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Something done to a workspace in steps; `state` counts the steps that its file shows.

    What goes on beside the database has no rollback journal to wait for.
    """

    name: str
    begin: Callable[[Path], None]
    do: Callable[[Path, Acknowledge], None]
    state: Callable[[Path], int]
    is_in_database: bool = True


@dataclass(slots=True)
class Tally:
    """What became of the rounds of one work."""

    rounds: int = 0
    hot: int = 0
    lost: list[str] = field(default_factory=list)


def _save(path: Path, acknowledge: Acknowledge) -> None:
    with Workspace.open(path) as workspace:
        acknowledge(0)
        for step in range(1, _STEPS + 1):
            workspace.scenarios.save(replace(REMINDER, description=str(step) * 20_000))
            acknowledge(step)


def _saved(path: Path) -> int:
    with Workspace.open(path) as workspace:
        number = len(workspace.scenarios.revisions("reminder")) - 1
        assert workspace.scenarios.load("reminder").description == (str(number) * 20_000 if number else "")
        return number


def _import(path: Path, acknowledge: Acknowledge) -> None:
    datasets = [imported(f"dataset {step}") for step in range(_STEPS + 1)]
    with Workspace.open(path) as workspace:
        acknowledge(0)
        for step in range(1, _STEPS + 1):
            workspace.datasets.save(datasets[step])
            acknowledge(step)


def _imported(path: Path) -> int:
    with Workspace.open(path) as workspace:
        names = [info.name for info in workspace.datasets.names()]
        for name in names:
            workspace.datasets.load(name)
        return len(names) - 1


def _run(path: Path, acknowledge: Acknowledge) -> None:
    with Workspace.open(path) as workspace:
        dataset = signed(workspace.datasets.load("shop"))
        run = rehearse(REMINDER, dataset, RunOptions(compiled=False))
        acknowledge(0)
        for step in range(1, _STEPS + 1):
            workspace.runs.save(run, REMINDER, "shop")
            acknowledge(step)


def _ran(path: Path) -> int:
    with Workspace.open(path) as workspace:
        infos = workspace.runs.all()
        for info in infos:
            stored = workspace.runs.load(info.id)
            assert all(stored.tables[name] is not None for name in stored.tables)
        return len(infos) - 1


def _migrate(path: Path, acknowledge: Acknowledge) -> None:
    acknowledge(0)
    bring_up_to_date(path, None)
    acknowledge(1)


def _migrated(path: Path) -> int:
    with Workspace.open(path) as workspace:  # which brings it up to date if the kill came first
        assert [info.name for info in workspace.datasets.names()] == ["shop"]
        return 0 if workspace.news else 1


def _back_up(path: Path, acknowledge: Acknowledge) -> None:
    acknowledge(0)
    for step in range(1, _STEPS + 1):
        back_up(path, IDENTITY, datetime(2024, 1, 1, step, tzinfo=UTC))
        acknowledge(step)


def _backed_up(path: Path) -> int:
    backups = backups_of(IDENTITY)
    for backup in backups:
        assert damages(backup.path, is_whole=True) == ()
    return len(backups)


def _edit(path: Path, acknowledge: Acknowledge) -> None:
    writer = JournalWriter(Base(str(path), IDENTITY, "reminder", "Reminder", "2" * 64))
    acknowledge(0)
    for step in range(1, 40 * _STEPS + 1):
        writer.write(SetDetails(str(step), "x" * 500))
        acknowledge(step)


def _edited(path: Path) -> int:
    found = journals_left(path, IDENTITY)
    names = [edit.name for journal in found for edit in journal.edits if isinstance(edit, SetDetails)]
    assert names == [str(step) for step in range(1, len(names) + 1)]
    return len(names)


def _edits_written(work: Work, path: Path) -> int:
    """How many a living process has written, after looking for what was left behind as another window would."""
    assert work.state(path) == 0  # what is held is not left behind
    folder = Path(os.environ["XDG_STATE_HOME"])
    journals = filter(None, map(read_journal, folder.rglob("*.journal")))
    return sum(len(journal.edits) for journal in journals)


def new_workspace(path: Path) -> None:
    """A small one, of the identity that its backups and journals have here."""
    small_workspace(path)
    with Workspace.open(path) as workspace:
        workspace.settings.put("identity", IDENTITY)


def _of_first_form(path: Path) -> None:
    shutil.copy(FIRST_FORM, path)


WORKS = (
    Work("save", new_workspace, _save, _saved),
    Work("import", new_workspace, _import, _imported),
    Work("run", new_workspace, _run, _ran),
    Work("migrate", _of_first_form, _migrate, _migrated),
    Work("backup", new_workspace, _back_up, _backed_up),
    Work("edit", new_workspace, _edit, _edited, is_in_database=False),
)


def torture(work: Work, count: int, seed: int = 7) -> Tally:
    """Kill `count` children at it, and some more where by chance none of them left a journal."""
    chance, tally = random.Random(f"{seed} {work.name}"), Tally()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, state_in(Path(folder) / "first state"):
        sound = Path(folder) / "sound.rehearse"
        work.begin(sound)
        place = Path(folder) / "timed" / "w.rehearse"
        _laid(sound, place)
        length_s, _ = _killed_at(work, place, None)
        for number in _rounds(work, count, tally):
            with state_in(Path(folder) / f"state {number}"):
                place = Path(folder) / str(number) / "w.rehearse"
                _laid(sound, place)
                when = chance.uniform(0, length_s) if number % 2 else -chance.uniform(0, _SOON_S)
                _, acknowledged = _killed_at(work, place, when)
                tally.rounds += 1
                tally.hot += _is_hot(work, place, acknowledged)
                if fault := fault_in(work, place, acknowledged):
                    tally.lost.append(f"round {number}: {fault}")
                shutil.rmtree(place.parent)
                shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)
    return tally


def _rounds(work: Work, count: int, tally: Tally) -> Iterator[int]:
    """As many as asked for, and more until one in five of those was hot, at most as many again."""
    enough = max(1, count // _ONE_IN)
    for number in range(2 * count + _MOST_MORE):
        if number >= count and tally.hot >= enough:
            return
        yield number


def _laid(sound: Path, place: Path) -> None:
    place.parent.mkdir()
    shutil.copy(sound, place)


def _killed_at(work: Work, path: Path, after_s: float | None) -> tuple[float, int]:
    """How long the child was at work, and the last step that it acknowledged.

    It ends by itself without `after_s`; below zero, that is counted from when a journal is seen.
    """
    reading, writing = os.pipe()
    child = os.fork()  # no database is open, and no thread runs
    if child == 0:
        code = 1
        try:
            os.close(reading)
            told = os.fdopen(writing, "w")
            work.do(path, lambda step: print(step, file=told, flush=True))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        steps = [stream.readline()]  # it is ready
        started = time.monotonic()
        status: int | None = None
        if after_s is not None and after_s < 0 and work.is_in_database:
            status = _halted_at_journal(child, -after_s, path.parent, Path(os.environ["XDG_STATE_HOME"]))
        elif after_s is not None and after_s < 0:
            status = _halted_unacknowledged(child, -after_s, lambda: _edits_written(work, path), stream, steps)
        elif after_s is not None:
            time.sleep(after_s)
        if status is None:
            if after_s is not None:
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        spent_s = time.monotonic() - started
        steps += stream.read().split()
    if after_s is None and status:
        raise RuntimeError(f"{work.name} fails by itself")
    return spent_s, int(steps[-1])


def _halted_at_journal(child: int, linger_s: float, *folders: Path) -> int | None:
    """Halt the child so long after a journal is there, while it still is; how it ended if it came to its end instead.

    Where a journal is done sooner, the next one is looked at sooner.
    """
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        if not is_hot(*folders):
            time.sleep(_LOOK_EVERY_S)
            continue
        time.sleep(linger_s)
        os.kill(child, signal.SIGSTOP)
        _, status = os.waitpid(child, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return status
        if is_hot(*folders):
            return None
        os.kill(child, signal.SIGCONT)
        linger_s /= 2


def _halted_unacknowledged(
    child: int, linger_s: float, state: Callable[[], int], stream: BinaryIO, steps: list[bytes]
) -> int | None:
    """Halt the child, again and again, until more is written than it has acknowledged; how it ended if it did before.

    What it acknowledged is added to the `steps`.
    """
    os.set_blocking(stream.fileno(), False)
    try:
        while True:
            time.sleep(linger_s)
            os.kill(child, signal.SIGSTOP)  # also where it has ended, until it is waited for
            _, status = os.waitpid(child, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                return status
            steps += (stream.read() or b"").split()
            if state() > int(steps[-1]):
                return None
            os.kill(child, signal.SIGCONT)
    finally:
        os.set_blocking(stream.fileno(), True)


def fault_in(work: Work, path: Path, acknowledged: int) -> str:
    """What is wrong with what was left; empty if nothing is."""
    try:
        state = work.state(path)
        if not acknowledged <= state <= acknowledged + 1:
            return f"step {acknowledged} was acknowledged, and step {state} is there"
        found = damages(path, is_whole=True)
        return f"damaged: {found}" if found else ""
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"


def is_hot(*folders: Path) -> bool:
    """Whether a journal lies there that is to be played back."""
    for folder in folders:
        for journal in folder.rglob("*-journal"):
            with suppress(FileNotFoundError), journal.open("rb") as stream:  # it was finished meanwhile
                if stream.read(len(_HOT)) == _HOT:
                    return True
    return False


def _is_hot(work: Work, path: Path, acknowledged: int) -> bool:
    if work.is_in_database:
        return is_hot(path.parent, Path(os.environ["XDG_STATE_HOME"]))
    with suppress(AssertionError, AppError):  # which is told as a fault of the round
        return work.state(path) > acknowledged
    return False


@contextmanager
def state_in(folder: Path) -> Iterator[None]:
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_STATE_HOME"]
        else:
            os.environ["XDG_STATE_HOME"] = before


def main(count: int, names: Sequence[str]) -> int:
    """Torture each work, print the figures, and fail if anything was lost."""
    lost = 0
    print("| killed while | rounds | hot journals | lost or damaged |")  # noqa: T201
    print("|---|---|---|---|", flush=True)  # noqa: T201
    for work in [work for work in WORKS if work.name in names or not names]:
        tally = torture(work, count)
        lost += len(tally.lost)
        print(f"| {work.name} | {tally.rounds} | {tally.hot} | {len(tally.lost)} |", flush=True)  # noqa: T201
        for words in tally.lost:
            print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, sys.argv[2:]))
