"""`rehearse [WORKSPACE]`: the desktop app."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.errors import AppError


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform.startswith("linux"):
        named = os.environ.get("QT_QPA_PLATFORM", "")
        return bool(named and named != "offscreen") or any(
            os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
        )
    return True


def open_window(
    workspace: Annotated[Path | None, typer.Argument(help="The workspace file to open.", show_default=False)] = None,
) -> None:
    """Open the window, on a workspace if one is named."""
    if workspace is not None and not workspace.exists():
        raise AppError(f"There is neither a command nor a workspace '{workspace}'. rehearse --help lists the commands.")
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise AppError(
            "There is no display to open the window on. Start Rehearse from a desktop session, "
            "or use its commands: rehearse --help lists them."
        )
    from app.desktop.workbench.start import start  # Qt is loaded only when a window is wanted

    raise typer.Exit(start(workspace))
