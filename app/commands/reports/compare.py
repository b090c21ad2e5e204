"""`rehearse compare`: two runs of a workspace, customer by customer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.run_measured import run_subject
from app.commands.output.workspaces import opened
from app.reports.comparison.figures import comparison
from app.reports.documents.formats import endings, figure_formats


def compare(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    run: Annotated[int, typer.Argument(min=1, help="Number of the run.")],
    other: Annotated[int, typer.Argument(min=1, help="Number of the run to compare it with.")],
    paths: Annotated[bool, typer.Option("--paths", help="Who went another way, instead of the figures.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Compare two runs: the difference of every figure, paired by customer, and who went another way."""
    with opened(workspace, read_only=True) as store:
        figures, changed = comparison(run_subject(store, run), run_subject(store, other))
    give_figures(changed if paths else figures, as_json=as_json, out=out)
