"""Workspaces as commands open them: what opening one did to its file is said at once."""

from __future__ import annotations

from pathlib import Path

from app.commands.output.terminal import complain
from app.errors import AppError
from app.workspace.backups.backup_folder import damage_words
from app.workspace.opening.verifying import PAGES, has_damaged_pages
from app.workspace.store import Workspace


def opened(path: Path, *, read_only: bool = False) -> Workspace:
    """The workspace, open; on stderr where its file as it was before is kept, if it was of an earlier version.

    Where rows may be missed because its pages are damaged, that is said too, and it is not opened for writing.
    """
    workspace = Workspace.open(path, read_only)
    if workspace.news:
        complain(workspace.news)
    if has_damaged_pages(workspace.file):
        words = damage_words(workspace.path, (PAGES,))
        if not read_only:
            workspace.close()
            raise AppError(f"Nothing was changed. {words}")
        complain(words)
    return workspace
