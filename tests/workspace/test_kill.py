"""What is left after a save was cut short: the last state that was acknowledged."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.opening.probe import refuse_unknown_schema
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

STEPS_UNTIL_WRITTEN = 8  # then SQLite has begun to change the file itself
BIG_SAVE = """
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.data.assembling.fingerprint import signed
from app.data.columns.column import Column, ColumnType
from app.data.importing.read import Imported
from app.data.importing.mapping import MappingDocument
from app.errors import AppError
from app.workspace.store import Workspace
from tests.builders.datasets import even

path, last_step, limit = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
events = 1_500_000
luck = np.random.default_rng(7)
dataset = replace(
    even(1, events),
    at=luck.integers(0, 2**50, events),
    properties={"amount": Column(ColumnType.NUMBER, luck.random(events), pa.array([], pa.string()))},
)
steps = []


def halt(done, total, what):
    steps.append(done)
    if len(steps) > last_step:
        print("halted", flush=True)
        sys.stdin.readline()


with Workspace.open(path) as workspace:
    if limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        workspace.datasets.save(Imported(signed(dataset), MappingDocument(), ()), halt)
    except AppError as error:
        print(error)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shop.rehearse"
    with Workspace.open(workspace_at(path)) as workspace:
        workspace.settings.put("acknowledged", 1)
    return path


def killed_while_saving(path: Path, last_step: int) -> None:
    """Start a big save in another process, and kill it when it has told of so many steps."""
    command = [sys.executable, "-c", BIG_SAVE, str(path), str(last_step), "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halted\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL


def assert_as_acknowledged(workspace: Workspace) -> None:
    assert workspace.settings.get("acknowledged") == 1
    assert workspace.datasets.names() == ()


@pytest.mark.parametrize("last_step", [0, STEPS_UNTIL_WRITTEN])
def test_that_a_killed_save_leaves_the_last_acknowledged_state(path: Path, last_step: int) -> None:
    size = path.stat().st_size
    killed_while_saving(path, last_step)
    with Workspace.open(path) as workspace:
        assert not workspace.read_only
        assert_as_acknowledged(workspace)
        workspace.settings.put("acknowledged", 2)
    assert path.stat().st_size == size
    assert [file.name for file in path.parent.iterdir()] == ["shop.rehearse"]


def test_that_a_killed_save_is_undone_also_for_one_who_only_reads(path: Path) -> None:
    killed_while_saving(path, STEPS_UNTIL_WRITTEN)
    assert (path.parent / "shop.rehearse-journal").stat().st_size > 0
    with Workspace.open(path, read_only=True) as workspace:
        assert_as_acknowledged(workspace)
    assert (path.parent / "shop.rehearse-journal").stat().st_size > 0  # a copy was read, and the file stays as it was


def test_that_a_journal_that_names_other_files_is_refused(path: Path) -> None:
    killed_while_saving(path, STEPS_UNTIL_WRITTEN)
    journal = path.parent / "shop.rehearse-journal"
    with journal.open("ab") as file:
        file.write(bytes.fromhex("d9d505f920a163d7"))
    with pytest.raises(AppError, match="which Rehearse did not write, so neither is opened"):
        refuse_unknown_schema(path)
    assert journal.exists()


def test_that_a_disk_that_fills_up_leaves_the_last_acknowledged_state(path: Path) -> None:
    command = [sys.executable, "-c", BIG_SAVE, str(path), "999", str(6 * 1024 * 1024)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "its disk failed, is full, or is no longer connected. The last saved state is safe" in done.stdout
    assert done.stderr == ""
    with Workspace.open(path) as workspace:
        assert_as_acknowledged(workspace)
