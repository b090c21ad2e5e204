"""The channels' default reactions in the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.nodes.response import Response
from app.workspace.store import Workspace

EMAIL = Response.model_validate_json(
    """{"open": 0.3, "open_after": {"median": "PT2H", "sigma": 1.2},
    "convert": {"event": "purchase", "rate": 0.1, "after": {"median": "P1D", "sigma": 0}},
    "when": [{"condition": {"attribute": "age", "op": "ge", "value": 18}, "open": 0.5}],
    "fatigue": {"per_message": 0.9, "window": "P7D"}}"""
)
SMS = Response(click=0.05)


@pytest.fixture
def workspace(empty: Path) -> Workspace:
    return Workspace.open(empty)


def test_that_a_new_workspace_has_no_default_reactions(workspace: Workspace) -> None:
    with workspace:
        assert workspace.responses.get() == {}


def test_that_reactions_are_read_as_they_were_put(workspace: Workspace) -> None:
    with workspace:
        workspace.responses.put({"sms": SMS, "email": EMAIL})
    with Workspace.open(workspace.path, read_only=True) as again:
        assert again.responses.get() == {"email": EMAIL, "sms": SMS}


def test_that_putting_back_what_was_there_undoes_a_change(workspace: Workspace) -> None:
    with workspace:
        workspace.responses.put({"email": EMAIL})
        before = workspace.responses.get()
        workspace.responses.put({"sms": SMS})
        assert workspace.responses.get() == {"sms": SMS}
        workspace.responses.put(before)
        assert workspace.responses.get() == {"email": EMAIL}


def test_that_reactions_which_cannot_be_read_are_refused(workspace: Workspace) -> None:
    with workspace:
        workspace.settings.put("responses", {"email": {"open": "often"}})
        with pytest.raises(AppError, match="What the workspace expects of email messages is damaged"):
            workspace.responses.get()
