"""Compiling off the user's path: waiting for it, leaving it, and doing it once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from app.errors import Cancelled
from app.runtime import warming
from app.runtime.native.code_cache import code_folder, is_kept, mark_kept, sole_writer
from app.runtime.native.jit import compile_ahead, compiled, is_compiled

COMPILE = """
import sys
from pathlib import Path
from app.runtime.native.code_cache import mark_kept
sys.stdin.read()
mark_kept(Path(sys.argv[1]))
"""
TIMES = 5
LOAD = """
from app.runtime import warming
assert warming.is_ready()
from app.runtime.native.jit import compile_ahead
from app.runtime.machine import compiled
compile_ahead(compiled)
stats = compiled.play_customers_compiled.stats
print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


class Child(subprocess.Popen[bytes]):
    """A process in place of the one that compiles; notes which threads wait for it."""

    def __init__(self, folder: Path) -> None:
        self._waiting: list[threading.Thread] = []
        super().__init__([sys.executable, "-c", COMPILE, str(folder)], stdin=subprocess.PIPE)

    def wait(self, timeout: float | None = None) -> int:
        """Note, and wait."""
        self._waiting.append(threading.current_thread())
        return super().wait(timeout)

    def times_waited_for_here(self) -> int:
        return self._waiting.count(threading.current_thread())

    def let_go(self) -> None:
        assert self.stdin is not None
        self.stdin.close()


class Children:
    """Stands in for the processes that compile: each does nothing until it is let go, and says that it is done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[Child] = []
        self.asked: list[tuple[str, ...]] = []

    def start(self, *arguments: str) -> Child:
        """A process in place of the one that compiles."""
        child = Child(self.folder)
        self.begun.append(child)
        self.asked.append(arguments)
        return child


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of kept code, for a process that has compiled nothing."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(warming, "_is_loaded", lambda: False)
    made = code_folder()
    assert made is not None
    assert made.parent == tmp_path
    return made


@pytest.fixture
def children(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Children]:
    made = Children(folder)
    monkeypatch.setattr(warming, "_start", made.start)
    yield made
    for child in made.begun:
        child.kill()
        child.let_go()
        child.wait()


def test_that_waiting_ends_with_the_other_process_and_is_told_of_all_the_while(children: Children) -> None:
    told = 0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal told
        told += 1
        if told == TIMES:
            children.begun[0].let_go()

    warming.make_ready(progress)
    assert told >= TIMES
    assert warming.is_ready()
    assert len(children.begun) == 1
    warming.make_ready()
    warming.begin()
    assert len(children.begun) == 1


def test_that_waiting_can_be_cancelled_and_the_compiling_goes_on(children: Children) -> None:
    waited = 0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal waited
        waited = children.begun[0].times_waited_for_here()
        raise Cancelled

    with pytest.raises(Cancelled):
        warming.make_ready(progress)
    (child,) = children.begun
    assert child.times_waited_for_here() == waited  # and no more once it was called off
    assert child.poll() is None


def test_that_beginning_waits_for_nothing(children: Children) -> None:
    warming.begin()
    assert children.begun[0].times_waited_for_here() == 0
    assert children.asked == [("--background",)]
    assert children.begun[0].poll() is None
    assert not warming.is_ready()


def test_that_without_another_process_this_one_compiles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_start", lambda *_: None)
    monkeypatch.setattr(warming, "_compile", lambda: mark_kept(folder))
    warming.make_ready()
    assert is_kept(folder)


def test_that_a_frozen_app_begins_no_other_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.exists()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert warming._start() is None


def test_that_what_is_compiled_is_not_compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Path] = []

    def compile_it() -> None:
        done.append(folder)
        mark_kept(folder)

    makes_way: list[int] = []
    monkeypatch.setattr(warming, "_compile", compile_it)
    monkeypatch.setattr("os.nice", makes_way.append)  # or all tests after this one would
    with sole_writer(folder, wait=True):
        assert warming.main(["--background"]) == 0  # somebody else is at it
    assert done == []
    assert len(makes_way) == (sys.platform != "win32")
    assert (warming.main([]), warming.main([])) == (0, 0)
    assert done == [folder]


def test_that_functions_are_compiled_for_the_types_they_name(folder: Path) -> None:
    def twice(number: int) -> int:
        return 2 * number

    module = ModuleType("tiny")
    assert not is_compiled(module)
    function = compiled(twice)
    vars(module)["twice"] = function
    assert not is_compiled(module)
    compile_ahead(module)
    assert is_compiled(module)
    assert function(21) == 42
    assert list(folder.rglob("*.nbc"))


@pytest.mark.slow
def test_that_a_process_of_its_own_compiles_the_machine_for_all_that_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_is_loaded", lambda: False)
    warming.make_ready()  # which takes half a minute where no test before has needed it
    assert is_kept(code_folder())
    ended = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["1", "0"]
