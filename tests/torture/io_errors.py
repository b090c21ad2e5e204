"""Disks that fail or are full: `python -m tests.torture.io_errors [MOST [WORK…]]`.

Each work is done as a command does it, in a child process, once to note its calls to the system. Then it is done again
for every one of them (or MOST of them, spread evenly) that touches its files: once so that this call fails with an I/O
error, once so that from this call on the disk is full. It must end as done, or with exit code 1 and sentences; what is
left must be sound and be what was there before or after, and the same work must succeed when the disk is well again.
Where SQLite cannot write the workspace's file any more, a copy must still be possible elsewhere.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path

from app import cli
from app.errors import AppError
from app.scenario.edits import SetDetails
from app.scenario.files import dump_scenario
from app.workspace.backups.backup_folder import back_up, backups_of
from app.workspace.recovery.journals import Base, JournalWriter, journals_left
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER
from tests.torture.disk import lay, read_back
from tests.torture.kills import FIRST_FORM, IDENTITY, Work, fault_in, new_workspace, state_in
from tests.torture.power_loss import place_in_memory
from tests.torture.system_calls import CHANGING, READING, Call, Tell, watched

DONE, REFUSED, BROKEN = "done all the same", "refused in words", "broken"
_HANDLES = ("open", "openat", "creat")
_FAILING = {
    *("read", "pread64", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "renameat", "renameat2"),
    *("link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", *_HANDLES),
}
_FILLING = ("write", "pwrite64", "mkdir", "mkdirat", "link", "linkat")
_WRITING = ("pwrite64", "fdatasync", "ftruncate")
_CHANGED = replace(REMINDER, description="x" * 20_000)
_LONGEST_S = 120
_NOT_IN_WORDS = ("Traceback", "Errno", "Error", "sqlite", "<", "None")
_BY = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done to a workspace; `do` answers with the words it was refused in. `state` is 0 before, 1 after."""

    name: str
    begin: Callable[[Path], None]
    do: Callable[[Path], str]
    state: Callable[[Path], int]


@dataclass(slots=True)
class Tally:
    """What became of the rounds of one work."""

    rounds: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def _command(*arguments: str | Path) -> str:
    said = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(said):
        code = cli.run([str(argument) for argument in arguments])
    if code not in (cli.DONE, cli.FIXABLE):
        raise AssertionError(f"exit code {code}: {said.getvalue()}")
    return said.getvalue() if code else ""


def _begin(path: Path) -> None:
    new_workspace(path)
    (path.parent / "changed.json").write_text(dump_scenario(replace(REMINDER, description="x" * 20_000)))
    (path.parent / "people.csv").write_text("customer_id,age\nanna,31\ncyril,32\n")


def _begin_migration(path: Path) -> None:
    shutil.copy(FIRST_FORM, path)


def _save(path: Path) -> str:
    return _command("scenario", "add", path, path.parent / "changed.json")


def _saved(path: Path) -> int:
    with Workspace.open(path) as workspace:
        is_done = len(workspace.scenarios.revisions("reminder")) > 1
        assert bool(workspace.scenarios.load("reminder").description) == is_done
        return int(is_done)


def _import(path: Path) -> str:
    options = ("--as", "customers", "--dataset", "people", "--on-duplicate", "replace")
    return _command("import", path, path.parent / "people.csv", *options)


def _imported(path: Path) -> int:
    with Workspace.open(path) as workspace:
        names = [info.name for info in workspace.datasets.names()]
        for name in names:
            workspace.datasets.load(name)
        return len(names) - 1


def _run(path: Path) -> str:
    seed = ("--seed", "7")  # the same run again would store nothing
    return _command("run", "reminder", "--workspace", path, "--dataset", "shop", *seed)


def _ran(path: Path) -> int:
    with Workspace.open(path) as workspace:
        infos = workspace.runs.all()
        for info in infos:
            stored = workspace.runs.load(info.id)
            assert all(stored.tables[name] is not None for name in stored.tables)
        return min(1, len(infos) - 1)


def _migrate(path: Path) -> str:
    try:
        with Workspace.open(path) as workspace:
            return workspace.notice if workspace.read_only else ""
    except AppError as error:
        return str(error)


def _migrated(path: Path) -> int:
    with Workspace.open(path) as workspace:  # which brings it up to date if that has not happened
        assert [info.name for info in workspace.datasets.names()] == ["shop"]
        return 0 if workspace.news else 1


def _back_up(path: Path) -> str:
    try:
        back_up(path, IDENTITY, _BY)
    except AppError as error:
        return str(error)
    return ""


