"""Workspaces as commands open them: what opening one did to its file is said at once."""

from __future__ import annotations

from pathlib import Path

from app.commands.output.terminal import complain
from app.workspace.store import Workspace


def opened(path: Path, *, read_only: bool = False) -> Workspace:
    """The workspace, open; on stderr where its file as it was before is kept, if it was of an earlier version."""
    workspace = Workspace.open(path, read_only)
    if workspace.news:
        complain(workspace.news)
    return workspace
