"""`rehearse messages`: what a run sent and held back, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.run_measured import run_subject
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.reports.documents.formats import endings, figure_formats
from app.reports.messages.definition import messages as measure_messages


def messages(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    run: Annotated[int | None, typer.Option(min=1, max=2**63 - 1, help="Number of the run; else the newest.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Say what became of each message of a run."""
    with opened(workspace, read_only=True) as store:
        figures = measure_messages(run_subject(store, run))
        if figures is None:
            raise AppError("The scenario of this run sends no messages.")
        give_figures(figures, as_json=as_json, out=out)
