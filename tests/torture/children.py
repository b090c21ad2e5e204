"""Forked processes that do what may end badly, and tell what came of it."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

import app
from app import cli

PATIENCE_S = 900
_LARGEST_FILE = 21 << 30  # one of 20 GB of nothing lies beside a workspace, and may be copied as such
_MOST_SAID = 20_000
_LONGEST_KEPT = 1_500
Tell = Callable[[str, object], None]


@dataclass(slots=True)
class Told:
    """How commands ended, what was wrong, the most bytes a process took beyond what it began with, those it wrote to
    disks, the longest command by its processor time, and how long the window's thread was busy at most.
    """

    codes: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    took: int = 0
    wrote: int = 0
    longest_s: float = 0.0
    busiest_s: float = 0.0

    def add(self, other: Told) -> None:
        """Count both."""
        self.codes += other.codes
        self.faults += other.faults
        self.took = max(self.took, other.took)
        self.wrote = max(self.wrote, other.wrote)
        self.longest_s = max(self.longest_s, other.longest_s)
        self.busiest_s = max(self.busiest_s, other.busiest_s)


def load_everything() -> None:
    """Import what commands and window import by need, so that not every process has to."""
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if "__main__" not in found.name and ".migrations" not in found.name:
            importlib.import_module(found.name)


def in_child(work: Callable[[Tell], object], home: Path) -> Told:
    """What a process of its own tells; its user's folders are in `home`, and it works there."""
    reading, writing = os.pipe()
    child = os.fork()  # no database is open, and no thread runs
    if child == 0:
        try:
            os.close(reading)
            _be_alone(home)
            told = os.fdopen(writing, "w")
            begun = _peak()
            work(lambda what, value: print(json.dumps([what, value]), file=told, flush=True))
            readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            print(json.dumps(["wrote", _written()]), file=told)
            print(json.dumps(["took", max(_peak() - begun, readers)]), file=told, flush=True)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        lines = [json.loads(line) for line in stream]
    _, status = os.waitpid(child, 0)
    named = ("code", "fault", "took", "wrote", "longest", "busy")
    values = {what: [value for each, value in lines if each == what] for what in named}
    if os.WIFSIGNALED(status) or not values["took"]:
        values["fault"].append(f"it was ended by signal {os.WTERMSIG(status)}, after {len(values['code'])} commands")
    most = [max([0, *values[what]]) for what in ("took", "wrote", "longest", "busy")]
    return Told(values["code"], values["fault"], *most)


def run_commands(orders: Sequence[Sequence[str]], tell: Tell) -> None:
    """Run one command after another, as a terminal would; each must end, be it in words."""
    with tempfile.TemporaryFile() as output:
        for handle in (1, 2):
            os.dup2(output.fileno(), handle)
        for order in orders:
            output.truncate(0)
            output.seek(0)
            shown = " ".join(word for word in order if len(word) < 60)  # as much as says which it is
            begun = time.process_time()
            try:
                code = cli.run(list(order))
            except BaseException:  # noqa: BLE001  # it is what is looked for
                tell("fault", f"{shown}: {traceback.format_exc()[-_LONGEST_KEPT:]}")
                continue
            sys.stdout.flush()
            sys.stderr.flush()
            output.seek(0)
            said = output.read().decode(errors="replace")
            tell("code", code)
            tell("longest", time.process_time() - begun)
            for fault in _faults(code, said):
                tell("fault", f"{shown}: {fault}")


def _faults(code: int, said: str) -> list[str]:
    found = []
    if code not in (0, 1, 2) or (code and not said.strip()) or "Traceback" in said:
        found.append(f"ends with {code}: {said[-_LONGEST_KEPT:]}")
    if "\x1b" in said:
        found.append("sends commands to the terminal")
    if code and len(said) > _MOST_SAID:
        found.append(f"says {len(said)} letters")
    return found


def _be_alone(home: Path) -> None:
    signal.alarm(PATIENCE_S)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))  # beyond it, it is killed, and told so
    os.environ.setdefault("NUMBA_CACHE_DIR", str(user_cache_path("rehearse")))  # what is compiled is no user's
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        os.environ[name] = str(home)
    tempfile.tempdir = str(home)
    os.chdir(home)


def _written() -> int:
    """Bytes that this process gave to disks."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_oublock * 512


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
