"""The folder of compiled code: whose it is, and who may write into it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.runtime.native.code_cache import code_folder, is_kept, mark_kept, sole_writer

HOLD = """
import sys
from pathlib import Path
from app.runtime.native.code_cache import sole_writer
with sole_writer(Path(sys.argv[1]), wait=False) as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def test_that_only_the_latest_states_of_the_source_keep_compiled_code(tmp_path: Path) -> None:
    for age in range(6):
        old = tmp_path / f"kernel-{age}"
        old.mkdir()
        os.utime(old, (age, age))
    (tmp_path / "something-else").mkdir()
    kept = code_folder(tmp_path)
    assert kept is not None
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {kept.name, "kernel-5", "kernel-4", "something-else"}


def test_that_code_is_not_kept_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert code_folder(tmp_path / "file") is None
    assert not is_kept(None)


def test_that_code_is_kept_once_that_has_been_said(tmp_path: Path) -> None:
    folder = code_folder(tmp_path)
    assert folder is not None
    assert not is_kept(folder)
    mark_kept(folder)
    assert is_kept(folder)
    assert is_kept(code_folder(tmp_path))


def test_that_one_process_writes_at_a_time_and_a_killed_one_is_no_hindrance(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with sole_writer(tmp_path, wait=False) as mine:
            assert not mine
        other.kill()
        other.wait()
        with sole_writer(tmp_path, wait=True) as mine:
            assert mine
