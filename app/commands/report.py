"""`rehearse report`: a run as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.terminal import progress_bar, say
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.jobs.reporting import report_of_folder, report_of_run, write_report
from app.reports.documents.content import ReportContent
from app.reports.documents.formats import endings, format_of, report_formats


def report(
    source: Annotated[Path, typer.Argument(help="A workspace, or the folder of a run (rehearse run --out).")],
    out: Annotated[Path, typer.Option(help=f"The file to write, FILE{endings(report_formats())}.")],
    run: Annotated[
        int | None,
        typer.Option(min=1, max=2**63 - 1, help="Number of the run in the workspace; the newest if left out."),
    ] = None,
) -> None:
    """Write the report of a run: all figures with their definitions, in one file."""
    format_of(out, report_formats())
    with progress_bar() as progress:
        progress(0, 0, "Measuring the run")
        content = report_of_folder(source) if source.is_dir() else _of_workspace(source, run)
        progress(0, 0, "Drawing the report")
        write_report(content, out)
    say(f"Written to {out}.")


def _of_workspace(path: Path, run: int | None) -> ReportContent:
    with opened(path, read_only=True) as store:
        if run is None:
            runs = store.runs.all()
            if not runs:
                raise AppError(f"{path} holds no run yet; make one with: rehearse run SCENARIO --workspace {path}")
            run = runs[0].id
        return report_of_run(store, run)
