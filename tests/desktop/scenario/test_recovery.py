"""The journal of the open scenario, where its disk is full for a while."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.desktop.scenario.recovery import Recovery
from app.guides.templates import load_template
from app.scenario.edits import SetDetails
from app.workspace.recovery.journals import journals_left
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at

SAVED = "2" * 64


def test_that_a_journal_that_could_not_be_written_on_goes_with_the_save_and_the_next_is_written(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QObject()
    recovery, told = Recovery(parent), list[str]()
    recovery.failed.connect(told.append)
    session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: ())
    session.setParent(parent)
    with Workspace.open(workspace_at(tmp_path / "office.rehearse", session.scenario)) as workspace:
        recovery.watch(session, workspace, "1" * 64)
        session.perform(SetDetails("Kept", ""))

        def full(_handle: int, _content: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as while_full:
            while_full.setattr(os, "write", full)
            session.perform(SetDetails("Not kept", ""))
            session.perform(SetDetails("Nor this", ""))
        assert len(told) == 1
        recovery.saved(SAVED, recovery.mark())
        session.perform(SetDetails("Kept again", ""))
        recovery._writer.close()  # type: ignore[union-attr]  # as the end of the process would
        (journal,) = journals_left(workspace.path, workspace.identity)
    assert (journal.base.sha256, journal.edits) == (SAVED, (SetDetails("Kept again", ""),))
