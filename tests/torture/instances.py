"""Two processes at one workspace, in random order: `python -m tests.torture.instances [ROUNDS]`.

In each round two processes open, save, store a dataset, run, close and are killed as chance has it; both are asked at
the same moment now and then. At no time may both write; who only reads says from the first moment who writes, changes
no byte, and writes after the writer has gone. Whatever was acknowledged is there in the end, and nothing twice.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from app.data.assembling.fingerprint import signed
from app.errors import AppError
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.opening.verifying import damages
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, imported, small_workspace

STEPS = 20
WEIGHTS = {"open": 4, "save": 6, "import": 2, "run": 1, "read": 2, "close": 2, "kill": 2}
CHANGES = ("save", "import", "run")
_CLOSED = "it is closed"
ENDS = ("changes kept", "changes refused", "kills", "openings to write", "openings to read", "follow after a kill")


class Instance:
    """A forked process that does what it is told to a workspace, and answers each order with one line."""

    def __init__(self, path: Path) -> None:
        (orders, tell), (hear, answers) = os.pipe(), os.pipe()
        self.writes: bool | None = None  # None while it is closed
        self.pid = os.fork()  # no database is open, and no thread runs
        if self.pid == 0:
            code = 1
            try:
                os.close(tell)
                os.close(hear)
                serve(path, os.fdopen(orders), os.fdopen(answers, "w"))
                code = 0
            finally:
                os._exit(code)
        os.close(orders)
        os.close(answers)
        os.set_inheritable(tell, False)
        self._tell, self._hear = os.fdopen(tell, "w"), os.fdopen(hear)

    def ask(self, order: str, value: str = "") -> None:
        """Tell it to do something; `answer` waits for what comes of it."""
        print(json.dumps([order, value]), file=self._tell, flush=True)

    def answer(self) -> str:
        """What came of the last order."""
        line = self._hear.readline()
        if not line:
            raise RuntimeError(f"process {self.pid} has died by itself")
        return str(json.loads(line))

    def kill(self) -> None:
        """End it at once, in the middle of what it may be doing."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._tell.close()
        self._hear.close()


@dataclass(slots=True)
class Round:
    """What two instances did to a workspace; `kept` are the changes that were acknowledged, `maybe` those cut short."""

    path: Path
    chance: random.Random
    tally: Counter[str]
    kept: list[str] = field(default_factory=list)
    maybe: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    number: int = 0

    def play(self) -> None:
        """Some steps, then a look at what is there."""
        pair = [Instance(self.path), Instance(self.path)]
        try:
            for _ in range(STEPS):
                if self.chance.random() < 0.2:
                    self._both(pair)
                else:
                    self._one(pair, self.chance.randrange(2))
                if all(each.writes for each in pair):
                    self.faults.append("both write")
        finally:
            for each in pair:
                each.kill()
        self._look()

    def _one(self, pair: list[Instance], place: int) -> None:
        order = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if order == "kill":
            self._kill(pair, place)
            return
        value = self._value(order)
        before = self.path.read_bytes() if pair[place].writes is False else b""
        pair[place].ask(order, value)
        self._take(pair, place, order, value, pair[place].answer())
        if before and not pair[1 - place].writes and order != "open" and self.path.read_bytes() != before:
            self.faults.append(f"who only reads has changed the file by {order}")

    def _both(self, pair: list[Instance]) -> None:
        """An order to each at the same moment."""
        orders = [self.chance.choice(("open", "save", "import", "close")) for _ in pair]
        values = [self._value(order) for order in orders]
        for each, order, value in zip(pair, orders, values, strict=True):
            each.ask(order, value)
        for place, each in enumerate(pair):
            self._take(pair, place, orders[place], values[place], each.answer(), is_alone=False)

    def _value(self, order: str) -> str:
        self.number += order in CHANGES
        return f"{order} {self.number}"

    def _kill(self, pair: list[Instance], place: int) -> None:
        """With a change under way half of the time; the other takes over if it may only read."""
        self.tally["kills"] += 1
        was_writing, other = pair[place].writes, pair[1 - place]
        if was_writing and self.chance.random() < 0.5:
            value = self._value(order := self.chance.choice(CHANGES))
            pair[place].ask(order, value)
            self.maybe.add(value)
        pair[place].kill()
        pair[place] = Instance(self.path)
        if was_writing and other.writes is False:
            other.ask("open")
            if (said := other.answer()) != "writes":
                self.faults.append(f"the second does not follow after a kill: {said}")
            other.writes = said == "writes"
            self.tally["follow after a kill"] += 1

    def _take(
        self, pair: list[Instance], place: int, order: str, value: str, said: str, *, is_alone: bool = True
    ) -> None:
        each, other = pair[place], pair[1 - place]
        if order == "open":
            each.writes = said == "writes"
            self.tally["openings to write" if each.writes else "openings to read"] += 1
            if not each.writes and is_alone and (not other.writes or f"process {other.pid} on this" not in said):
                self.faults.append(f"it opens for reading without a reason, or does not say who writes: {said}")
        elif order == "close":
            each.writes = None
        elif order in CHANGES:
            self._note(each, value, said)
        if said.startswith("Traceback"):
            self.faults.append(said)

    def _note(self, each: Instance, value: str, said: str) -> None:
        if said == "kept":
            self.kept.append(value)
            self.tally["changes kept"] += 1
            if not each.writes:
                self.faults.append(f"{value} was kept by who does not write")
        elif said != _CLOSED:
            self.tally["changes refused"] += 1
            if each.writes:
                self.faults.append(f"{value} was refused to who writes: {said}")

    def _look(self) -> None:
        if found := damages(self.path):
            self.faults.append(f"damaged: {found}")
        with Workspace.open(self.path) as workspace:
            there = [revision.message for revision in workspace.scenarios.revisions("reminder") if revision.message]
            there += [info.name for info in workspace.datasets.names() if info.name != "shop"]
            there += ["run"] * (len(workspace.runs.all()) - 1)
        wanted = Counter(value if not value.startswith("run") else "run" for value in self.kept)
        possible = wanted + Counter(value if not value.startswith("run") else "run" for value in self.maybe)
        found_now = Counter(there)
        if wanted - found_now:
            self.faults.append(f"lost: {dict(wanted - found_now)}")
        if found_now - possible:
            self.faults.append(f"too much: {dict(found_now - possible)}")


