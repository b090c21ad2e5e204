"""A copy to give away, from the menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace
from tests.desktop.conftest import Sit


def test_that_a_copy_with_other_people_is_written_and_the_workspace_stays_open(sit: Sit, tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    person = sit(path)
    person.do("give_away")
    person.click("sharing_go_on")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "copy.rehearse"))
    dialog.close()
    person.rest()
    assert person.window.statusBar().currentMessage() == f"The copy is {tmp_path / 'copy.rehearse'}."
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.path == path
    with Workspace.open(tmp_path / "copy.rehearse") as copy:
        assert not set(copy.datasets.load("shop").customer_ids.to_pylist()) & {"anna", "béla", "cyril"}
        assert copy.runs.all() == ()
