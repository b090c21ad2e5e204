"""Workspaces on a disk that may only be read: `python -m tests.torture.read_only [NAME…]`.

A small disk is mounted in a namespace of its own, filled, and mounted again for reading only. Every command and the
window go to each workspace there: what reads is done, what would write is refused in words, and the window says from
the first moment that nothing can be kept there, and offers a copy.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.desktop.workbench.assembly import Workbench
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace
from tests.torture.children import Tell, Told, in_child, load_everything, run_commands
from tests.torture.crafted import COMPANIONS
from tests.torture.workspaces import commands

_NEW_USER, _NEW_MOUNTS = 0x1000_0000, 0x0002_0000  # of Linux
_FIRST_FORM = Path(__file__).parents[1] / "workspace" / "released" / "schema-0001.rehearse"
_READ = {
    *("data", "quality", "merges", "products", "responses", "segment", "scenario"),
    *("funnel", "cohorts", "report", "rescue", "copy"),
}
_OF_ITS_EVENTS = ("funnel", "cohorts")  # which the workspace of the first form does not have
_MOUNT = "mount -t tmpfs -o size=64m none {0}"
_PROTECT = "mount -o remount,ro {0}"
READ_ASIDE = ("unfinished", "earlier")
"""A save that was cut short, and an earlier version: read in a private copy, as they stay as they are."""


def main(arguments: list[str]) -> int:
    """Go into a namespace, torture there, print the figures, and fail if anything was wrong."""
    with tempfile.TemporaryDirectory(prefix="read-only-") as folder:
        (Path(folder) / "disk").mkdir()
        inside = os.fork()  # no database is open, and no thread runs
        if inside == 0:
            code = 1
            try:
                _be_inside()
                code = _inside(Path(folder), arguments or ["sound", *READ_ASIDE])
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(inside, 0)[1])


def _be_inside() -> None:
    """Be the root of a namespace whose mounts nobody else sees, as `unshare --map-root-user --mount` does."""
    user, group = os.getuid(), os.getgid()
    system = ctypes.CDLL(None, use_errno=True)
    if system.unshare(_NEW_USER | _NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "no namespace of its own")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


def _inside(root: Path, wanted: Sequence[str]) -> int:
    os.environ.update(REHEARSE_LOCALE="en", QT_QPA_PLATFORM="offscreen", QT_LOGGING_RULES="default.warning=false")
    load_everything()
    disk = root / "disk"
    subprocess.run(_MOUNT.format(disk).split(), check=True)
    small_workspace(disk / "sound.rehearse")
    shutil.copy(disk / "sound.rehearse", disk / "unfinished.rehearse")
    COMPANIONS["a journal of another workspace"](disk / "unfinished.rehearse")
    shutil.copy(_FIRST_FORM, disk / "earlier.rehearse")
    subprocess.run(_PROTECT.format(disk).split(), check=True)
    print("| on a disk that may only be read | commands | done | told in words | faults |")  # noqa: T201
    print("|---|---|---|---|---|", flush=True)  # noqa: T201
    wrong = 0
    for name in wanted:
        wrong += _tried(disk / f"{name}.rehearse", root / name)
    return 1 if wrong else 0


def _tried(path: Path, root: Path) -> int:
    for folder in (root, root / "out", root / "home"):
        folder.mkdir()
    rows = root / "rows.csv"
    rows.write_text("customer_id,timestamp,event\nanna,2024-06-01T10:00:00Z,buy\n")
    orders = list(commands(path, root / "out", rows))
    orders += [["report", str(path), "--out", str(path.with_name("r.html"))]]
    orders += [["copy", str(path), "--out", str(path.with_name("c.rehearse"))]]
    told = in_child(lambda tell: run_commands(orders, tell), root / "home")
    told.faults += _unexpected(orders, told, path)
    told.add(in_child(lambda tell: _window(path, root / "home", tell), root / "home"))
    done = told.codes.count(0)
    print(f"| {path.stem} | {len(orders)} | {done} | {len(orders) - done} | {len(told.faults)} |", flush=True)  # noqa: T201
    for words in told.faults:
        print(f"{path.stem}: {words}", file=sys.stderr, flush=True)  # noqa: T201
    return len(told.faults)


def _unexpected(orders: list[list[str]], told: Told, path: Path) -> list[str]:
    """Which commands ended otherwise than they should."""
    found = []
    for order, code in zip(orders, told.codes, strict=False):
        reads = order[0] in _READ and not any(word.startswith(str(path.parent)) and word != str(path) for word in order)
        is_done = reads and not (path.stem == "earlier" and order[0] in _OF_ITS_EVENTS)
        if code != (0 if is_done else 1):
            found.append(f"{' '.join(order[:2])} ends with {code}")
    return found


def _window(path: Path, home: Path, tell: Tell) -> None:
    from tests.torture.watched_window import visit  # Qt starts in this process only

    with Workspace.open(path, read_only=True) as workspace:
        workspace.trust()
        is_known = bool(workspace.identity)

    def look(bench: Workbench) -> None:
        workspace = bench.desk.workspace
        why = "its place cannot be written to" if is_known else "was made elsewhere"
        if workspace is None or not workspace.read_only or why not in workspace.notice:
            tell("fault", "window: it does not say that it may only be read")
        elif not bench.window.notice.isVisible():
            tell("fault", "window: the bar that says so is not in sight")

    visit(path, home, tell, look)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