def _backed_up(_path: Path) -> int:
    backups = backups_of(IDENTITY)
    for backup in backups:
        with Workspace.open(backup.path, read_only=True) as workspace:
            assert len(workspace.runs.all()) == 1
    return len(backups)


def _edit(path: Path) -> str:
    """The window goes on without a journal when it cannot be written, and says so."""
    writer = JournalWriter(Base(str(path), IDENTITY, "reminder", "Reminder", "2" * 64))
    try:
        for step in range(3):
            writer.write(SetDetails(str(step), "x"))
            writer.flush()
    except OSError as error:
        return f"Unsaved changes cannot be kept: {error.strerror}."
    finally:
        writer.close()
    return ""


def _edited(path: Path) -> int:
    found = journals_left(path, IDENTITY)
    for journal in found:
        names = [edit.name for edit in journal.edits if isinstance(edit, SetDetails)]
        assert names == [str(step) for step in range(len(names))]
    return int(any(len(journal.edits) == 3 for journal in found))


def _copy(path: Path) -> str:
    return _command("copy", path, "--out", path.with_name("other.rehearse"))


def _copied(path: Path) -> int:
    copy = path.with_name("other.rehearse")
    if not copy.exists():
        return 0
    with Workspace.open(copy, read_only=True) as workspace:
        assert len(workspace.runs.all()) == 1
    return 1


JOBS = (
    Job("save", _begin, _save, _saved),
    Job("import", _begin, _import, _imported),
    Job("run", _begin, _run, _ran),
    Job("migrate", _begin_migration, _migrate, _migrated),
    Job("backup", _begin, _back_up, _backed_up),
    Job("edit", _begin, _edit, _edited),
    Job("copy", _begin, _copy, _copied),
)


