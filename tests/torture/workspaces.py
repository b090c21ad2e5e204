"""Workspaces from a stranger, opened by every command and by the window: `python -m tests.torture.workspaces [NAME…]`.

Each ends in words or is read; nothing else is changed or made, nothing takes more than a gigabyte, and the window's
thread is never busy for more than a second with one thing.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import cli
from tests.builders.workspaces import small_workspace
from tests.torture.crafted import COMPANIONS, PAGES, PRECIOUS, SCHEMAS, Maker
from tests.torture.crafted_content import CRAFTED, DAMAGED

GROUPS: dict[str, Mapping[str, Maker]] = {
    "other objects in the schema": SCHEMAS,
    "other pages": PAGES,
    "companions beside it": COMPANIONS,
    "cells that are damaged": DAMAGED,
    "content that is crafted": CRAFTED,
}
MOST_BYTES = 1 << 30
LONGEST_BUSY_S = 1.0
PATIENCE_S = 240
_ROWS = "customer_id,timestamp,event\nanna,2024-06-01T10:00:00Z,buy\n"
_MOST_SAID = 20_000
Tell = Callable[[str, object], None]


@dataclass(slots=True)
class Tally:
    """What became of one group of workspaces."""

    count: int = 0
    read: int = 0
    told: int = 0
    most_bytes: int = 0
    busiest_s: float = 0.0
    faults: list[str] = field(default_factory=list)


def commands(path: Path, out: Path, rows: Path) -> Iterator[list[str]]:
    """Every command that reads or changes a workspace."""
    w, shop = str(path), ["--dataset", "shop"]
    yield from (["data", w], ["data", w, *shop], ["data", w, "--profile", *shop], ["quality", w, *shop])
    yield from (["merges", w, *shop], ["products", w, *shop], ["responses", w], ["segment", "list", w])
    yield from (["scenario", "list", w], ["scenario", "check", w], ["scenario", "export", w, "reminder"])
    yield ["funnel", w, *shop, "--steps", "cart,buy", "--out", f"{out}/funnel.csv"]
    yield ["cohorts", w, *shop, "--start", "cart", "--return", "buy", "--period", "day"]
    yield from (["report", w, "--out", f"{out}/report.html"], ["rescue", w, "--out", f"{out}/rescued"])
    yield from (
        ["copy", w, "--out", f"{out}/{people}.rehearse", "--people", people] for people in ("all", "pseudonyms")
    )
    yield ["run", "reminder", "--workspace", w, *shop, "--out", f"{out}/run"]
    yield ["import", w, str(rows), *shop, "--unrelated"]


def torture(group: Mapping[str, Maker], wanted: frozenset[str] = frozenset()) -> Tally:
    """Try each workspace of a group."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="workspaces-") as name:
        sound = small_workspace(Path(name) / "sound.rehearse")
        for number, (words, make) in enumerate(group.items()):
            if wanted and words not in wanted:
                continue
            root = Path(name) / str(number)
            faults = _tried(root, sound, make, tally)
            tally.count += 1
            tally.faults += [f"{words}: {fault}" for fault in faults]
            shutil.rmtree(root, ignore_errors=True)
    return tally


def _tried(root: Path, sound: Path, make: Maker, tally: Tally) -> list[str]:
    place = root / "place"
    for folder in (place, root / "home", root / "out"):
        folder.mkdir(parents=True)
    (root / PRECIOUS).write_text("mine")
    (place / "bystander").write_text("mine")
    rows = place / "events.csv"
    rows.write_text(_ROWS)
    path = Path(shutil.copy(sound, place / "w.rehearse"))
    make(path)
    before = _state(root, path)
    faults: list[str] = []
    codes = []
    orders = list(commands(path, root / "out", rows))
    for work in (lambda tell: _command(orders, tell), lambda tell: _window(path, root / "home", tell)):
        told, took, end = _in_child(work, root / "home")
        tally.most_bytes = max(tally.most_bytes, took)
        codes += [value for what, value in told if what == "code"]
        tally.busiest_s = max([tally.busiest_s, *(float(str(value)) for what, value in told if what == "busy")])
        faults += [str(value) for what, value in told if what == "fault"]
        faults += [end] if end else []
        faults += [f"took {took >> 20} MB"] if took > MOST_BYTES else []
    tally.read += not any(codes)
    tally.told += any(codes)
    return faults + [f"changed: {each}" for each in sorted(before ^ _state(root, path))]