def torture(rounds: int, seed: int = 7) -> tuple[Counter[str], list[str]]:
    """What was done in all rounds, and what was wrong."""
    chance, tally, faults = random.Random(seed), Counter[str](), []
    with tempfile.TemporaryDirectory(prefix="instances-") as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        sound = small_workspace(Path(folder) / "sound.rehearse").read_bytes()
        for number in range(rounds):
            path = Path(folder) / f"{number}.rehearse"
            path.write_bytes(sound)
            played = Round(path, chance, tally)
            played.play()
            faults += [f"round {number}: {fault}" for fault in played.faults]
            for left in Path(folder).glob(f"{number}.rehearse*"):
                left.unlink()
    return tally, faults


def serve(path: Path, orders: TextIO, answers: TextIO) -> None:
    """Do what is told, one order a line."""
    opened: Workspace | None = None
    for line in orders:
        order, value = json.loads(line)
        try:
            if order in ("open", "close"):
                if opened is not None:
                    opened.close()
                opened = Workspace.open(path) if order == "open" else None
                said = "closed" if opened is None else opened.notice or "writes"
            elif opened is None:
                said = _CLOSED
            else:
                said = _done(opened, order, value)
        except AppError as error:
            said = str(error)
        except Exception:  # noqa: BLE001  # it is what is looked for
            said = traceback.format_exc()
        print(json.dumps(said), file=answers, flush=True)


def _done(workspace: Workspace, order: str, value: str) -> str:
    if order == "read":
        return str(len(workspace.scenarios.revisions("reminder")) + workspace.datasets.load("shop").event_count)
    if order == "save":
        workspace.scenarios.save(replace(REMINDER, description=value * 3_000), value)
    elif order == "import":
        workspace.datasets.save(imported(value))
    else:
        run = rehearse(REMINDER, signed(workspace.datasets.load("shop")), RunOptions(compiled=False))
        workspace.runs.save(run, REMINDER, "shop")
    return "kept"


def main(rounds: int) -> int:
    """Torture, print the figures, and fail if anything was wrong."""
    tally, faults = torture(rounds)
    print(f"| two instances | rounds | {' | '.join(ENDS)} | two writers, losses, other faults |")  # noqa: T201
    print(f"|---|---|{'---|' * len(ENDS)}---|")  # noqa: T201
    print(f"| together | {rounds} | {' | '.join(str(tally[end]) for end in ENDS)} | {len(faults)} |", flush=True)  # noqa: T201
    for words in faults:
        print(words, file=sys.stderr, flush=True)  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