def torture(job: Job, most: int) -> Tally:
    """Do it with each of its calls failing, and with the disk full from each of them on."""
    tally = Tally()
    with _place() as path:
        job.begin(path)
        root = path.parents[1]
        sound = read_back(root)
        assert job.do(path) == ""  # what is imported late is imported now
        lay(root, sound)
        calls = watched(partial(_attempt, job, path), (*CHANGING, *READING)).calls
        faults = [*_failing(root, calls), *_filling(root, calls)]
        for words, options in faults[:: max(1, -(-len(faults) // most))]:
            lay(root, sound)
            _round(job, path, words, options, tally)
    return tally


@contextmanager
def _place() -> Iterator[Path]:
    """Where a workspace can be, with the user's state beside its folder."""
    with tempfile.TemporaryDirectory(prefix="failing-", dir=place_in_memory()) as folder:
        root = Path(os.path.realpath(folder)) / "root"
        (root / "work").mkdir(parents=True)
        with state_in(root / "state"):
            yield root / "work" / "w.rehearse"


def copies_elsewhere() -> Tally:
    """From each call on that SQLite writes the workspace with, nothing of it can be written: a copy can, elsewhere."""
    with _place() as path:
        _begin(path)
        sound = read_back(path.parents[1])
        only = ("-P", str(path), "-P", f"{path}-journal")
        calls = watched(partial(_save_then_copy, path), _WRITING, *only).calls
        counted = Counter(call.name for call in calls if call.name in _WRITING)
        tally = Tally()
        for name, count in counted.items():
            for number, error in product(range(1, count + 1), ("EIO", "ENOSPC")):
                lay(path.parents[1], sound)
                refusing = ("-e", f"inject={name}:error={error}:when={number}+")
                told = watched(partial(_save_then_copy, path), _WRITING, *only, *refusing).told
                tally.rounds += 1
                tally.ends.update(words.split(":")[0] for words in told[1:])
                if fault := _not_copied(path.with_name("other.rehearse"), told):
                    tally.wrong.append(f"{name} fails by {error} from {number} on: {fault} {told}")
    return tally


def _not_copied(copy: Path, told: Sequence[str]) -> str:
    if len(told) != 2 or not told[0].startswith(REFUSED):
        return "the save was not refused"
    if told[1] != DONE:
        return "there is no copy"
    fault = _wrong(Job("copy", _begin, _copy, lambda copy: 1 - _saved(copy)), copy, DONE)
    return fault and f"the copy: {fault}"


def _save_then_copy(path: Path, tell: Tell) -> None:
    signal.alarm(_LONGEST_S)
    with Workspace.open(path) as workspace:
        for work in (
            lambda: workspace.scenarios.save(_CHANGED),
            lambda: workspace.copy_to(path.with_name("other.rehearse")),
        ):
            try:
                work()
                tell(DONE)
            except AppError as error:
                tell(f"{REFUSED}: {error}".replace("\n", " "))


def _attempt(job: Job, path: Path, tell: Tell) -> None:
    signal.alarm(_LONGEST_S)
    try:
        words = job.do(path)
    except BaseException as error:  # noqa: BLE001  # it is what is looked for
        tell(f"{BROKEN}: {type(error).__name__}: {error}".replace("\n", " "))
    else:
        tell(f"{REFUSED}: {words}".replace("\n", " ") if words else DONE)


def _failing(root: Path, calls: Sequence[Call]) -> Iterator[tuple[str, list[str]]]:
    for call, number in _below(root, calls):
        if call.name in _FAILING:
            yield f"{call.name} {number} fails", ["-e", f"inject={call.name}:error=EIO:when={number}"]


def _filling(root: Path, calls: Sequence[Call]) -> Iterator[tuple[str, list[str]]]:
    """From each call on that takes room; how often each call was made before that tells strace where to begin."""
    before = Counter[str]()
    ours = {id(call) for call, _ in _below(root, calls)}
    for call in calls:
        if call.name in _FILLING and id(call) in ours:
            begun = [f"inject={name}:error=ENOSPC:when={before[name] + 1}+" for name in _FILLING]
            yield f"full from {call.name} {before[call.name] + 1}", [word for each in begun for word in ("-e", each)]
        before[call.name] += 1


def _below(root: Path, calls: Sequence[Call]) -> Iterator[tuple[Call, int]]:
    """The calls that touch something below the root, and which of its name each is."""
    handles, numbers = set[int](), Counter[str]()
    for call in calls:
        numbers[call.name] += 1
        first = call.given[0]
        handle = int(first) if isinstance(first, str) and first.isdecimal() else -1
        is_named = handle < 0 and any(path.is_relative_to(root) for path in call.paths)
        if call.name in _HANDLES and is_named and call.result >= 0:
            handles.add(call.result)
        if is_named or handle in handles:
            yield call, numbers[call.name]
        if call.name == "close":
            handles.discard(handle)


def _round(job: Job, path: Path, words: str, options: Sequence[str], tally: Tally) -> None:
    names = sorted({option.split("=")[1].split(":")[0] for option in options if option.startswith("inject")})
    seen = watched(partial(_attempt, job, path), names, *options)
    if not any(call.is_refused for call in seen.calls):
        return  # it went another way this time
    tally.rounds += 1
    told = seen.told[0] if seen.told else f"{BROKEN}: it ended with {seen.status}"
    end = told.split(":")[0]
    tally.ends[end] += 1
    if fault := _wrong(job, path, told) or _not_again(job, path):
        tally.wrong.append(f"{words}: {fault} ({told})")


def _wrong(job: Job, path: Path, told: str) -> str:
    """What is wrong with how it ended and with what is left; empty if nothing is."""
    end, _, words = told.partition(": ")
    if end == BROKEN:
        return "it broke"
    if end == REFUSED and (any(each in words for each in _NOT_IN_WORDS) or not words.strip().endswith(".")):
        return "these are no sentences for a user"
    states: list[int] = []

    def noted(path: Path) -> int:
        states.append(job.state(path))
        return 0

    fault = fault_in(Work(job.name, job.begin, lambda _path, _tell: None, noted), path, 0)
    if not fault and end == DONE and states != [1]:
        return f"it is said to be done, and is at {states}"
    return fault


def _not_again(job: Job, path: Path) -> str:
    """What is wrong when the disk is well again; empty if nothing is."""
    try:
        words = job.do(path)
        if words:
            return f"it does not work again: {words}"
        state = job.state(path)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
        return f"it does not work again: {type(error).__name__}: {error}"
    return "" if state else "it is not done again"


def main(most: int, names: Sequence[str]) -> int:
    """Torture each work, print the figures, and fail if anything was wrong."""
    wrong = 0
    print(f"| the disk fails or is full while | rounds | {DONE} | {REFUSED} | wrong |")  # noqa: T201
    print("|---|---|---|---|---|", flush=True)  # noqa: T201
    works = {job.name: partial(torture, job, most) for job in JOBS} | {"copy elsewhere": copies_elsewhere}
    for name, work in works.items():
        if names and name not in names:
            continue
        tally = work()
        wrong += len(tally.wrong)
        figures = (tally.rounds, tally.ends[DONE], tally.ends[REFUSED], len(tally.wrong))
        print(f"| {name} | {' | '.join(map(str, figures))} |", flush=True)  # noqa: T201
        for words in tally.wrong:
            print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2:]))
