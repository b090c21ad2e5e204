"""`rehearse drop-off`: where the journeys of a run lose people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.run_measured import run_subject
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.nodes.durations import Duration
from app.reports.documents.formats import endings, figure_formats
from app.reports.drop_off.of_run import drop_off as find


def drop_off(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    run: Annotated[int | None, typer.Option(min=1, help="Number of the run; the newest if left out.")] = None,
    within: Annotated[str, typer.Option(help="How long to look for what they did next; ISO 8601.")] = "P7D",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Say for each node how many went on or were lost, why, after how long, and what they did instead."""
    try:
        length = Duration.parse(within)
    except ValueError as error:
        raise AppError(f"--within: {error}.") from error
    if length.months or length.is_negative:
        raise AppError("--within: months have no fixed length; write days, like P7D.")
    with opened(workspace, read_only=True) as store:
        figures = find(run_subject(store, run), length)
    give_figures(figures, as_json=as_json, out=out)
