"""Workspaces from a stranger, opened by every command and by the window: `python -m tests.torture.workspaces [NAME…]`.

Each ends in words or is read; nothing else is changed or made, nothing takes more than a gigabyte of memory or writes
more than that, no command takes more than half a minute of processor time, and the window's thread is never busy for
more than a second with one thing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.builders.workspaces import small_workspace
from tests.torture.children import Tell, Told, in_child, load_everything, run_commands
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
LONGEST_COMMAND_S = 30.0
_ROWS = "customer_id,timestamp,event\nanna,2024-06-01T10:00:00Z,buy\n"


@dataclass(slots=True)
class Tally:
    """What became of one group of workspaces."""

    count: int = 0
    read: int = 0
    told: int = 0
    most_bytes: int = 0
    most_written: int = 0
    longest_s: float = 0.0
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
    yield ["run", "reminder", "--workspace", w, *shop, "--seed", "7", "--out", f"{out}/run"]  # another than is there
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
    orders = list(commands(path, root / "out", rows))
    told = in_child(lambda tell: run_commands(orders, tell), root / "home")
    told.add(in_child(lambda tell: _window(path, root / "home", tell), root / "home"))
    tally.most_bytes = max(tally.most_bytes, told.took)
    tally.most_written = max(tally.most_written, told.wrote)
    tally.longest_s = max(tally.longest_s, told.longest_s)
    tally.busiest_s = max(tally.busiest_s, told.busiest_s)
    tally.read += not any(told.codes)
    tally.told += any(told.codes)
    return [*told.faults, *_beyond(told)] + [f"changed: {each}" for each in sorted(before ^ _state(root, path))]


def _beyond(told: Told) -> Iterator[str]:
    """What it took too much of."""
    if told.took > MOST_BYTES:
        yield f"took {told.took >> 20} MB"
    if told.wrote > MOST_BYTES:
        yield f"wrote {told.wrote >> 20} MB"
    if told.longest_s > LONGEST_COMMAND_S:
        yield f"a command took {told.longest_s:.0f} s"


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


def _window(path: Path, home: Path, tell: Tell) -> None:
    """Open it in the window, visit every place, and run."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "default.warning=false"
    from tests.torture.watched_window import visit  # Qt starts in this process only

    visit(path, home, tell)


def main(wanted: list[str]) -> int:
    """Torture with each group, print the figures, and fail if anything was wrong."""
    os.environ["REHEARSE_LOCALE"] = "en"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    load_everything()
    heads = ("count", "read as they are", "told in words", "most MB", "most MB written", "longest command, s")
    print(f"| workspaces with | {' | '.join(heads)} | longest busy, ms | faults |")  # noqa: T201
    print(f"|{'---|' * (len(heads) + 3)}", flush=True)  # noqa: T201
    wrong = 0
    for name, group in GROUPS.items():
        tally = torture(group, frozenset(wanted))
        wrong += len(tally.faults)
        sizes = (tally.most_bytes >> 20, tally.most_written >> 20)
        times = (round(tally.longest_s), round(tally.busiest_s * 1000))
        figures = (tally.count, tally.read, tally.told, *sizes, *times)
        print(f"| {name} | {' | '.join(map(str, figures))} | {len(tally.faults)} |", flush=True)  # noqa: T201
        for words in tally.faults:
            print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
