"""`rehearse copy`: a workspace to keep elsewhere or to give away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.terminal import progress_bar, say
from app.commands.output.workspaces import opened
from app.workspace.sharing import People

_SAID = {
    People.ALL: "It holds everything.",
    People.NONE: "It holds scenarios and settings; datasets and runs stayed behind.",
    People.PSEUDONYMS: "Its customers have other names and other weeks; runs stayed behind.",
}


def copy(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    people: Annotated[People, typer.Option(help="What becomes of the customers.")] = People.ALL,
) -> None:
    """Write a copy of a workspace: complete, without customers, or with pseudonyms."""
    with progress_bar() as progress, opened(workspace, read_only=True) as store:
        made = store.copy_to(out, progress, people)
    say(f"Written to {made}. {_SAID[people]}")