def _state(root: Path, path: Path) -> set[tuple[str, int, int]]:
    """All that must stay as it is: what is neither the workspace, its own companions nor what was asked for."""
    own = {path.name, f"{path.name}-journal", f"{path.name}-lock"}
    found = set()
    for each in (*root.iterdir(), *(root / "place").iterdir()):
        status = each.lstat()
        is_own = each.parent == path.parent and each.name in own and os.path.isfile(each) and not each.is_symlink()
        if each.name not in ("home", "out", "place") and not is_own:
            found.add((each.relative_to(root).as_posix(), status.st_mode, 0 if each.is_dir() else status.st_mtime_ns))
    return found


def _in_child(work: Callable[[Tell], object], home: Path) -> tuple[list[tuple[str, object]], int, str]:
    """What a forked process tells, the bytes it took beyond what it began with, and how it ended unless by itself."""
    reading, writing = os.pipe()
    child = os.fork()  # no database is open, and no thread runs
    if child == 0:
        try:
            os.close(reading)
            told = os.fdopen(writing, "w")
            signal.alarm(PATIENCE_S)
            for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
                os.environ[name] = str(home)
            tempfile.tempdir = str(home)
            begun = _peak()
            work(lambda what, value: print(json.dumps([what, value]), file=told, flush=True))
            print(json.dumps(["took", _peak() - begun]), file=told, flush=True)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        told_all = [tuple(json.loads(line)) for line in stream]
    _, status = os.waitpid(child, 0)
    took = sum(int(value) for what, value in told_all if what == "took")
    end = f"ended by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else ""
    return told_all, took, end or ("" if any(what == "took" for what, _ in told_all) else "ended by itself")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _command(orders: list[list[str]], tell: Tell) -> None:
    """Run one command after another, as a terminal would."""
    with tempfile.TemporaryFile() as output:
        for handle in (1, 2):
            os.dup2(output.fileno(), handle)
        for order in orders:
            output.truncate(0)
            output.seek(0)
            begun = time.process_time()
            try:
                code = cli.run(order)
            except BaseException:  # noqa: BLE001  # it is what is looked for
                tell("fault", f"{order[:2]}: {traceback.format_exc()[-1_500:]}")
                continue
            sys.stdout.flush()
            sys.stderr.flush()
            output.seek(0)
            said = output.read().decode(errors="replace")
            tell("code", code)
            if code not in (0, 1) or (code and not said.strip()) or "Traceback" in said:
                tell("fault", f"{order[:2]} ends with {code}: {said[-1_500:]}")
            if "\x1b" in said:
                tell("fault", f"{order[:2]} sends commands to the terminal")
            if code and len(said) > _MOST_SAID:
                tell("fault", f"{order[:2]} says {len(said)} letters")
            tell("seconds", time.process_time() - begun)


def _window(path: Path, home: Path, tell: Tell) -> None:
    """Open it in the window, visit every place, and run."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "default.warning=false"
    from tests.torture.watched_window import visit  # Qt starts in this process only

    visit(path, home, tell)


def main(wanted: list[str]) -> int:
    """Torture with each group, print the figures, and fail if anything was wrong."""
    os.environ["REHEARSE_LOCALE"] = "en"
    random.seed(7)
    print("| workspaces with | count | read as they are | told in words | most MB | longest busy, ms | faults |")  # noqa: T201
    print("|---|---|---|---|---|---|---|", flush=True)  # noqa: T201
    wrong = 0
    for name, group in GROUPS.items():
        tally = torture(group, frozenset(wanted))
        wrong += len(tally.faults)
        figures = (tally.count, tally.read, tally.told, tally.most_bytes >> 20, round(tally.busiest_s * 1000))
        print(f"| {name} | {' | '.join(map(str, figures))} | {len(tally.faults)} |", flush=True)  # noqa: T201
        for words in tally.faults:
            print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
