"""The recovery journal: what was done is read back as a beginning of it, and only on the state it was done to."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.scenario.edits import AddNode, Edit, RemoveNodes, SetDetails, SetLabel
from app.scenario.graph import NodeId
from app.scenario.layout import tidied
from app.workspace.opening.lock import hold
from app.workspace.recovery import journals
from app.workspace.recovery.journals import (
    Base,
    JournalWriter,
    change_count,
    journals_left,
    read_journal,
    remove_journal,
)
from app.workspace.recovery.replaying import find_base, replay
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, rewrite, workspace_at
from tests.scenario.strategies import scenarios
from tests.scenario.test_edits import fitting_edits

BASE = Base("/shop.rehearse", "1" * 32, "reminder", "Reminder", "2" * 64)
RENAMES = [SetDetails(f"Reminder {number}", "") for number in range(6)]

WRITE_AND_WAIT = """
import sys
from app.scenario.edits import SetLabel
from app.scenario.graph import NodeId
from app.workspace.recovery.journals import Base, JournalWriter

writer = JournalWriter(Base("/shop.rehearse", "1" * 32, "reminder", "Reminder", "2" * 64))
for number in range(int(sys.argv[1])):
    writer.write(SetLabel(NodeId("hour"), str(number)))
    print(number, flush=True)
while True:
    number += 1
    writer.write(SetLabel(NodeId("hour"), str(number)))
