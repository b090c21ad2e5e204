"""Compiling off the user's path: waiting for it, leaving it, and doing it once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from types import ModuleType

import pytest

from app.errors import Cancelled
from app.runtime import warming
from app.runtime.native.code_cache import code_folder, is_kept, mark_kept, sole_writer
from app.runtime.native.jit import compile_ahead, compiled, is_compiled

PATIENCE_S = 0.2
COMPILE = """
import sys, time
from pathlib import Path
from app.runtime.native.code_cache import mark_kept
time.sleep(float(sys.argv[1]))
mark_kept(Path(sys.argv[2]))
"""
LOAD = """
from app.runtime import warming
assert warming.is_ready()
from app.runtime.native.jit import compile_ahead
from app.runtime.machine import compiled
compile_ahead(compiled)
stats = compiled.play_customers_compiled.stats
print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


class Children:
    """Stands in for the processes that compile: each takes some seconds to do nothing, and says that it is done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seconds = 0.3
        self.begun: list[subprocess.Popen[bytes]] = []
        self.asked: list[tuple[str, ...]] = []

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A process in place of the one that compiles."""
        child = subprocess.Popen([sys.executable, "-c", COMPILE, str(self.seconds), str(self.folder)])
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
        child.wait()


def test_that_waiting_ends_with_the_other_process_and_is_told_of_all_the_while(children: Children) -> None:
    times = [perf_counter()]
    warming.make_ready(lambda *_: times.append(perf_counter()))
    assert warming.is_ready()
    assert len(children.begun) == 1
    assert len(times) > children.seconds / PATIENCE_S
    warming.make_ready()
    warming.begin()
    assert len(children.begun) == 1


def test_that_waiting_can_be_cancelled_and_the_compiling_goes_on(children: Children) -> None:
    children.seconds = 60.0
    asked_at = 0.0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal asked_at
        asked_at = perf_counter()
        raise Cancelled

    with pytest.raises(Cancelled):
        warming.make_ready(progress)
    assert perf_counter() - asked_at < PATIENCE_S
    (child,) = children.begun
    assert child.poll() is None


def test_that_beginning_waits_for_nothing(children: Children) -> None:
    children.seconds = 60.0
    started = perf_counter()
    warming.begin()
    assert perf_counter() - started < 1.0
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
