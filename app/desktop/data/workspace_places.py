"""Where the workspace of a new dataset is put, and that it is made: asked of whoever opens workspaces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class WorkspacePlaces(Protocol):
    """What an import asks for that is to have a workspace of its own."""

    def place_for(self, name: str) -> Path:
        """A place for a new workspace of that name; nothing is there yet."""

    def ask_place(self, suggested: Path, then: Callable[[Path], object]) -> None:
        """Ask the user where a new workspace is to be, and call `then` with it."""

    def make(self, path: Path, then: Callable[[], None]) -> None:
        """Make a workspace in a place that is free, and go on with `then` in it."""
