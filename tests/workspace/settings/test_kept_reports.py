"""Kept reports stand under a name, in order, and a damaged list of them ends in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at

FUNNEL = KeptReport(report="funnel", dataset="shop", changes=(("window", "7"), ("step 0", "buy")))
FLOW = KeptReport(report="flow", scenario="reminder", heading="Along the main path")


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    with Workspace.open(workspace_at(tmp_path / "a.rehearse")) as made:
        yield made


def test_that_a_report_comes_back_as_it_was(workspace: Workspace) -> None:
    workspace.kept_reports.put(" Short ", FUNNEL)
    workspace.kept_reports.put("Ways", FLOW)
    assert list(workspace.kept_reports.all().items()) == [("Short", FUNNEL), ("Ways", FLOW)]


def test_that_it_is_renamed_in_its_place_and_never_over_another(workspace: Workspace) -> None:
    for name in ("One", "Two", "Three"):
        workspace.kept_reports.put(name, FUNNEL)
    workspace.kept_reports.rename("Two", "Second")
    assert list(workspace.kept_reports.all()) == ["One", "Second", "Three"]
    for old, new in (("One", "Three"), ("Nobody", "X"), ("One", " ")):
        with pytest.raises(AppError, match="cannot be called"):
            workspace.kept_reports.rename(old, new)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_that_a_name_has_to_say_something(workspace: Workspace, name: str) -> None:
    with pytest.raises(AppError, match="needs a name"):
        workspace.kept_reports.put(name, FUNNEL)


def test_that_what_is_not_kept_cannot_be_removed(workspace: Workspace) -> None:
    workspace.kept_reports.put("One", FUNNEL)
    workspace.kept_reports.remove("One")
    with pytest.raises(AppError, match="no kept report"):
        workspace.kept_reports.remove("One")


@pytest.mark.parametrize("stored", [[], {"One": {"report": 1}}, {"One": None}, {"One": {"report": "x", "more": 1}}])
def test_that_what_is_no_kept_report_is_called_damaged(workspace: Workspace, stored: Any) -> None:
    workspace.settings.put("kept_reports", stored)
    with pytest.raises(AppError, match="damaged"):
        workspace.kept_reports.all()
