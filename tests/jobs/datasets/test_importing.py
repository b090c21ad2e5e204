"""An import is given up at once, whatever it is at, and leaves the workspace as it was."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from app.errors import Cancelled
from app.jobs.datasets import importing
from app.jobs.datasets.importing import import_planned, proposed_for
from app.progress import Progress
from app.workspace.store import Workspace
from tests.benchmarks.import_steps import write_events
from tests.builders.workspaces import workspace_at

EVENTS = 20_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    write_events(path, EVENTS)
    return path


class Polls:
    """Notes the steps it is told of; stops the work at the step of that name."""

    def __init__(self, stop_at: str | None = None) -> None:
        self.told: list[str] = []
        self._stop_at = stop_at

    def __call__(self, done: int, total: int, what: str) -> None:
        self.told.append(what)
        if what == self._stop_at:
            raise Cancelled


def _imported(workspace: Workspace, file: Path, progress: Progress) -> None:
    plan = proposed_for(workspace, [file], "shop", on_duplicate="again", progress=progress)
    import_planned(workspace, plan, "shop", progress=progress)


def _at_once(work: Callable[[Progress], Any], progress: Progress, what: str) -> Any:
    """Work that is watched, in the thread of whoever watches, so that each of its reports arrives."""
    progress(0, 0, what)
    return work(progress)


@pytest.mark.parametrize("step", ["propose", "import_plan"])
def test_that_no_step_of_an_import_keeps_a_cancel_waiting(
    step: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never, begun = Event(), Event()

    def stuck(*_args: Any, **_options: Any) -> None:
        begun.set()
        never.wait(60)

    def cancel_once_stuck(done: int, total: int, what: str) -> None:
        if begun.is_set():
            raise Cancelled

    monkeypatch.setattr(importing, step, stuck)
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as workspace, pytest.raises(Cancelled):
        _imported(workspace, file, cancel_once_stuck)
    never.set()


@pytest.mark.parametrize("is_there", [False, True])
def test_that_an_import_cancelled_at_any_step_leaves_the_workspace_as_it_was(
    is_there: bool, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "watched", _at_once)
    path, polls = tmp_path / "w.rehearse", Polls()
    with Workspace.open(workspace_at(path)) as workspace:
        if is_there:
            _imported(workspace, file, Polls())
        before = workspace.datasets.names()
        with Workspace.open(workspace_at(tmp_path / "other.rehearse")) as other:
            for _ in range(1 + is_there):
                _imported(other, file, polls)
        was = sha256(path.read_bytes()).hexdigest()
        for step in dict.fromkeys(polls.told):
            with pytest.raises(Cancelled):
                _imported(workspace, file, Polls(step))
            assert workspace.datasets.names() == before
            assert sha256(path.read_bytes()).hexdigest() == was


def test_that_an_import_tells_of_each_of_its_steps(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "watched", _at_once)
    polls = Polls()
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as workspace:
        _imported(workspace, file, polls)
    steps = {
        "Reading shop.csv",
        "Reading rows",
        "Reading instants",
        "Reading columns",
        "Sorting",
        "Storing the dataset",
    }
    assert steps <= set(polls.told)
    assert polls.told.count("Storing the dataset") > 3
