"""`rehearse install-desktop`: the menu entry, the file type and the icon."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.output.terminal import say
from app.jobs.desktop_entry import install, own_command, uninstall


def install_desktop(
    is_undone: Annotated[bool, typer.Option("--uninstall", help="Remove what was installed.")] = False,
) -> None:
    """Put Rehearse into the desktop's menu, and open its workspaces by a double click; for this user only."""
    if is_undone:
        removed = uninstall()
        for path in removed:
            say(f"  {path}")
        say("Removed." if removed else "There was nothing to remove.")
        return
    for path in install(own_command()):
        say(f"  {path}")
    say("Rehearse is in the menu, and workspaces open with it. --uninstall removes it again.")