"""


def left_behind(edits: Sequence[Edit], base: Base = BASE) -> Path:
    """A journal whose process is gone."""
    writer = JournalWriter(base)
    for edit in edits:
        writer.write(edit)
    path = writer._path
    assert path is not None
    writer.close()
    return path


def left() -> tuple[journals.Journal, ...]:
    return journals_left(Path(BASE.workspace), BASE.identity)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("count", [1, 5, 40])
def test_that_a_kill_loses_no_edit_that_was_made_before_it(count: int) -> None:
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(count):
            process.stdout.readline()
        assert left() == ()  # it is at work
        process.send_signal(signal.SIGKILL)
    (journal,) = left()
    assert journal.base == BASE
    labels = [edit.label for edit in journal.edits if isinstance(edit, SetLabel)]
    assert len(labels) >= count
    assert labels == [str(number) for number in range(len(labels))]


def test_that_nothing_is_written_before_the_first_edit() -> None:
    writer = JournalWriter(BASE)
    writer.close()
    assert left() == ()
    writer.write(RENAMES[0])
    writer.close()
    assert left()[0].edits == (RENAMES[0],)


def test_that_an_ended_journal_is_not_offered() -> None:
    writer = JournalWriter(BASE)
    writer.write(RENAMES[0])
    writer.end()
    assert left() == ()


def test_that_a_journal_of_another_workspace_or_another_file_in_its_place_is_not_offered() -> None:
    left_behind(RENAMES[:1])
    assert journals_left(Path("/other.rehearse"), BASE.identity) == ()
    assert journals_left(Path(BASE.workspace), "3" * 32) == ()
    assert len(left()) == 1


def test_that_a_journal_is_removed_once_and_not_while_it_is_written() -> None:
    writer = JournalWriter(BASE)
    writer.write(RENAMES[0])
    assert writer._path is not None
    journal = read_journal(writer._path)
    assert journal is not None
    assert not remove_journal(journal)
    writer.close()
    assert remove_journal(journal)
    assert not remove_journal(journal)


def test_that_a_window_that_looks_for_journals_as_one_is_made_takes_none_of_its_edits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[int] = []

    def disturbed(handle: int) -> None:  # between the making of the file and its lock
        tries.append(handle)
        monkeypatch.setattr(journals, "hold", hold)
        if len(tries) == 1:
            journals_left(Path(BASE.workspace), BASE.identity)
        elif len(tries) == 2:
            hold(os.open(journals._paths()[0], os.O_RDWR))
        monkeypatch.setattr(journals, "hold", disturbed)
        hold(handle)

    monkeypatch.setattr(journals, "hold", disturbed)
    writer = JournalWriter(BASE)
    writer.write(RENAMES[0])
    monkeypatch.setattr(journals, "hold", hold)
    writer.close()
    assert len(tries) == 3
    (journal,) = journals_left(Path(BASE.workspace), BASE.identity)
    assert journal.edits == (RENAMES[0],)


def test_that_very_old_journals_go(monkeypatch: pytest.MonkeyPatch) -> None:
    path = left_behind(RENAMES[:1])
    os.utime(path, (0, 0))
    assert left() == ()
    assert not path.exists()


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_whatever_is_cut_off_or_changed_what_is_read_is_a_beginning(tmp_path: Path, data: st.DataObject) -> None:
    path = left_behind(list(RENAMES))
    content = bytearray(path.read_bytes())
    path.unlink()
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[at:]
    else:
        content[at] ^= data.draw(st.integers(1, 255))
    changed = tmp_path / "changed"
    changed.write_bytes(content)
    journal = read_journal(changed)
    first_line = bytes(content).find(b"\n")
    if journal is None:
        assert first_line == -1 or at <= first_line
    else:
        assert journal.base == BASE
        assert list(journal.edits) == RENAMES[: len(journal.edits)]
        whole_lines = bytes(content[:at]).count(b"\n")
        assert len(journal.edits) >= whole_lines - 1


def test_that_lines_in_another_order_or_left_out_end_the_journal() -> None:
    path = left_behind(list(RENAMES))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]))
    journal = read_journal(path)
    assert journal is not None
    assert list(journal.edits) == RENAMES[:2]
    path.write_bytes(b"".join([*lines[:3], *lines[4:]]))
    journal = read_journal(path)
    assert journal is not None
    assert list(journal.edits) == RENAMES[:2]


@given(st.data())
def test_that_a_replay_gives_what_was_there_also_after_undo(data: st.DataObject) -> None:
    scenario = start = data.draw(scenarios())
    written: list[Edit] = []
    for _ in range(data.draw(st.integers(0, 5))):
        edit = data.draw(fitting_edits(scenario))
        scenario, back = edit.apply(scenario)
        written.append(edit)
        if data.draw(st.booleans()):
            scenario, _ = back.apply(scenario)
            written.append(back)
    path = left_behind(written or [SetDetails(start.name, start.description)])
    journal = read_journal(path)
    path.unlink()
    assert journal is not None
    made = replay(start, journal.edits)
    assert (made.scenario, made.trouble) == (scenario, "")


def test_that_a_step_that_does_not_apply_stops_the_replay_and_is_named() -> None:
    made = replay(REMINDER, [RENAMES[0], RemoveNodes((NodeId("gone"),)), RENAMES[1]])
    assert made.scenario == replace(REMINDER, name=RENAMES[0].name, description="")
    assert made.applied == (RENAMES[0],)
    assert made.trouble.startswith("Step 2 of 3 of the unsaved changes no longer applies")


def test_that_only_the_very_state_is_found_as_base(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "shop.rehearse")) as workspace:
        first = workspace.scenarios.save(REMINDER)
        found = find_base(workspace.scenarios, replace(BASE, sha256=first.sha256))
        assert found is not None
        assert found.is_newest
        workspace.scenarios.save(replace(REMINDER, name="Later"))
        found = find_base(workspace.scenarios, replace(BASE, sha256=first.sha256))
        assert found is not None
        assert (found.scenario, found.is_newest) == (tidied(REMINDER), False)
        assert found.newest == tidied(replace(REMINDER, name="Later"))
        assert find_base(workspace.scenarios, BASE) is None
        assert find_base(workspace.scenarios, replace(BASE, scenario_id="other", sha256=first.sha256)) is None
        assert find_base(workspace.scenarios, replace(BASE, document="{}")) is None


def test_that_typing_into_one_field_is_one_change() -> None:
    typed = [SetLabel(NodeId("hour"), "a"), SetLabel(NodeId("hour"), "ab"), SetLabel(NodeId("start"), "b")]
    assert change_count(typed) == 2
    assert change_count(RENAMES) == 1
    details = [("a", ""), ("ab", ""), ("ab", "x"), ("ab", "xy"), ("ac", "xy")]
    assert change_count([SetDetails(*each) for each in details]) == 3
    assert change_count([AddNode(REMINDER.nodes[0]), AddNode(REMINDER.nodes[1])]) == 2
    assert change_count([]) == 0


def test_that_a_folder_that_cannot_be_written_to_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rehearse").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with pytest.raises(OSError, match="rehearse"):
        JournalWriter(BASE).write(RENAMES[0])


def test_that_every_workspace_has_an_identity_and_a_copy_one_of_its_own(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "a.rehearse")) as workspace:
        identity = workspace.identity
        workspace.copy_to(tmp_path / "b.rehearse")
    with Workspace.open(tmp_path / "a.rehearse") as again, Workspace.open(tmp_path / "b.rehearse") as copy:
        assert len(identity) == 32
        assert again.identity == identity != copy.identity
        assert len(copy.identity) == 32


def test_that_a_file_without_identity_gets_one_when_it_is_opened_for_writing(tmp_path: Path) -> None:
    path = workspace_at(tmp_path / "a.rehearse")
    rewrite(path, "DELETE FROM setting")
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.identity == ""
    with Workspace.open(path) as workspace:
        identity = workspace.identity
    assert identity
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.identity == identity


def test_that_a_damaged_document_of_a_base_is_refused(tmp_path: Path) -> None:
    damaged = '{"format": "other"}'
    base = replace(BASE, document=damaged, sha256=hashlib.sha256(damaged.encode()).hexdigest())
    with (
        Workspace.open(workspace_at(tmp_path / "a.rehearse")) as workspace,
        pytest.raises(AppError, match="is damaged"),
    ):
        find_base(workspace.scenarios, base)
