"""`rehearse audit`: what is to be mended in the scenarios of a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.workspaces import opened
from app.jobs.reports.auditing import audit_of_workspace
from app.reports.audit.figures import MOST_A_WEEK
from app.reports.documents.formats import endings, figure_formats


def audit(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    most_a_week: Annotated[
        int, typer.Option(min=1, help="How many messages a customer may get in any seven days.")
    ] = MOST_A_WEEK,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Audit every scenario by its drawing and its newest run: dead branches, consent, waits, pressure, overlap."""
    with opened(workspace, read_only=True) as store:
        figures = audit_of_workspace(store, most_a_week)
    give_figures(figures, as_json=as_json, out=out)
