"""`rehearse audience`: an ad audience of a run as the customer list that a platform takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.run_measured import run_subject
from app.commands.output.terminal import say
from app.commands.output.workspaces import opened
from app.files.writing import write_whole
from app.jobs.runs.ad_audiences import FORMS, audience_list
from app.numbers import counted, number


def audience(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    run: Annotated[int, typer.Argument(min=1, max=2**63 - 1, help="Number of the run.")],
    name: Annotated[str, typer.Argument(help="Name of the audience.")],
    platform: Annotated[str, typer.Option(help=f"Whose form the list has: {' or '.join(FORMS)}.")],
    out: Annotated[Path, typer.Option(help="The CSV file to write, exact, for upload.")],
    without: Annotated[list[str] | None, typer.Option(help="A list whose members are left out; repeatable.")] = None,
) -> None:
    """Write who is in an ad audience at the end of a run, addresses as SHA-256, nobody without consent."""
    with opened(workspace, read_only=True) as store:
        made = audience_list(run_subject(store, run), name, platform, without or ())
    write_whole(out, made.text)
    say(f"Written to {out}: {counted(made.written, 'customer', 'customers')}. It holds what names them: handle it so.")
    for why, many in made.left_out.items():
        say(f"Left out: {number(many)} {why}.")
