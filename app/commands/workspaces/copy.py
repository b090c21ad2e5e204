"""`rehearse copy`: a workspace to keep elsewhere or to give away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.terminal import complain, progress_bar, say
from app.commands.output.workspaces import opened
from app.workspace.backups.backup_folder import damage_words
from app.workspace.opening.verifying import damages
from app.workspace.sharing import People

_SAID = {
    People.ALL: "It holds everything.",
    People.NONE: "It holds scenarios and settings; datasets and runs stayed behind.",
    People.PSEUDONYMS: (
        "Its customers have other names and other weeks; runs stayed behind. Look through your own texts: a first or "
        "last name alone in a note is not found."
    ),
}


def copy(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    people: Annotated[People, typer.Option(help="What becomes of the customers.")] = People.ALL,
) -> None:
    """Write a copy of a workspace: complete, without customers, or with pseudonyms.

    What is damaged in the workspace is damaged in a complete copy too, and said.
    """
    with progress_bar() as progress, opened(workspace, read_only=True) as store:
        made = store.copy_to(out, progress, people)
        found = damages(made, progress)
    if not found:
        say(f"Written to {made}. {_SAID[people]}")
        return
    say(f"Written to {made}, with what is damaged in {workspace.name}.")
    complain(damage_words(workspace, found))
    raise typer.Exit(1)
