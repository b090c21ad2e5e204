"""A process that has loaded the whole program once, and forks a child for each script it is given.

Loading everything takes longer than what most of these scripts do. A child is what a process of its own would be: it
has no threads, no open database and no Qt application before it makes them.
"""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class Ended:
    """How a script ended: its code as that of a process, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(slots=True)
class Warm:
    """Forks from one process, which is started when it is first needed."""

    _server: subprocess.Popen[str] | None = field(default=None)

    def run(self, module: str, *arguments: str) -> Ended:
        """Run a module as a script, and wait for its end."""
        with tempfile.TemporaryDirectory() as name:
            said = [Path(name, each) for each in ("stdout", "stderr")]
            self.begin(module, *arguments, stdout=said[0], stderr=said[1])
            return Ended(self.end(), *(path.read_text(encoding="utf-8", errors="replace") for path in said))

    def begin(
        self,
        module: str,
        *arguments: str,
        stdout: Path,
        stderr: Path = Path(os.devnull),
        environment: Mapping[str, str] = os.environ,
    ) -> int:
        """Run a module as a script that writes into these files; gives the number of its process."""
        return int(self._ask([module, list(arguments), str(stdout), str(stderr), dict(environment)]))

    def end(self) -> int:
        """Wait for the end of the script that was begun last."""
        return int(self._answer())

    def close(self) -> None:
        """Let the process end."""
        if self._server is not None and self._server.stdin is not None:
            self._server.stdin.close()
            self._server.wait()
        if self._server is not None and self._server.stdout is not None:
            self._server.stdout.close()

    def _ask(self, order: list[Any]) -> str:
        if self._server is None:
            command = [sys.executable, "-W", "ignore", "-m", "tests.torture.warm"]
            self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._server.stdin is not None
        print(json.dumps(order), file=self._server.stdin, flush=True)
        return self._answer()

    def _answer(self) -> str:
        assert self._server is not None
        assert self._server.stdout is not None
        return self._server.stdout.readline()


def main(orders: IO[str], answers: IO[str]) -> int:
    """Load everything, and fork for each order."""
    from tests.torture.children import load_everything  # whoever only asks does not load it

    load_everything()
    for line in orders:
        child = os.fork()  # no database is open, and no thread runs
        if child == 0:
            _run_as_script(*json.loads(line))
        print(child, file=answers, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
    return 0


def _run_as_script(module: str, arguments: list[str], stdout: str, stderr: str, environment: dict[str, str]) -> None:
    code = 1
    try:
        for handle, path, flags in (
            (0, os.devnull, os.O_RDONLY),
            (1, stdout, os.O_WRONLY | os.O_CREAT),
            (2, stderr, os.O_WRONLY | os.O_CREAT),
        ):
            opened = os.open(path, flags, 0o600)
            os.dup2(opened, handle)
            os.close(opened)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv[1:] = arguments
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # noqa: BLE001  # as any script would
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.stdin, os.fdopen(os.dup(1), "w")))
