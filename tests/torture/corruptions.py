"""Workspaces with bytes that nobody wrote: `python -m tests.torture.corruptions [COUNT]`.

Each round changes some bytes of a sound workspace, opens it and reads everything in it. What is read must be what was
saved, or be refused in words; whatever else happens, or is read otherwise, is a fault.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from app.errors import AppError
from app.workspace.opening.verifying import damages, has_damaged_pages
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace

Damage = Callable[[bytearray, random.Random, list[int]], None]
SAME, REFUSED, TOLD = "read as it was saved", "refused in words", "read otherwise, and told by the check on opening"
WRONG, BROKEN = "read otherwise", "any other error"
ENDS = (SAME, REFUSED, TOLD, WRONG, BROKEN)


def anywhere(content: bytearray, chance: random.Random, _pages: list[int]) -> None:
    """A few bytes anywhere."""
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] ^= chance.randint(1, 255)


def in_trees(content: bytearray, chance: random.Random, pages: list[int]) -> None:
    """Bytes at the beginning of pages, where the trees say what is where."""
    for _ in range(chance.randint(1, 3)):
        start = chance.choice(pages) * _page_size(content)
        content[start + (100 if start == 0 else 0) + chance.randrange(24)] = chance.randrange(256)


KINDS: dict[str, Damage] = {"content": anywhere, "pages of trees": in_trees}


def torture(damage: Damage, count: int, seed: int = 7) -> tuple[Counter[str], list[str]]:
    """How `count` damaged workspaces ended, and what was wrong."""
    chance, ends, faults = random.Random(seed), Counter[str](), []
    with tempfile.TemporaryDirectory(prefix="corruptions-") as folder:
        sound = small_workspace(Path(folder) / "sound.rehearse")
        told = dict(_everything(sound))
        content = sound.read_bytes()
        pages = _pages_of_trees(content)
        for number in range(count):
            damaged = bytearray(content)
            damage(damaged, chance, pages)
            path = Path(folder) / f"{number}.rehearse"
            path.write_bytes(damaged)
            end, words = _end(path, told)
            ends[end] += 1
            if words:
                faults.append(f"round {number}: {words}")
            for left in Path(folder).glob(f"{number}.rehearse*"):
                left.unlink()
    return ends, faults


def _end(path: Path, told: dict[str, object]) -> tuple[str, str]:
    refused, other = False, ""
    try:
        for what, found in _everything(path):
            if isinstance(found, AppError):
                refused = True
            elif found != told.get(what):
                other = f"{what} is read otherwise"
        if other:
            return (TOLD, "") if has_damaged_pages(path) else (WRONG, other)
        damages(path)
    except AppError:
        refused = True
    except Exception as error:  # noqa: BLE001  # it is what is looked for
        return BROKEN, f"{type(error).__name__}: {error}"
    return (REFUSED if refused else SAME), ""


def _everything(path: Path) -> Iterator[tuple[str, object]]:
    """All that is in a workspace, by name; an AppError in the place of what was refused."""
    with Workspace.open(path, read_only=True) as workspace:
        reads: dict[str, Callable[[], object]] = {
            "scenario": lambda: workspace.scenarios.load("reminder"),
            "dataset": lambda: workspace.datasets.load("shop").fingerprint,
            "accounts": lambda: [(a.read, a.imported, list(a.notes)) for a in workspace.datasets.accounts("shop")],
            "run": lambda: workspace.runs.load(1).summary,
            "tables": lambda: {name: table.to_pylist() for name, table in workspace.runs.load(1).tables.items()},
            "identity": lambda: workspace.settings.get("identity"),
        }
        for what, read in reads.items():
            try:
                yield what, read()
            except AppError as error:
                yield what, error
        workspace.scenarios.all()
        workspace.datasets.names()
        workspace.runs.all()


def _pages_of_trees(content: bytes) -> list[int]:
    """The numbers, from 0, of the pages that are no overflow of a long value."""
    kinds = {2, 5, 10, 13}
    size = _page_size(content)
    starts = range(0, len(content), size)
    return [at // size for at in starts if content[at + (100 if at == 0 else 0)] in kinds]


def _page_size(content: bytes | bytearray) -> int:
    return int.from_bytes(content[16:18], "big") or 65536


def main(count: int) -> int:
    """Torture with each kind of damage, print the figures, and fail if anything was wrong."""
    with closing(sqlite3.connect(":memory:")) as connection:
        version = connection.execute("SELECT sqlite_version()").fetchone()[0]
    print(f"| damaged (SQLite {version}) | rounds | {' | '.join(ENDS)} |")  # noqa: T201
    print("|---|---|---|---|---|---|---|", flush=True)  # noqa: T201
    wrong = 0
    for name, damage in KINDS.items():
        ends, faults = torture(damage, count)
        wrong += len(faults)
        figures = " | ".join(str(ends[end]) for end in ENDS)
        print(f"| {name} | {count} | {figures} |", flush=True)  # noqa: T201
        for words in faults:
            print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
