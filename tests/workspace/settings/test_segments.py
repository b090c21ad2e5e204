"""Segments are kept by name, in order, and a damaged list of them ends in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.errors import AppError
from app.nodes.conditions import Condition
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at

_READER: TypeAdapter[Any] = TypeAdapter(Condition)
BRNO = _READER.validate_python({"attribute": "city", "op": "eq", "value": "Brno"})
BUYERS = _READER.validate_python({"not": {"event": "buy", "within": "P30D"}})


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    with Workspace.open(workspace_at(tmp_path / "a.rehearse")) as made:
        yield made


def test_that_a_condition_comes_back_as_it_was(workspace: Workspace) -> None:
    workspace.segments.put(" In Brno ", BRNO)
    workspace.segments.put("Lapsed", BUYERS)
    assert list(workspace.segments.all().items()) == [("In Brno", BRNO), ("Lapsed", BUYERS)]


def test_that_a_name_keeps_its_place_when_its_condition_changes(workspace: Workspace) -> None:
    for condition in (BRNO, BUYERS):
        workspace.segments.put("One", condition)
        workspace.segments.put("Two", BRNO)
    assert list(workspace.segments.all()) == ["One", "Two"]
    assert workspace.segments.all()["One"] == BUYERS


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_that_a_name_has_to_say_something(workspace: Workspace, name: str) -> None:
    with pytest.raises(AppError, match="needs a name"):
        workspace.segments.put(name, BRNO)


@pytest.mark.parametrize("stored", [[], {"One": {"attribute": 1}}, {"One": None}])
def test_that_what_is_no_segment_is_called_damaged(workspace: Workspace, stored: Any) -> None:
    workspace.settings.put("segments", stored)
    with pytest.raises(AppError, match="damaged"):
        workspace.segments.all()


def test_that_a_segment_is_renamed_in_its_place_and_never_over_another(workspace: Workspace) -> None:
    for name in ("One", "Two", "Three"):
        workspace.segments.put(name, BRNO)
    workspace.segments.rename("Two", "Second")
    assert list(workspace.segments.all()) == ["One", "Second", "Three"]
    for old, new in (("One", "Three"), ("Nobody", "X"), ("One", " "), ("One", " Three ")):
        with pytest.raises(AppError, match="cannot be called"):
            workspace.segments.rename(old, new)
