"""What the program asks of the system, as strace sees it: no network, no file but its own and what was asked for."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from platformdirs import user_cache_path

from tests.builders.workspaces import small_workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here"),
]
_CALLS = "open,openat,creat,socket,connect,bind,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,symlink"
_WRITES = re.compile(r'^\d+ +(?:open\w*|creat|unlink\w*|rename\w*|mkdir\w*|link|symlink)\(.*?"([^"]+)"')
_SOCKET = re.compile(r"^\d+ +socket\((\w+)")
_LOCAL = {"AF_UNIX"}
_PATIENCE_S = 300
_BETWEEN_LOOKS_S = 0.2
_ROOT = Path(__file__).parents[1]
_COMPILED = Path(os.environ.get("NUMBA_CACHE_DIR") or user_cache_path("rehearse"))


def _environment(folder: Path, arguments: tuple[str, ...]) -> dict[str, str]:
    """Folders of its own; a report takes its many compiled loops from where the tests keep them, as all take theirs."""
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "STATE", "CONFIG", "DATA", "RUNTIME")}
    compiled = {"NUMBA_CACHE_DIR": str(_COMPILED)} if arguments[0] == "report" else {}
    return {**os.environ, **homes, **compiled, "HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}


def _start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    for name in ("home", "work"):
        (folder / name).mkdir(exist_ok=True)
    watched = ["strace", "-f", "-qq", "-e", f"trace={_CALLS}", "-o", str(folder / "calls.txt")]
    command = [*watched, sys.executable, "-B", "-P", "-m", "app", *arguments]
    return subprocess.Popen(
        command,
        cwd=folder / "work",
        env={**_environment(folder, arguments), "PYTHONPATH": str(_ROOT)},
        start_new_session=True,
    )


def _calls(folder: Path) -> list[str]:
    text = (folder / "calls.txt").read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if not re.search(r"= -1 E", line)]


def _changed(calls: list[str]) -> Iterator[Path]:
    for call in calls:
        is_open = re.match(r"^\d+ +open", call) is not None
        if is_open and not re.search(r"O_(?:WRONLY|RDWR|CREAT|TRUNC)", call):
            continue
        if found := _WRITES.match(call):
            yield Path(found.group(1))


def _stray(folder: Path, calls: list[str]) -> list[Path]:
    """What was changed that is neither the work's nor the program's own; paths are relative to the work."""
    allowed = [_COMPILED, *(folder / name for name in ("work", "cache", "state", "config", "runtime"))]
    places = [folder / "work" / path for path in _changed(calls)]
    return [path for path in places if not any(path.is_relative_to(place) for place in (*allowed, Path("/dev")))]


def _families(calls: list[str]) -> set[str]:
    return {found.group(1) for call in calls if (found := _SOCKET.match(call))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    small_workspace(tmp_path / "work" / "shop.rehearse")
    with xlsxwriter.Workbook(tmp_path / "work" / "people.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "email"])
        sheet.write_row(1, 0, ["a", "ann@example.com"])
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "new.rehearse", "people.xlsx", "--as", "customers"),
        ("quality", "shop.rehearse"),
        ("run", "reminder", "--workspace", "shop.rehearse", "--dataset", "shop", "--out", "out"),
        ("report", "shop.rehearse", "--out", "report.html"),
    ],
)
def test_that_a_command_opens_no_socket_and_writes_only_its_own(folder: Path, arguments: tuple[str, ...]) -> None:
    assert _start(folder, *arguments).wait(_PATIENCE_S) == 0
    calls = _calls(folder)
    assert list(_changed(calls)) or arguments[0] == "quality", "strace saw nothing"
    assert _families(calls) == set()
    assert _stray(folder, calls) == []


def test_that_the_window_knows_no_network_and_writes_only_its_own(folder: Path) -> None:
    window = _start(folder, "shop.rehearse")
    try:
        until = time.monotonic() + _PATIENCE_S
        while not any("bind(" in call and "AF_UNIX" in call for call in _calls_so_far(folder)):
            assert time.monotonic() < until, "the window did not come"
            with suppress(subprocess.TimeoutExpired):
                window.wait(_BETWEEN_LOOKS_S)
                pytest.fail("the window went away by itself")
    finally:
        os.killpg(window.pid, signal.SIGTERM)
        window.wait(_PATIENCE_S)
    calls = _calls(folder)
    assert _families(calls) <= _LOCAL
    assert _stray(folder, calls) == []


def _calls_so_far(folder: Path) -> list[str]:
    return _calls(folder) if (folder / "calls.txt").exists() else []
