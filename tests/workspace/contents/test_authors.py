"""Who saved which revision: kept with it, gone with its scenario, and in no copy that is given away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.workspace.sharing import People
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, rewrite, workspace_at


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REHEARSE_AUTHOR", "  Anna\tMüller ")
    return workspace_at(tmp_path / "office.rehearse", REMINDER)


def test_that_each_revision_says_who_saved_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSE_AUTHOR", "佐藤")
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(replace(REMINDER, name="Reminder 2"))
        assert [each.by for each in workspace.scenarios.revisions("reminder")] == ["Anna Müller", "佐藤"]


def test_that_the_accounts_name_stands_in_for_the_variable(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REHEARSE_AUTHOR")
    monkeypatch.setenv("LOGNAME", "bela")
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(replace(REMINDER, name="Reminder 2"))
        assert workspace.scenarios.revisions("reminder")[-1].by == "bela"


def test_that_a_scenario_that_is_removed_takes_its_authors_along(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.scenarios.remove("reminder")
        assert workspace.settings.get("authors") == {}


def test_that_revisions_of_an_earlier_workspace_have_nobody(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.settings.put("authors", None)
        assert [each.by for each in workspace.scenarios.revisions("reminder")] == [""]


def test_that_what_is_damaged_keeps_nobody_from_saving(path: Path) -> None:
    rewrite(path, "UPDATE setting SET sha256 = 'x' WHERE key = 'authors'")
    with Workspace.open(path) as workspace:
        assert [each.by for each in workspace.scenarios.revisions("reminder")] == [""]
        workspace.scenarios.save(replace(REMINDER, name="Reminder 2"))
        assert [each.by for each in workspace.scenarios.revisions("reminder")] == ["", "Anna Müller"]


@pytest.mark.parametrize("people", [People.NONE, People.PSEUDONYMS])
def test_that_a_copy_to_give_away_names_nobody(path: Path, tmp_path: Path, people: People) -> None:
    with Workspace.open(path) as workspace:
        workspace.copy_to(tmp_path / "copy.rehearse", people=people)
    with Workspace.open(tmp_path / "copy.rehearse", read_only=True) as copy:
        assert copy.settings.get("authors") is None
    assert "Müller".encode() not in (tmp_path / "copy.rehearse").read_bytes()
