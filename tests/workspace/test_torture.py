"""A short form of what `make torture` does to workspaces."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.torture.system_calls import is_here
from tests.torture.warm import Warm

needs_strace = pytest.mark.skipif(not is_here(), reason="strace is not here")


Figures = Callable[..., dict[str, list[int]]]
"""The rows of the table that a torture prints, by their first cell; a failure if it found a fault."""


@pytest.fixture
def figures(warm: Warm) -> Figures:
    def run(module: str, *arguments: str) -> dict[str, list[int]]:
        done = warm.run(f"tests.torture.{module}", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines()[2:]]
        return {name: [int(figure) for figure in rest if re.fullmatch(r"\d+", figure)] for name, *rest in rows}

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_that_a_kill_at_any_moment_leaves_the_last_acknowledged_state(figures: Figures) -> None:
    found = figures("kills", "4")
    assert found.keys() == {"save", "import", "run", "migrate", "backup", "edit"}
    assert all(rounds >= 4 and lost == 0 for rounds, _, lost in found.values())
    assert all(found[name][1] > 0 for name in ("save", "import", "run", "migrate")), found


@needs_strace
def test_that_power_lost_at_any_call_leaves_the_last_acknowledged_state(figures: Figures) -> None:
    found = figures("power_loss", "0", "1", "save", "backup", "edit")
    assert found.keys() == {"save", "backup", "edit"}
    assert all(calls > 5 and images > calls and lost == 0 for calls, images, _, lost in found.values())


@needs_strace
def test_that_a_disk_that_fails_or_is_full_is_told_and_loses_nothing(figures: Figures) -> None:
    found = figures("io_errors", "6", "save", "backup", "edit")
    assert found.keys() == {"save", "backup", "edit"}
    assert all(rounds >= 3 and wrong == 0 for rounds, _, _, wrong in found.values())
    assert sum(refused for _, _, refused, _ in found.values()) > 0


def test_that_whatever_bytes_are_changed_nothing_is_read_otherwise(figures: Figures) -> None:
    found = figures("corruptions", "12")
    assert found.keys() == {"content", "pages of trees"}
    assert all(
        same + refused + told == 12 and wrong == broken == 0 for _, same, refused, told, wrong, broken in found.values()
    )


@pytest.mark.skipif(sys.platform == "win32", reason="forks of POSIX")
def test_that_two_instances_never_both_write_and_lose_nothing(figures: Figures) -> None:
    rounds, kept, *_, faults = figures("instances", "8")["together"]
    assert (rounds, faults) == (8, 0)
    assert kept > 0


@pytest.mark.skipif(sys.platform == "win32", reason="forks of POSIX")
def test_that_hostile_workspaces_end_every_command_and_the_window_in_words(figures: Figures) -> None:
    found = figures("workspaces", "a table that is an endless view", "texts that are no UTF-8 in every column")
    assert sum(count for count, *_ in found.values()) == 2
    assert all(count == read + told and faults == 0 for count, read, told, *_, faults in found.values())


@pytest.mark.skipif(sys.platform == "win32", reason="devices and forks of POSIX")
def test_that_hostile_paths_and_packed_files_end_in_words(figures: Figures) -> None:
    found = figures("paths", "a new line in it", "links in a circle", "deep JSON")
    assert found["paths"][0] == 2
    assert found["paths"][-1] == found["bombs"][-1] == 0


@pytest.mark.skipif(shutil.which("unshare") is None, reason="mounts of Linux")
def test_that_a_disk_that_may_only_be_read_is_read(figures: Figures) -> None:
    may_mount = subprocess.run(["unshare", "--map-root-user", "--mount", "true"], check=False, capture_output=True)
    if may_mount.returncode:
        pytest.skip("nothing can be mounted here")
    found = figures("read_only", "sound", "earlier")
    assert found.keys() == {"sound", "earlier"}
    assert all(commands == done + told and faults == 0 for commands, done, told, faults in found.values())
