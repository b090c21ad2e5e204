"""`rehearse rescue`: what can still be read of a damaged workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.terminal import progress_bar, say
from app.errors import AppError, Problem
from app.numbers import counted
from app.workspace.recovery.rescuing import LIST_NAME, rescue


def rescue_workspace(
    workspace: Annotated[Path, typer.Argument(help="The workspace file; it is only read.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
) -> None:
    """Write what can be read of a damaged workspace: scenarios, datasets and runs, and a list of what is lost."""
    with progress_bar() as progress:
        found = rescue(workspace, out, progress)
    for name in found.written:
        say(f"  {name}")
    say(f"Written to {out}: {counted(len(found.written), 'file', 'files')}.")
    if found.lost:
        problems = [Problem("lost", words) for words in found.lost]
        raise AppError(f"Something could not be read; {LIST_NAME} lists it too:", problems)
